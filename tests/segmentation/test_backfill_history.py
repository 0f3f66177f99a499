from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import make_aware, now
from pytest_django import Settings

from segmentation.models import BuyclassChange, SegmentCount, ShareHistory
from segmentation.selectors.buyclass_moves import count_moves
from segmentation.services.backfill_history import backfill_history, month_ends
from segmentation.services.ensure_builtin_segments import ensure_builtin_segments
from segmentation.services.run_partial import run_partial
from tests.segmentation import toy_orders
from tests.segmentation.toy_orders import AS_OF, order, order_routinely, order_something_new

pytestmark = pytest.mark.django_db

MOVE = ("customer_key", "as_of", "old", "new", "reason_code", "reason_params")


def run(*keys: str, as_of: date) -> None:
    run_partial(customer_keys=list(keys), as_of=as_of, now=now())


def at_noon(day: date) -> datetime:
    return make_aware(datetime.combine(day, time(12)))


def moves(*columns: str, **conditions: Any) -> list[tuple[Any, ...]]:
    found = BuyclassChange.objects.filter(category="", **conditions).order_by("customer_key", "as_of", "pk")
    return list(found.values_list(*(columns or MOVE)))


def order_once_and_then_the_same(customer: str, *, first: date) -> None:
    """New with its first order, and routine from one of the many that follow."""
    for week in range(11):
        order(customer, first + timedelta(days=7 * week), "paper-a4", category="paper")


def test_month_ends_are_those_before_the_month() -> None:
    assert list(month_ends(3, before=date(2026, 1, 15))) == [date(2025, 10, 31), date(2025, 11, 30), date(2025, 12, 31)]


def test_past_is_what_runs_would_have_said_then() -> None:
    order_routinely("acme")
    order_something_new("bolt")
    ensure_builtin_segments()
    days = list(month_ends(4, before=AS_OF))
    for day in days:
        run("acme", "bolt", as_of=day)
    columns = ("customer_key", "as_of", "share_routine", "share_major", "share_new")
    noted = list(ShareHistory.objects.order_by("customer_key", "as_of").values_list(*columns))
    ShareHistory.objects.all().delete()

    filled = backfill_history(months=4, today=AS_OF)

    found = list(ShareHistory.objects.order_by("customer_key", "as_of").values_list(*columns))
    # A run says nothing of a month in which nothing changed.
    assert set(noted) <= set(found)
    assert filled.shares == len(found)


def test_past_counts_companies_once_they_are_customers(settings: Settings) -> None:
    ensure_builtin_segments()
    order("acme", date(2026, 4, 10), "pen", category="pens")
    toy_orders.CUSTOMERS.extend(["acme", "bolt"])
    toy_orders.SINCE["bolt"] = date(2026, 5, 5)

    backfill_history(months=3, today=AS_OF)

    counts = SegmentCount.objects.filter(segment__key="new").order_by("day").values_list("day", "members")
    assert list(counts) == [(date(2026, 3, 31), 0), (date(2026, 4, 30), 1), (date(2026, 5, 31), 2)]


def test_filling_in_twice_adds_nothing_and_changes_nothing() -> None:
    ensure_builtin_segments()
    order_routinely("acme")
    backfill_history(months=3, today=AS_OF)
    noted = moves("pk", *MOVE)
    ShareHistory.objects.update(share_new=0.5)

    filled = backfill_history(months=3, today=AS_OF)

    assert (filled.shares, filled.counts, filled.moves) == (0, 0, 0)
    assert moves("pk", *MOVE) == noted
    assert set(ShareHistory.objects.values_list("share_new", flat=True)) == {0.5}


def test_number_of_months_has_bounds() -> None:
    with pytest.raises(CommandError, match=r"^Give a number of months from 1 to 120\.$"):
        call_command("backfill_history", "--months", "0")


def test_moves_are_those_that_runs_after_every_order_would_have_noted() -> None:
    order_once_and_then_the_same("acme", first=AS_OF - timedelta(days=85))
    order_something_new("bolt", times=3)
    order("bolt", AS_OF - timedelta(days=20), "thing-2", category="kind-2", quantity=-1)
    days = sorted({row["day"] for row in toy_orders.ORDERS})
    for day in days:
        run(*{row["customer"] for row in toy_orders.ORDERS if row["day"] == day}, as_of=day)
    noted = moves()
    assert ("new", "routine") in [move[2:4] for move in noted]
    BuyclassChange.objects.all().delete()

    filled = backfill_history(months=6, today=AS_OF)

    assert moves() == noted
    assert filled.moves == len(noted)
    assert set(moves("afterwards")) == {(True,)}


def test_before_the_days_that_are_followed_moves_are_noted_at_month_ends() -> None:
    order_once_and_then_the_same("acme", first=date(2025, 9, 25))

    backfill_history(months=12, today=AS_OF)

    assert moves("as_of", "old", "new")[0] == (date(2025, 9, 30), "", "new")
    assert {day for day, _, _ in moves("as_of", "old", "new")} <= set(month_ends(12, before=AS_OF))


def test_overview_knows_the_class_from_before_the_first_run() -> None:
    order_once_and_then_the_same("acme", first=AS_OF - timedelta(days=85))
    run("acme", as_of=AS_OF)
    toy_orders.CUSTOMERS.append("bolt")
    toy_orders.SINCE["bolt"] = AS_OF - timedelta(days=30)
    run("bolt", as_of=AS_OF)

    backfill_history(months=2, today=AS_OF)

    BuyclassChange.objects.filter(afterwards=False).update(at=at_noon(AS_OF))
    now_in = {"routine": 1, "new": 1}
    assert count_moves(at_noon(AS_OF - timedelta(days=7)), now_in=now_in) == {
        ("routine", "routine"): 1,
        ("new", "new"): 1,
    }
    assert count_moves(at_noon(AS_OF - timedelta(days=80)), now_in=now_in) == {("new", "routine"): 1, ("", "new"): 1}


def test_what_a_run_noted_is_where_the_filled_in_past_ends() -> None:
    order_once_and_then_the_same("acme", first=AS_OF - timedelta(days=85))
    run("acme", as_of=AS_OF - timedelta(days=50))
    recorded = moves("pk", *MOVE)
    order("acme", AS_OF - timedelta(days=3), "desk", category="desks", quantity=50, value=90_000)

    backfill_history(months=6, today=AS_OF)

    assert moves("pk", *MOVE, afterwards=False) == recorded
    filled = moves("as_of", afterwards=True)
    assert filled
    assert all(day < AS_OF - timedelta(days=50) for (day,) in filled)


def test_moves_take_as_many_queries_for_many_companies_as_for_few() -> None:
    def fill_in(companies: int) -> int:
        toy_orders.ORDERS.clear()
        BuyclassChange.objects.all().delete()
        ShareHistory.objects.all().delete()
        for number in range(companies):
            order_once_and_then_the_same(f"c{number}", first=AS_OF - timedelta(days=85))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            backfill_history(months=1, today=AS_OF)
        return len(queries)

    fill_in(12)  # publishes them all, which is done once
    assert fill_in(2) == fill_in(12)
