from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pandas as pd
import pytest
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from segmentation import public
from segmentation.analysis.reorder import item_statistics, rank_reorders
from segmentation.models import ReorderList
from segmentation.reorder_item import Due, due_on
from segmentation.services.forget_customer import forget_customer
from segmentation.services.store_reorder_lists import store_reorder_lists
from segmentation.tasks import shop_day
from segmentation.words.reorder_reasons import reorder_reason
from tests.segmentation.analysis.order_lines import EPOCH, Line, order_lines

pytestmark = pytest.mark.django_db


def line(customer: str, days_ago: int, sku: str = "paper", quantity: float = 24) -> Line:
    return (customer, shop_day() - timedelta(days=days_ago), sku, "paper", quantity, 5.0)


def ranked(*lines: Line, top: int = 50) -> pd.DataFrame:
    """Lists by statistics that stay what they are, whatever the lines."""
    today = shop_day()
    statistics = item_statistics(order_lines([line("other", 10)]), as_of=today)
    return rank_reorders(order_lines(lines), as_of=today, statistics=statistics, top=top)


def store(frame: pd.DataFrame, *customers: str, version: str = "v1") -> int:
    return store_reorder_lists(frame, customer_keys=customers, as_of=shop_day(), statistics_version=version)


def test_list_is_read_as_it_was_ranked(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    store(ranked(*(line("acme", ago) for ago in (100, 60, 20)), line("acme", 60, "ink", 1.5)), "acme")

    with django_assert_num_queries(1):
        first, second = public.suggest_reorder("acme")

    assert (first.sku, first.rank, first.quantity, first.times_bought, first.usual_interval, first.due) == (
        "paper",
        1,
        Decimal(24),
        3,
        33,
        Due.NEITHER,
    )
    assert (second.sku, second.quantity, second.last_bought) == ("ink", Decimal("1.5"), shop_day() - timedelta(60))
    assert (first.reason.code, second.reason.code) == ("bought_often", "bought_once")


def test_limit_cuts_the_list() -> None:
    store(ranked(line("acme", 1), line("acme", 2, "ink")), "acme")

    assert len(public.suggest_reorder("acme", limit=1)) == 1


def test_company_without_a_list_has_no_suggestions() -> None:
    assert public.suggest_reorder("acme") == []


def test_at_most_fifty_items_are_kept() -> None:
    store(ranked(*(line("acme", 1, f"s{n}") for n in range(60)), top=60), "acme")

    assert len(public.suggest_reorder("acme", limit=100)) == 50


def test_only_lists_that_changed_are_written(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    before = [line("acme", 10), line("bolt", 10)]
    written = store(ranked(*before), "acme", "bolt", "crown")

    with django_assert_num_queries(3):
        again = store(ranked(*before), "acme", "bolt", "crown", version="v2")
    changed = store(ranked(*before, line("bolt", 1)), "acme", "bolt", version="v3")

    assert (written, again, changed) == (2, 0, 1)
    versions = ReorderList.objects.order_by("customer_key").values_list("customer_key", "statistics_version")
    assert list(versions) == [("acme", "v1"), ("bolt", "v3")]


def test_many_lists_are_written_in_the_same_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    customers = [f"c{n:03}" for n in range(100)]
    frame = ranked(*(line(customer, 10) for customer in customers))

    with django_assert_num_queries(4):
        store(frame, *customers)


def test_company_that_bought_nothing_any_more_has_no_list_any_more() -> None:
    store(ranked(line("acme", 10), line("bolt", 10)), "acme", "bolt")

    written = store(ranked(line("bolt", 10)), "acme", "bolt")

    assert (written, list(ReorderList.objects.values_list("customer_key", flat=True))) == (1, ["bolt"])


def test_companies_that_were_not_asked_for_stay_as_they_are() -> None:
    store(ranked(line("acme", 10), line("bolt", 10)), "acme")

    assert list(ReorderList.objects.values_list("customer_key", flat=True)) == ["acme"]


def test_forgotten_customer_has_no_list() -> None:
    store(ranked(line("acme", 10)), "acme")

    forget_customer(customer_key="acme")

    assert ReorderList.objects.count() == 0


@pytest.mark.parametrize(
    ("age", "due"), [(0, Due.EARLY), (9, Due.EARLY), (10, Due.NEITHER), (19, Due.NEITHER), (20, Due.DUE)]
)
def test_badge_is_that_of_the_day_the_list_is_read(age: int, due: Due) -> None:
    today = date(2026, 5, 12)

    assert due_on(today, last_bought=today - timedelta(days=age), usual_interval=20) == due


def test_item_never_bought_is_never_due() -> None:
    assert due_on(date(2026, 5, 12), last_bought=None, usual_interval=20) == Due.NEITHER


@pytest.mark.parametrize(
    ("code", "facts", "text"),
    [
        (
            "bought_often",
            {},
            "Bought 7 times, last on 12 May 2026, usually 24 at a time; 61 % of buyers order it again.",
        ),
        ("bought_once", {"times": 1}, "Bought once, 24 of it, on 12 May 2026; 61 % of buyers order it again."),
        ("bought_often", {"repeat": 0}, "Bought 7 times, last on 12 May 2026, usually 24 at a time."),
        (
            "bought_often",
            {"usual": Decimal("1.500")},
            "Bought 7 times, last on 12 May 2026, usually 1.5 at a time; 61 % of buyers order it again.",
        ),
        ("in_demand", {"times": 0, "last": None}, "In demand now; you have not bought it yet."),
        (
            "bought_together",
            {"times": 0, "last": None},
            "Goes with what you buy: companies that buy the same order it too.",
        ),
        ("of_another_version", {}, ""),
    ],
)
def test_reason_in_words(code: str, facts: dict[str, object], text: str) -> None:
    usual = {"times": 7, "last": date(2026, 5, 12), "usual": Decimal(24), "repeat": 61}

    with override("en"):
        assert reorder_reason(code, usual | facts) == text


def test_days_are_counted_from_the_same_first_one() -> None:
    store(ranked(line("acme", 3)), "acme")

    assert ReorderList.objects.get().items["last"] == [(shop_day() - EPOCH).days - 3]
