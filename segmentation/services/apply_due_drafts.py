from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from segmentation.models import Draft
from segmentation.services.approve_draft import ApprovalError
from segmentation.services.lock_draft import DraftStateError, lock_draft
from segmentation.services.publish_draft import UNUSABLE, SwitchesMovedError, publish_due_draft
from segmentation.services.roll_back_draft import roll_back_draft
from segmentation.words.drafts import left_text, moved_text, unusable_text

logger = logging.getLogger(__name__)

State = Draft.State


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDrafts:
    """What was done, by the numbers of drafts in the order in which it was."""

    published: Sequence[int]
    rolled_back: Sequence[int]
    failed: Sequence[int]
    refreshes: Sequence[int]
    """Of segments with another rule, for `tasks.refresh_segment`."""


class _Event(NamedTuple):
    at: datetime
    begins: bool
    """What ends comes first, so that one draft may take over from another at the same moment."""
    draft: int


def apply_due_drafts(*, now: datetime) -> DueDrafts:
    """Publish every draft whose moment has come and take back those whose end has, in the order of their moments.

    Each in a transaction of its own: one that cannot be published goes back to be worked on, with what is wrong in
    words, and holds up no other. Safe to be called twice at once.
    """
    published: list[int] = []
    rolled_back: list[int] = []
    failed: list[int] = []
    refreshes: list[int] = []
    for event in _due(now):
        try:
            if event.begins:
                done = _publish(event.draft, now=now)
                (failed if done is None else published).append(event.draft)
                refreshes += done or []
            else:
                refreshes += _roll_back(event.draft, now=now)
                rolled_back.append(event.draft)
        except DraftStateError:
            logger.info("Draft %d is done already, or has failed.", event.draft)
        except Exception:
            logger.exception("Draft %d could not be handled at its moment; it is tried again.", event.draft)
            failed.append(event.draft)
    return DueDrafts(published=published, rolled_back=rolled_back, failed=failed, refreshes=refreshes)


def _due(now: datetime) -> list[_Event]:
    waiting = Draft.objects.filter(state=State.SCHEDULED, publish_at__lte=now).values_list("pk", "publish_at")
    ending = Draft.objects.filter(state__in=[State.SCHEDULED, *Draft.LIVE], ends_at__lte=now)
    return sorted(
        [
            *(_Event(at, True, pk) for pk, at in waiting if at),
            *(_Event(at, False, pk) for pk, at in ending.values_list("pk", "ends_at") if at),
        ]
    )


@transaction.atomic
def _publish(draft_id: int, *, now: datetime) -> list[int] | None:
    """The refreshes that follow; None where it could not be published."""
    draft = lock_draft(draft_id, states=[State.SCHEDULED])
    try:
        with transaction.atomic():
            return list(publish_due_draft(draft_id, now=now).refreshes)
    except SwitchesMovedError as error:
        problem = " ".join(moved_text(one) for one in error.moved)
    except ApprovalError as error:
        problem = str(error)
    except UNUSABLE as error:
        problem = unusable_text(error)
    draft.state = State.APPROVED if draft.approved_at else State.OPEN
    draft.problem = problem
    draft.save(update_fields=["state", "problem"])
    return None


@transaction.atomic
def _roll_back(draft_id: int, *, now: datetime) -> list[int]:
    draft = Draft.objects.select_related("published_by").get(pk=draft_id)
    done = roll_back_draft(draft_id, actor=draft.published_by, now=now)
    if done.left:
        problem = " ".join(left_text(one) for one in done.left)
        Draft.objects.filter(pk=draft_id).update(problem=problem)
    return list(done.refreshes)
