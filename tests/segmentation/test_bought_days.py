"""On which days something was bought: what a run keeps of it, and for how long."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries, Settings

from segmentation import tasks
from segmentation.models import BoughtDay, CategoryProfile, CustomerProfile
from segmentation.rules.days_kept import first_day_kept
from segmentation.services.forget_customer import forget_customer
from segmentation.services.prune_bought_days import prune_bought_days
from segmentation.services.run_partial import run_partial
from tests.segmentation.segment_rows import add_segment, members, refresh
from tests.segmentation.test_metrics_stored import run_everybody
from tests.segmentation.toy_orders import AS_OF, order, order_routinely

pytestmark = pytest.mark.django_db

NOON = datetime(AS_OF.year, AS_OF.month, AS_OF.day, 12, tzinfo=UTC)
OFTEN: dict[str, Any] = {"dimension": "bought_category", "is": "at_least_orders", "value": 2, "items": ["pens"]}


def ago(days: int) -> date:
    return AS_OF - timedelta(days=days)


def days(*columns: str, **conditions: Any) -> list[tuple[Any, ...]]:
    return list(BoughtDay.objects.filter(**conditions).order_by("customer_key", "item", "day").values_list(*columns))


def keep_days(settings: Settings, count: int) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"BOUGHT_DAYS": count}


def test_run_keeps_the_days_of_what_was_bought_on_more_than_one() -> None:
    order("acme", ago(9), "paper-a4", category="paper", quantity=2, value=300)
    order("acme", ago(2), "paper-a4", category="paper", quantity=1, value=150)
    order("acme", ago(2), "pen", category="pens")

    run_everybody()

    assert days("kind", "item", "day", "value") == [
        (kind, item, day, value)
        for kind, item in (("category", "paper"), ("product", "paper-a4"))
        for day, value in ((ago(9), 300_00), (ago(2), 150_00))
    ]


def test_second_order_brings_the_day_of_the_first_along() -> None:
    order("acme", ago(9), "pen", category="")
    order_routinely("bolt")
    run_everybody()
    others = days("pk", "value", customer_key="bolt")
    assert days("day", customer_key="acme") == []
    order("acme", ago(1), "pen", category="")

    run_partial(customer_keys=["acme"], as_of=AS_OF, now=now())

    assert days("day", customer_key="acme") == [(ago(9),), (ago(1),)]
    assert days("pk", "value", customer_key="bolt") == others


def test_return_takes_the_day_of_what_it_is_matched_with() -> None:
    for day in (30, 20, 10):
        order("acme", ago(day), "pen", category="", quantity=2, value=200)
    run_everybody()
    before = dict(days("day", "pk"))
    order("acme", ago(5), "pen", category="", quantity=-3, value=-300)

    run_partial(customer_keys=["acme"], as_of=AS_OF, now=now())

    assert days("day", "value") == [(ago(30), 200_00), (ago(20), 100_00)]
    assert {pk for (pk,) in days("pk")} == {before[ago(30)], before[ago(20)]}


def test_item_that_is_left_with_one_day_has_no_days_of_its_own() -> None:
    order("acme", ago(30), "pen", category="")
    order("acme", ago(10), "pen", category="")
    run_everybody()
    order("acme", ago(5), "pen", category="", quantity=-1, value=-100)

    run_partial(customer_keys=["acme"], as_of=AS_OF, now=now())

    assert days("day") == []


def test_partial_run_leaves_the_days_that_a_full_run_leaves() -> None:
    order_routinely("acme")
    order_routinely("bolt", times=3)
    columns = ("customer_key", "kind", "item", "day", "value")
    run_partial(customer_keys=["acme", "bolt"], as_of=AS_OF, now=now())
    partial = days(*columns)
    for model in (BoughtDay, CategoryProfile, CustomerProfile):
        model._default_manager.all().delete()

    run_everybody()

    assert days(*columns) == partial
    assert len(partial) > 10


def test_order_that_was_moved_to_another_day_moves_its_day() -> None:
    for day in (30, 20, 10):
        order("acme", ago(day), "pen", category="", quantity=1, value=100)
    run_everybody()
    hashed = CustomerProfile.objects.values_list("bought_hash", flat=True).get()
    BoughtDay.objects.filter(day=ago(20)).update(day=ago(21))
    CustomerProfile.objects.update(bought_hash=0)

    run_partial(customer_keys=["acme"], as_of=AS_OF, now=now())

    assert days("day") == [(ago(30),), (ago(20),), (ago(10),)]
    assert CustomerProfile.objects.values_list("bought_hash", flat=True).get() == hashed


def test_old_days_are_not_kept_and_fall_out_at_night(settings: Settings) -> None:
    keep_days(settings, 100)
    for day in (150, 100, 99, 10):
        order("acme", ago(day), "pen", category="")
    run_everybody()
    assert days("day") == [(ago(100),), (ago(99),), (ago(10),)]

    prune_bought_days(today=AS_OF + timedelta(days=1))

    assert days("day") == [(ago(99),), (ago(10),)]


def test_night_forgets_days_by_the_shops_calendar() -> None:
    BoughtDay.objects.create(customer_key="acme", kind="product", item="A", day=date(2000, 1, 1), value=1)
    BoughtDay.objects.create(customer_key="acme", kind="product", item="A", day=tasks.shop_day(), value=1)

    tasks.refresh_all_segments()

    assert days("day") == [(tasks.shop_day(),)]


def test_days_that_a_segment_asks_about_are_kept_for_as_long_as_it_does(
    settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    keep_days(settings, 20_000)
    within = {"between": [ago(500).isoformat(), ago(400).isoformat()]}
    segment = add_segment({"any": [{"not": {**OFTEN, "within": within}}, {"dimension": "mixed", "is": "yes"}]})
    keep_days(settings, 100)
    for day in (501, 500, 10):
        order("acme", ago(day), "pen", category="")
    run_everybody()
    prune_bought_days(today=AS_OF)
    assert days("day") == [(ago(500),), (ago(10),)]
    with django_assert_num_queries(1):
        assert first_day_kept(AS_OF) == ago(500)

    segment.delete()

    assert first_day_kept(AS_OF) == ago(100)


def test_days_come_back_where_they_are_to_be_kept_for_longer(settings: Settings) -> None:
    keep_days(settings, 100)
    for day in (150, 10):
        order("acme", ago(day), "pen", category="")
    run_everybody()
    assert days("day") == [(ago(10),)]
    keep_days(settings, 200)

    run_everybody()

    assert days("day") == [(ago(150),), (ago(10),)]


def test_segment_of_a_time_loses_a_company_that_does_nothing() -> None:
    for day in (40, 20):
        order("acme", ago(day), "pen", category="pens")
    run_everybody()
    segment = add_segment({**OFTEN, "within": {"last_days": 40}})
    found = []
    for later in (0, 1):
        refresh(segment, NOON + timedelta(days=later))
        found.append(list(members(segment)))

    assert found == [["acme"], []]


def test_forgotten_company_leaves_no_days() -> None:
    order_routinely("acme")
    run_everybody()
    assert days("pk")

    forget_customer(customer_key="acme")

    assert days("pk") == []
