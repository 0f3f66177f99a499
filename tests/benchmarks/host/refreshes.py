"""How long a segment's refresh takes with many companies to move, and 300 segments for one company."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from statistics import median
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

RULE = {"dimension": "share_routine", "is": "at_least", "value": 0.5}


def fill_profiles(*, companies: int) -> None:
    """Profiles and published snapshots of so many companies, of which a tenth buys routinely."""
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE segmentation_segmentmembership")
        cursor.execute("DELETE FROM segmentation_publishedsnapshot WHERE subject <> ''")
        cursor.execute("DELETE FROM segmentation_customerprofile")
        _fill(cursor, companies=companies)
        cursor.execute("VACUUM ANALYZE")


def _fill(cursor: Any, *, companies: int) -> None:
    from segmentation.models import CustomerProfile, PublishedSnapshot

    day = datetime(2026, 6, 1, tzinfo=UTC)
    shared = {
        "buyclass": "routine", "share_major": 0.2, "share_new": 0.1, "evidence": 3.0, "confidence": 0.8,
        "occasions": 5, "reason_code": "routine_repeat", "activity": "active", "config_version": "1",
        "prior_version": "1", "as_of": day.date(), "classified_at": day,
    }  # fmt: skip
    model = CustomerProfile(customer_key="first", share_routine=0, **shared)
    model.save()
    PublishedSnapshot.objects.create(
        subject="first", payload={"segments": ["new"], "categories": {}, "overrides": {}}, published_at=day
    )
    for table, key, more in (
        ("segmentation_customerprofile", "customer_key", {"share_routine": "(number %% 1000) / 1111.0"}),
        ("segmentation_publishedsnapshot", "subject", {}),
    ):
        kind = CustomerProfile if more else PublishedSnapshot
        columns = [field.column for field in kind._meta.concrete_fields]
        given = {key: "'C' || lpad(number::text, 9, '0')", **more}
        values = ", ".join(given.get(column, f'first."{column}"') for column in columns)
        names = ", ".join(f'"{column}"' for column in columns)
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {values} FROM generate_series(1, %s) AS number, {table} AS first"  # noqa: S608 - names of our own
            f" WHERE first.{key} = 'first'",
            [companies],
        )


def measure_refresh(*, companies: int, changes: int) -> dict[str, Any]:
    """Seconds of a refresh in which so many companies join, of one in which they leave, and of one without news."""
    from segmentation.models import Segment
    from segmentation.services.refresh_memberships import shop_day_of
    from segmentation.services.refresh_segment import refresh_segment
    from segmentation.services.request_refresh import request_refresh

    fill_profiles(companies=companies)
    above = 999 / 1111 - (changes / companies) * 1000 / 1111
    figures: dict[str, Any] = {}
    segment = Segment.objects.create(key="bench", name="Bench", priority=5)
    for name, value in (("joining", above), ("unchanged", above), ("leaving", 1.0)):
        Segment.objects.filter(pk=segment.pk).update(rule={**RULE, "value": value})
        request = request_refresh(segment, actor=None, now=timezone.now())
        start = time.perf_counter()
        refresh_segment(request.pk, today=shop_day_of(timezone.now()), now=timezone.now())
        figures[f"{name}_seconds"] = time.perf_counter() - start
        request.refresh_from_db()
        figures[f"{name}_changes"] = request.done
    segment.delete()
    return figures


def measure_one_company(*, segments: int, repeats: int) -> dict[str, Any]:
    """Seconds in which one company is put into its segments, half of them changing each time."""
    from segmentation.locks import lock_customers
    from segmentation.models import CustomerProfile, Segment
    from segmentation.services.refresh_memberships import refresh_memberships

    Segment.objects.bulk_create(
        Segment(key=f"b{n}", name=f"B{n}", priority=100 + n, rule={**RULE, "value": n / segments})
        for n in range(segments)
    )
    key = "C000000001"
    taken = []
    for number in range(repeats + 1):
        CustomerProfile.objects.filter(pk=key).update(share_routine=0.5 + 0.02 * (number % 2))
        with transaction.atomic():
            lock_customers([key])
            start = time.perf_counter()
            refresh_memberships([key], now=timezone.now())
            taken.append(time.perf_counter() - start)
    Segment.objects.filter(key__startswith="b", is_builtin=False).delete()
    return {"seconds": median(taken[1:]), "first_seconds": taken[0]}
