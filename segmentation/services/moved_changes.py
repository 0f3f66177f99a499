"""Which changes of a draft somebody else got ahead of, or changed again, and who that was."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from segmentation.models import AuditEntry, DraftChange
from segmentation.selectors.draft_targets import Kind, Target, Value, target_of
from segmentation.words.audited_values import AUDITED

_KINDS: Mapping[str, str] = {action: kind for kind, action in AUDITED.items()} | {
    "feature_override_ended": Kind.OVERRIDE
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A change whose target no longer stands as the draft knew it."""

    change: DraftChange
    stands: Value | None
    """What stands instead; None where the segment is gone, so that the change cannot be made at all."""
    who: str = ""
    """The name of who changed it, where somebody did."""
    at: datetime | None = None


def name_movers(
    moved: Mapping[Target, Value | None], changes: Sequence[DraftChange], *, since: datetime | None
) -> list[Moved]:
    """For each of these targets who changed it last after `since`; one query."""
    last = _last_entries(moved, since=since) if moved else {}
    return [
        Moved(
            change=change,
            stands=moved[target],
            who=last[target].actor_name if target in last else "",
            at=last[target].at if target in last else None,
        )
        for change in changes
        if (target := target_of(change)) in moved
    ]


def _last_entries(targets: Collection[Target], *, since: datetime | None) -> dict[Target, AuditEntry]:
    entries = AuditEntry.objects.filter(
        action__in=_KINDS,
        feature__in={target.feature for target in targets},
        segment_key__in={target.segment for target in targets},
        customer_key__in={target.customer for target in targets},
    )
    if since is not None:
        entries = entries.filter(at__gte=since)
    return {
        Target(
            kind=Kind(_KINDS[entry.action]),
            feature=entry.feature,
            segment=entry.segment_key,
            customer=entry.customer_key,
        ): entry
        for entry in entries.order_by("at", "pk")
    }
