from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation.locks import lock_switches
from segmentation.models import Draft, DraftChange
from segmentation.selectors.draft_targets import Kind, Target, Value, is_same, target_of, value_at, values_now
from segmentation.services.apply_values import apply_values
from segmentation.services.approve_roll_back import check_roll_back_approved
from segmentation.services.audit import audited_with
from segmentation.services.draft_values import clean_value
from segmentation.services.hand_on import hand_on
from segmentation.services.lock_draft import lock_draft, move_draft
from segmentation.services.moved_changes import Moved, name_movers
from segmentation.services.publish_draft import UNUSABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledBackDraft:
    draft: Draft
    left: Sequence[Moved]
    """What was changed again since, or cannot be put back any more, and stands as it is."""
    covered: Sequence[DraftChange]
    """What a draft that was published later changes too: that holds, and brings back what stood before both."""
    refreshes: Sequence[int]
    """Of segments with another rule: whoever calls has `tasks.refresh_segment` do them once this has committed."""


@transaction.atomic
def roll_back_draft(
    draft_id: int, *, actor: AbstractBaseUser | None, now: datetime, reason: str = ""
) -> RolledBackDraft:
    """Put back what stood before a draft was published, and publish that once; what was changed since is left alone.

    What a later draft changes too is left to that one. Raises DraftStateError, and ApprovalError where a second person
    has to approve it first (`approve_roll_back`).
    """
    draft = lock_draft(draft_id, states=Draft.LIVE)
    check_roll_back_approved(draft, now=now)
    lock_switches()
    changes = list(draft.changes.all())
    covered = hand_on(draft, changes)
    back, left = _sorted_out([change for change in changes if target_of(change) not in covered], now=now)
    with audited_with(draft.pk):
        refreshes = apply_values(back, actor=actor, reason=reason or draft.title)
    draft.rolled_back_at, draft.problem = now, ""
    move_draft(draft, Draft.State.ROLLED_BACK, action="draft_rolled_back", actor=actor, reason=reason)
    return RolledBackDraft(
        draft=draft,
        left=name_movers(left, changes, since=draft.published_at),
        covered=[change for change in changes if target_of(change) in covered],
        refreshes=refreshes,
    )


def _sorted_out(
    changes: Sequence[DraftChange], *, now: datetime
) -> tuple[dict[Target, Value], Mapping[Target, Value | None]]:
    """What to put back, and what has moved on since with where it stands."""
    standing = values_now([target_of(change) for change in changes])
    back: dict[Target, Value] = {}
    left: dict[Target, Value | None] = {}
    for change in changes:
        target = target_of(change)
        stands = standing[target]
        if stands is None:
            left[target] = stands
            continue
        said, before, after = (value_at(change.kind, value, now) for value in (stands, change.before, change.after))
        if is_same(change.kind, said, before):
            continue
        if is_same(change.kind, said, after) and _is_usable(target, before):
            back[target] = before
        else:
            left[target] = stands
    return back, left


def _is_usable(target: Target, value: Value) -> bool:
    if target.kind == Kind.SEGMENT_ORDER:
        return True
    try:
        clean_value(target, value)
    except UNUSABLE:
        return False
    return True
