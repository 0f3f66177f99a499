from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Max

from segmentation.locks import lock_switches
from segmentation.models import Draft, DraftChange, Segment
from segmentation.parameters import ParameterError
from segmentation.registry import UnknownFeatureError
from segmentation.rules import RuleError
from segmentation.selectors.draft_targets import is_same, target_of, values_now
from segmentation.services.apply_values import apply_values
from segmentation.services.approve_draft import check_approved
from segmentation.services.audit import audited_with
from segmentation.services.lock_draft import WAITING, check_filled, lock_draft, move_draft
from segmentation.services.moved_changes import Moved, name_movers
from segmentation.services.save_segment import BuiltinRuleError
from segmentation.services.schedule_draft import check_moments

UNUSABLE = (ParameterError, UnknownFeatureError, RuleError, BuiltinRuleError, Segment.DoesNotExist)
"""What is raised for a value that was fine when it was put in, and is not any more."""


class SwitchesMovedError(Exception):
    """Something that the draft changes was changed by somebody else since it was put in; `moved` says what and who."""

    def __init__(self, moved: Sequence[Moved]) -> None:
        super().__init__(", ".join(str(one.change) for one in moved))
        self.moved = list(moved)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedDraft:
    draft: Draft
    refreshes: Sequence[int]
    """Of segments with another rule: whoever calls has `tasks.refresh_segment` do them once this has committed."""


@transaction.atomic
def publish_draft(
    draft_id: int,
    *,
    actor: AbstractBaseUser | None,
    now: datetime,
    despite: Collection[int] = (),
    ends_at: datetime | None = None,
) -> PublishedDraft:
    """Make all changes of a draft at once, and publish them once, for good or until `ends_at`.

    `despite` holds the changes (their numbers) to make although somebody else changed the same meanwhile. Raises
    DraftStateError, ApprovalError, SwitchesMovedError, MomentsError and, for what cannot be used any more, one of
    UNUSABLE; nothing is changed then.
    """
    draft = lock_draft(draft_id, states=WAITING)
    check_moments(now, ends_at, now=now)
    draft.ends_at = ends_at
    return _publish(draft, actor=actor, now=now, despite=set(despite))


@transaction.atomic
def publish_due_draft(draft_id: int, *, now: datetime) -> PublishedDraft:
    """Publish a draft that waited for its moment, as whoever scheduled it wanted; raises what `publish_draft` raises.

    Its end may have passed meanwhile, and is due next.
    """
    draft = lock_draft(draft_id, states=[Draft.State.SCHEDULED])
    return _publish(draft, actor=draft.published_by, now=now)


def _publish(
    draft: Draft, *, actor: AbstractBaseUser | None, now: datetime, despite: Collection[int] = ()
) -> PublishedDraft:
    check_filled(draft)
    check_approved(draft)
    published = lock_switches()
    changes = list(draft.changes.all())
    whatever_stands = draft.whatever_stands and draft.state == Draft.State.SCHEDULED
    _check_standing(changes, despite=despite, whatever_stands=whatever_stands)
    with audited_with(draft.pk):
        refreshes = apply_values(
            {target_of(change): change.after for change in changes}, actor=actor, reason=draft.reason or draft.title
        )
    DraftChange.objects.bulk_update(changes, ["before"])
    published.refresh_from_db(fields=["payload"])
    draft.published_at, draft.version, draft.problem = _after_others(now), published.payload["version"], ""
    draft.published_by_id = actor.pk if actor else None
    move_draft(draft, Draft.State.PUBLISHED, action="draft_published", actor=actor, reason=draft.reason)
    return PublishedDraft(draft=draft, refreshes=refreshes)


def _after_others(now: datetime) -> datetime:
    """The moment, later than that of any other publication: drafts are taken back by the order of these moments."""
    last: datetime | None = Draft.objects.aggregate(last=Max("published_at"))["last"]
    return now if last is None else max(now, last + timedelta.resolution)


def _check_standing(changes: list[DraftChange], *, despite: Collection[int], whatever_stands: bool) -> None:
    """Note on each change what stands now, which is what a roll-back brings back."""
    standing = values_now([target_of(change) for change in changes])
    moved = {}
    for change in changes:
        target = target_of(change)
        now = standing[target]
        accepted = whatever_stands or change.pk in despite
        if now is None or not (accepted or is_same(change.kind, now, change.before)):
            moved[target] = now
        if now is not None:
            change.before = now
    if moved:
        since = min(change.put_at for change in changes)
        raise SwitchesMovedError(name_movers(moved, changes, since=since))
