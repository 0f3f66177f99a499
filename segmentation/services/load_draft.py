from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from segmentation.models import Draft, Segment
from segmentation.registry import UnknownFeatureError
from segmentation.rules import RuleError
from segmentation.services.put_change import put_change
from segmentation.services.start_draft import start_draft


class DraftFileError(ValueError):
    """Something is wrong with the given draft; the text says where, and there is no draft of it."""


@transaction.atomic
def load_draft(data: Any, *, actor: AbstractBaseUser | None, now: datetime) -> Draft:
    """Begin a draft with changes as a JSON file says, for instance with what was tried in another shop.

    What stands here already is left out of it. Raises DraftFileError.
    """
    try:
        draft = start_draft(title=data["title"], actor=actor, now=now, reason=data.get("reason", ""))
        for place, change in enumerate(data["changes"], start=1):
            _put(draft, change, place=place, actor=actor, now=now)
    except (AttributeError, KeyError, TypeError) as error:
        raise DraftFileError(_("The file does not hold a draft as described: %(why)s.") % {"why": error}) from error
    return draft


def _put(draft: Draft, change: Any, *, place: int, actor: AbstractBaseUser | None, now: datetime) -> None:
    try:
        put_change(
            draft.pk,
            kind=change["kind"],
            feature=change.get("feature", ""),
            segment=change.get("segment", ""),
            customer_key=change.get("customer", ""),
            after=change["after"],
            actor=actor,
            now=now,
        )
    except Segment.DoesNotExist as error:
        why = _("There is no segment “%(key)s”.") % {"key": change.get("segment", "")}
        raise DraftFileError(f"{place}: {why}") from error
    except UnknownFeatureError as error:
        why = _("There is no feature “%(key)s”.") % {"key": change.get("feature", "")}
        raise DraftFileError(f"{place}: {why}") from error
    except RuleError as error:
        raise DraftFileError(f"{place}: {' '.join(problem.message for problem in error.problems)}") from error
    except ValueError as error:
        raise DraftFileError(f"{place}: {error}") from error
