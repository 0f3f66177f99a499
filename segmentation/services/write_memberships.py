"""Rows of memberships written: many by COPY, and few in one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connections, router

from segmentation.models import SegmentMembership
from segmentation.services.write_along import Along
from segmentation.services.write_moves import Move, add_moves

MANY = 100
"""From so many on, they are copied in; a web process loads what copies only for as many."""
MANY_AT_ONCE = 1_000
"""Below so many changes of all sorts, the database is sent one statement where it knows how."""

CHANGE = """
WITH gone AS (DELETE FROM segmentation_segmentmembership WHERE id = ANY(%s)),
turned AS (
    UPDATE segmentation_segmentmembership AS row SET source = turned.source
    FROM unnest(%s::bigint[], %s::text[]) AS turned (id, source) WHERE row.id = turned.id
),
noted AS (
    INSERT INTO segmentation_membershipmove (segment_id, customer_key, joined, by_hand, at)
    SELECT segment, customer, joined, by_hand, %s
    FROM unnest(%s::bigint[], %s::text[], %s::boolean[], %s::boolean[])
        AS move (segment, customer, joined, by_hand)
),
came AS (
    INSERT INTO segmentation_segmentmembership (segment_id, customer_key, source, since)
    SELECT segment, customer, source, %s
    FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS fresh (segment, customer, source)
)
"""

Row = tuple[int, str, str]
"""Segment, customer and source."""


def add_memberships(rows: Sequence[Row], *, now: datetime) -> None:
    """Add memberships that are not there yet; the caller holds the customers' locks."""
    if not rows:
        return
    if len(rows) < MANY:
        SegmentMembership.objects.bulk_create(
            SegmentMembership(segment_id=segment, customer_key=key, source=source, since=now)
            for segment, key, source in rows
        )
        return
    import pyarrow as pa

    from segmentation.services.write_rows import insert_rows

    segments, keys, sources = zip(*rows, strict=True)
    table = pa.table(
        {
            "customer_key": pa.array(keys, type=pa.string()),
            "segment_id": pa.array(segments, type=pa.int64()),
            "source": pa.array([str(source) for source in sources], type=pa.string()),
            "since": pa.repeat(pa.scalar(now), len(rows)),
        }
    )
    insert_rows(SegmentMembership, table)


def change_memberships(
    *,
    add: Sequence[Row],
    drop: Sequence[int],
    turn: Mapping[int, str],
    moves: Sequence[Move],
    along: Sequence[Along],
    now: datetime,
) -> None:
    """Add some, delete others by primary key, and give others another source; few of all in one statement.

    `moves` says of those that are added and deleted who joined and who left, and is kept; `along` is what listeners
    want written with it.
    """
    connection = connections[router.db_for_write(SegmentMembership)]
    if connection.vendor == "postgresql" and 0 < len(add) + len(drop) + len(turn) < MANY_AT_ONCE:
        fresh = [[str(part) if at else part for part in parts] for at, parts in enumerate(zip(*add, strict=True))]
        sources = [str(source) for source in turn.values()]
        noted = [list(column) for column in zip(*moves, strict=True)] or [[], [], [], []]
        parameters = [list(drop), list(turn), sources, now, *noted, now, *(fresh or ([], [], []))]
        with connection.cursor() as cursor:
            _execute(cursor, parameters, along)
        return
    for start in range(0, len(drop), 10_000):
        SegmentMembership.objects.filter(pk__in=drop[start : start + 10_000]).delete()
    for source in sorted(set(turn.values())):
        rows = [pk for pk, other in turn.items() if other == source]
        SegmentMembership.objects.filter(pk__in=rows).update(source=source)
    add_memberships(add, now=now)
    add_moves(moves, now=now)
    for wanted in along:
        wanted.write()


def _execute(cursor: Any, parameters: Sequence[Any], along: Sequence[Along]) -> None:
    """The change and what goes along, in one statement; each is told how many of its rows were written."""
    names = [f"along_{place}" for place in range(len(along))]
    parts = "".join(f", {name} AS ({wanted.insert})" for name, wanted in zip(names, along, strict=True))
    counts = ", ".join(f"(SELECT count(*) FROM {name})" for name in names)  # noqa: S608 - nobody's text
    theirs = [one for wanted in along for one in wanted.parameters()]
    cursor.execute(f"{CHANGE}{parts} SELECT {counts or 1}", [*parameters, *theirs])
    for wanted, count in zip(along, cursor.fetchone(), strict=False):
        wanted.then(count)
