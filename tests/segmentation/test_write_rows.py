"""Rows written as one set: by COPY and through the ORM the same, and nothing where nothing changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest
from django.db import connection

from segmentation.models import (
    BuyclassChange,
    CategoryProfile,
    CustomerProfile,
    PublishedSnapshot,
    SegmentMembership,
)
from segmentation.services import write_rows
from segmentation.services.classify_shard import classify_shard
from segmentation.services.finish_run import finish_run
from segmentation.services.set_feature_override import set_feature_override
from segmentation.services.start_full_run import start_full_run
from tests.segmentation import toy_orders
from tests.segmentation.toy_orders import (
    AS_OF,
    order,
    order_in_changing_ways,
    order_routinely,
    order_something_new,
)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
ODD_TEXTS = ["plain", 'with "quotes"', "with, comma", "two\nlines", "back\\slash", "\\N", "NULL", "ærø 木", "'"]


def changes_table() -> pa.Table:
    count = len(ODD_TEXTS)
    return pa.table(
        {
            "customer_key": pa.array(ODD_TEXTS),
            "category": pa.array([""] * count),
            "old": pa.array([""] * count),
            "new": pa.array(["routine"] * count),
            "reason_code": pa.array(["first_order"] * count),
            "reason_params": pa.array(['{"share": 0.5, "who": "a \\"b\\", c"}'] * count),
            "as_of": pa.array([date(2026, 6, 1)] * count),
            "run_id": pa.array([None] * count, type=pa.int64()),
            "at": pa.array([AT] * count),
        }
    )


def stored(model: Any, *ignored: str) -> list[dict[str, Any]]:
    rows = model.objects.values()
    return sorted(({k: v for k, v in row.items() if k not in ignored} for row in rows), key=str)


@pytest.mark.parametrize("write", [write_rows.copy_in, write_rows.create_in_bulk])
def test_rows_are_added_as_they_are_whichever_way(write: Callable[..., None]) -> None:
    write(BuyclassChange, changes_table())

    assert stored(BuyclassChange, "id") == sorted(
        (
            {
                "customer_key": text,
                "category": "",
                "old": "",
                "new": "routine",
                "reason_code": "first_order",
                "reason_params": {"share": 0.5, "who": 'a "b", c'},
                "as_of": date(2026, 6, 1),
                "run_id": None,
                "at": AT,
                "afterwards": False,
            }
            for text in ODD_TEXTS
        ),
        key=str,
    )


@pytest.mark.parametrize("write", [write_rows.merge_in, write_rows.update_in_bulk])
def test_only_rows_that_say_something_else_are_overwritten(write: Callable[..., None]) -> None:
    for subject, payload in (("acme", {"a": 1, "b": 2}), ("bolt", {"a": 1}), ("cord", {"a": 1})):
        PublishedSnapshot.objects.create(subject=subject, payload=payload, published_at=AT)
    later = AT + timedelta(hours=1)
    fresh = pa.table(
        {
            "subject": ["acme", "bolt"],
            "payload": ['{"b": 2, "a": 1}', '{"a": 2}'],
            "published_at": pa.array([later, later]),
        }
    )

    write(PublishedSnapshot, fresh, unless_equal="payload")

    rows = PublishedSnapshot.objects.exclude(pk="").order_by("pk").values_list("subject", "payload", "published_at")
    assert list(rows) == [("acme", {"a": 1, "b": 2}, AT), ("bolt", {"a": 2}, later), ("cord", {"a": 1}, AT)]


def run_everybody() -> None:
    started = start_full_run(as_of=AS_OF, now=AT)
    for shard_id in started.shard_ids:
        classify_shard(shard_id, now=AT)
    finish_run(started.run.pk, now=AT)


def history() -> list[list[dict[str, Any]]]:
    """What is stored after a first run, and after one in which some companies changed, joined and lost everything."""
    states = []
    for key in ("acme", "bolt", "cord", "dust"):
        order_routinely(key)
    order_something_new("echo")
    order_in_changing_ways("foxy")
    set_feature_override(feature="toy_ideas", customer_key="acme", state="on", actor=None)
    for _ in range(2):
        run_everybody()
        states += [
            stored(CustomerProfile, "classified_at"),
            stored(CategoryProfile, "id"),
            stored(BuyclassChange, "id", "run_id"),
            stored(SegmentMembership, "id"),
            stored(PublishedSnapshot, "published_at"),
        ]
        toy_orders.ORDERS[:] = [row for row in toy_orders.ORDERS if row["customer"] not in {"bolt", "echo"}]
        order_something_new("bolt")
        order_routinely("golf")
        order("cord", AS_OF, "coffee-500", category="coffee", quantity=50, value=9000)
    return states


@pytest.mark.parametrize("rows", [1, 10**9], ids=["by COPY", "through the ORM"])
def test_runs_store_the_same_by_copy_and_through_the_orm(
    monkeypatch: pytest.MonkeyPatch, rows: int, expected_history: list[list[dict[str, Any]]]
) -> None:
    monkeypatch.setattr(write_rows, "COPY_FROM", rows)

    assert history() == expected_history


@pytest.fixture
def expected_history(request: pytest.FixtureRequest) -> list[list[dict[str, Any]]]:
    """As it comes about with the usual limit; taken back before the test."""
    from django.db import transaction

    with transaction.atomic():
        states = history()
        transaction.set_rollback(True)
    toy_orders.ORDERS.clear()
    return states


def test_run_that_changes_nothing_writes_nothing_but_itself() -> None:
    for number in range(5):
        order_routinely(f"company-{number}")
    order_something_new("echo")
    run_everybody()
    before = writes()

    run_everybody()

    written = {table: count - before[table] for table, count in writes().items() if count != before[table]}
    # The run and its one shard: made, planned, touched, closed; made, counted, closed, deleted.
    assert sorted(written) == ["segmentation_run", "segmentation_runshard"]


def writes() -> dict[str, int]:
    """Rows inserted, updated and deleted in this transaction, by table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
            " WHERE relname LIKE 'segmentation%'"
        )
        return dict(cursor.fetchall())
