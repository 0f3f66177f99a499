"""Rows of memberships written: many by COPY, and few in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connections, router

from segmentation.models import SegmentMembership

MANY = 100
"""From so many on, they are copied in; a web process loads what copies only for as many."""

REPLACE = """
WITH gone AS (DELETE FROM segmentation_segmentmembership WHERE id = ANY(%s))
INSERT INTO segmentation_segmentmembership (segment_id, customer_key, source, since)
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


def change_memberships(*, add: Sequence[Row], drop: Sequence[int], now: datetime) -> None:
    """Add some and delete others by primary key; few of both in one statement where the database knows how."""
    connection = connections[router.db_for_write(SegmentMembership)]
    if add and drop and len(add) + len(drop) < MANY and connection.vendor == "postgresql":
        values = ", ".join(["(%s, %s, %s, %s)"] * len(add))
        with connection.cursor() as cursor:
            cursor.execute(
                f"{REPLACE} VALUES {values}",
                [list(drop), *(part for segment, key, source in add for part in (segment, key, str(source), now))],
            )
        return
    for start in range(0, len(drop), 10_000):
        SegmentMembership.objects.filter(pk__in=drop[start : start + 10_000]).delete()
    add_memberships(add, now=now)
