"""Published drafts of which one changes what another has changed, and what each of them brings back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from segmentation.models import Draft, DraftChange
from segmentation.selectors.draft_targets import Target, is_same, target_of, value_at


def hand_on(draft: Draft, changes: Sequence[DraftChange]) -> Collection[Target]:
    """Take a draft out from under those that were published over it; brings back what they change too.

    Theirs holds, and whoever comes next brings back what stood before the one that goes, as if that had never been.
    The caller holds the switches.
    """
    above = _next_above(draft, changes)
    heirs = []
    for change in changes:
        heir = above.get(target_of(change))
        if heir is not None and _lies_on(heir, change):
            heir.before = change.before
            heirs.append(heir)
    DraftChange.objects.bulk_update(heirs, ["before"])
    return above.keys()


def _next_above(draft: Draft, changes: Sequence[DraftChange]) -> Mapping[Target, DraftChange]:
    """For each target the change that was published next, of those that hold; one query."""
    later = DraftChange.objects.filter(
        draft__state__in=Draft.LIVE,
        draft__published_at__gt=draft.published_at,
        kind__in={change.kind for change in changes},
        feature__in={change.feature for change in changes},
        segment_key__in={change.segment_key for change in changes},
        customer_key__in={change.customer_key for change in changes},
    )
    targets = {target_of(change) for change in changes}
    newest_first = later.select_related("draft").order_by("-draft__published_at")
    return {target: change for change in newest_first if (target := target_of(change)) in targets}


def _lies_on(heir: DraftChange, change: DraftChange) -> bool:
    """Whether nobody changed the same by hand between the two."""
    moment = heir.draft.published_at
    if moment is None:
        return False
    found, left = (value_at(change.kind, value, moment) for value in (heir.before, change.after))
    return is_same(change.kind, found, left)
