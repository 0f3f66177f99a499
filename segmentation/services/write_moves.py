from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from segmentation.models import MembershipMove


class Move(NamedTuple):
    """That a company joined a segment or left it, as `MembershipMove` keeps it."""

    segment_id: int
    customer_key: str
    joined: bool
    by_hand: bool


MANY = 100
"""From so many on, they are copied in; a web process loads what copies only for as many."""


def add_moves(moves: Sequence[Move], *, now: datetime) -> None:
    """Keep who joined and who left, in the transaction that moves them."""
    if not moves:
        return
    if len(moves) < MANY:
        MembershipMove.objects.bulk_create(MembershipMove(**move._asdict(), at=now) for move in moves)
        return
    import pyarrow as pa

    from segmentation.services.write_rows import insert_rows

    columns = dict(zip(Move._fields, zip(*moves, strict=True), strict=True))
    insert_rows(MembershipMove, pa.table({**columns, "at": pa.repeat(pa.scalar(now), len(moves))}))
