"""The changes of a draft, each in words, with who changed the same meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from segmentation.admin.named_segments import NamedSegments
from segmentation.contracts import CustomerLabel
from segmentation.models import Draft, DraftChange
from segmentation.selectors.customer_labels import label_customers
from segmentation.selectors.draft_targets import Target, Value, is_same, target_of, values_now
from segmentation.selectors.rule_names import drafted_rule_names
from segmentation.services.lock_draft import WAITING
from segmentation.services.moved_changes import Moved, name_movers
from segmentation.words.audit import feature_text
from segmentation.words.draft_changes import change_value_text, moved_by_text
from segmentation.words.names import Names

EVERYBODY_KINDS = (DraftChange.Kind.RULE,)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One change in words."""

    change: DraftChange
    feature_key: str
    feature: str
    segment: str
    segment_id: int | None
    """None where it is gone, and for everybody."""
    label: CustomerLabel | None
    before: str
    after: str
    moved: Moved | None
    """What stands by now instead of `before`; once published, instead of `after`."""
    moved_by: str
    stands: str

    @property
    def can_be_made(self) -> bool:
        return self.moved is None or self.moved.stands is not None

    @property
    def is_for_everybody(self) -> bool:
        return self.change.kind in EVERYBODY_KINDS and not self.change.segment_key


def lines_of_draft(draft: Draft, segments: NamedSegments) -> Sequence[ChangeLine]:
    """All its changes; the number of queries does not grow with that of the changes."""
    changes = list(draft.changes.select_related("author"))
    labels = label_customers(change.customer_key for change in changes)
    moved = {one.change.pk: one for one in _moved(draft, changes)}
    values = [value for change in changes for value in (change.before, change.after)]
    names = drafted_rule_names([*values, *(one.stands for one in moved.values())])
    return [_line(change, segments, labels, moved.get(change.pk), names) for change in changes]


def _moved(draft: Draft, changes: Sequence[DraftChange]) -> Sequence[Moved]:
    if not changes or draft.state not in (*WAITING, *Draft.LIVE):
        return ()
    is_published = draft.state in Draft.LIVE
    standing = values_now([target_of(change) for change in changes])
    found: dict[Target, Value | None] = {}
    for change in changes:
        target = target_of(change)
        known = change.after if is_published else change.before
        if standing[target] is None or not is_same(change.kind, standing[target], known):
            found[target] = standing[target]
    since = draft.published_at if is_published else min(change.put_at for change in changes)
    return name_movers(found, changes, since=since)


def _line(
    change: DraftChange,
    segments: NamedSegments,
    labels: Mapping[str, CustomerLabel],
    moved: Moved | None,
    names: Names,
) -> ChangeLine:
    def said(value: Value | None) -> str:
        return change_value_text(change, value, segments=segments.names, names=names)

    return ChangeLine(
        change=change,
        feature_key=change.feature,
        feature=feature_text(change.feature) if change.feature else "",
        segment=segments.name_of(change.segment_key),
        segment_id=segments.ids.get(change.segment_key),
        label=labels.get(change.customer_key),
        before=said(change.before),
        after=said(change.after),
        moved=moved,
        moved_by=moved_by_text(moved) if moved else "",
        stands=said(moved.stands) if moved else "",
    )
