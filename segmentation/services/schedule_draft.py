from __future__ import annotations

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from segmentation.models import Draft
from segmentation.services.approve_draft import check_approved
from segmentation.services.lock_draft import WAITING, check_filled, lock_draft, move_draft

State = Draft.State


class MomentsError(ValueError):
    """The end does not come after the beginning, or has passed; its text is for whoever typed them."""


@transaction.atomic
def schedule_draft(
    draft_id: int,
    *,
    publish_at: datetime,
    actor: AbstractBaseUser | None,
    now: datetime,
    ends_at: datetime | None = None,
    whatever_stands: bool = False,
) -> Draft:
    """Have a draft published at its moment, and taken back at its end where it has one; also: set other moments.

    If something it changes was changed meanwhile it is not published then, but says so, unless `whatever_stands`. A
    beginning that has passed is due at once, an end that has is refused. Raises DraftStateError, ApprovalError,
    MomentsError.
    """
    draft = lock_draft(draft_id, states=WAITING)
    check_filled(draft)
    check_approved(draft)
    check_moments(publish_at, ends_at, now=now)
    draft.publish_at, draft.ends_at, draft.whatever_stands = publish_at, ends_at, whatever_stands
    draft.published_by_id = actor.pk if actor else None
    draft.problem = ""
    move_draft(draft, State.SCHEDULED, action="draft_scheduled", actor=actor, reason=draft.reason)
    return draft


@transaction.atomic
def unschedule_draft(draft_id: int, *, actor: AbstractBaseUser | None) -> Draft:
    """Take back that a draft waits for its moment; it can be worked on again. Raises DraftStateError."""
    draft = lock_draft(draft_id, states=[State.SCHEDULED])
    draft.publish_at = draft.ends_at = None
    back = State.APPROVED if draft.approved_at else State.OPEN
    move_draft(draft, back, action="draft_unscheduled", actor=actor)
    return draft


def check_moments(publish_at: datetime, ends_at: datetime | None, *, now: datetime) -> None:
    """Raises MomentsError for an end that cannot be."""
    if ends_at is None:
        return
    if ends_at <= now:
        raise MomentsError(_("The end lies in the past. Please give a later one, or none."))
    if ends_at <= publish_at:
        raise MomentsError(_("The end has to come after the beginning."))
