from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from segmentation.models import Segment, SegmentMembership
from segmentation.models.among import Among
from segmentation.services.announce_memberships import announce_memberships
from segmentation.services.publish_segments import publish_segments
from segmentation.services.wanted_members import AUTOMATIC, MANUAL, find_changes_among
from segmentation.services.write_memberships import add_memberships
from segmentation.services.write_moves import Move, add_moves


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """How many companies joined and left."""

    joined: int
    left: int


def move_members(segment: Segment, customer_keys: Sequence[str], *, today: date, now: datetime) -> Moved:
    """Let those of these customers join or leave of whom the segment says so, and publish it.

    The caller holds the customers' locks, so what is asked here is the last word about them.
    """
    changes = find_changes_among(segment, customer_keys, today=today, now=now)
    members = SegmentMembership.objects.filter(segment=segment)
    if changes.out:
        members.filter(Among("customer_key", changes.out)).delete()
    joined: list[str] = []
    moves = [Move(segment.pk, key, False, key in changes.out_by_hand) for key in changes.out]
    for keys, source in ((changes.by_rule, AUTOMATIC), (changes.by_hand, MANUAL)):
        if not keys:
            continue
        fresh = [key for key in keys if key not in changes.held]
        if len(fresh) < len(keys):
            members.filter(Among("customer_key", keys)).update(source=source)
        add_memberships([(segment.pk, key, source) for key in fresh], now=now)
        joined += fresh
        moves += [Move(segment.pk, key, True, source == MANUAL) for key in fresh]
    add_moves(moves, now=now)
    only = frozenset({segment.key})
    announce_memberships(joined=dict.fromkeys(joined, only), left=dict.fromkeys(changes.out, only))
    publish_segments([*joined, *changes.out])
    return Moved(joined=len(joined), left=len(changes.out))
