"""What the demo plants into the habits of companies is found again in their orders' records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from statistics import mean
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F
from django.test import override_settings
from django.utils import timezone

from segmentation.dimension import Origin
from segmentation.selectors.attributes import attributes_of
from segmentation.services.refresh_habits import refresh_habits
from shop.companies.models import Company
from shop.demo.companies import plan_companies
from shop.demo.habits import plan_habits
from shop.demo.planted import Kind
from shop.demo.services.load_demo import load_demo
from shop.demo.tables.habits import Payer
from shop.orders.models import Invoice, Order, OrderLine, OrderState

pytestmark = pytest.mark.django_db

AS_OF = date(2026, 6, 15)
YEAR = timedelta(days=365)
COMPUTED = (
    "margin_year",
    "days_late",
    "paid_on_time_share",
    "discount_share",
    "quote_share",
    "mobile_share",
    "ordering_channel",
    "decision_days",
    "people_ordering",
    "fixed_date_share",
)
COMPANIES = plan_companies(seed=1, as_of=AS_OF)
KINDS = {each.number: each.kind for each in COMPANIES}
PAYERS = {each.number: plan_habits(each, seed=1).payer for each in COMPANIES}

Values = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def values(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Values]:
    """What was worked out for each company of the demo, by dimension."""
    now = timezone.make_aware(datetime.combine(AS_OF, time.min))
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")),
        transaction.atomic(),
    ):
        load_demo(seed=1, as_of=AS_OF)
        refresh_habits(Company.objects.values_list("number", flat=True), now=now)
        yield {number: _computed(number) for number in KINDS}
        transaction.set_rollback(True)


def _computed(number: str) -> dict[str, Any]:
    worked_out = [each for each in attributes_of(number) if each.origin is Origin.ORDERS]
    return {each.dimension.key: each.value for each in worked_out if each.dimension.key in COMPUTED}


def ordered_often(fewest: int = 3) -> list[str]:
    """Companies with so many orders of the year before."""
    start = timezone.make_aware(datetime.combine(AS_OF - YEAR, time.min))
    counted = Order.objects.filter(placed_at__gte=start).exclude(state=OrderState.CANCELLED)
    numbers = list(counted.order_by().values_list("company__number", flat=True))
    return [number for number in KINDS if numbers.count(number) >= fewest]


@pytest.mark.parametrize("dimension", COMPUTED)
def test_most_companies_that_ordered_have_a_value_worked_out(values: Values, dimension: str) -> None:
    often = ordered_often()
    known = [number for number in often if values[number].get(dimension) is not None]

    # Who orders by EDI or telephone has no screen.
    assert len(known) / len(often) > (0.5 if dimension == "mobile_share" else 0.85)


def averages(values: Values, dimension: str, planted: dict[str, Any]) -> dict[Any, float]:
    """The mean of what was worked out for the companies of each planted group."""
    found: dict[Any, list[float]] = {}
    for number, group in planted.items():
        if dimension in values[number]:
            found.setdefault(group, []).append(float(values[number][dimension]))
    return {group: mean(numbers) for group, numbers in found.items()}


def test_planted_late_payers_pay_late(values: Values) -> None:
    late, share = (averages(values, dimension, PAYERS) for dimension in ("days_late", "paid_on_time_share"))

    assert late[Payer.EARLY] < -3 < late[Payer.ON_TIME] < 2
    assert late[Payer.LATE] > 15
    assert share[Payer.EARLY] > 0.9 > share[Payer.ON_TIME] > 0.5
    assert share[Payer.LATE] < 0.1


@pytest.mark.parametrize(
    ("dimension", "less", "more"),
    [
        ("decision_days", Kind.STEADY, Kind.PROJECT),
        ("quote_share", Kind.STEADY, Kind.PROJECT),
        ("discount_share", Kind.EXPLORER, Kind.ALL_THREE),
        ("mobile_share", Kind.STEADY, Kind.EXPLORER),
    ],
)
def test_habits_fit_how_a_company_buys(values: Values, dimension: str, less: Kind, more: Kind) -> None:
    found = averages(values, dimension, KINDS)

    assert found[less] < found[more]


def test_every_order_leaves_a_margin_and_none_is_above_the_list(values: Values) -> None:
    lines = OrderLine.objects.all()

    assert lines.filter(unit_cost__gte=F("unit_price")).count() == 0
    assert lines.filter(unit_price__gt=F("list_price")).count() == 0
    assert lines.exclude(unit_cost=None).exclude(list_price=None).count() == lines.count()


def test_what_was_sent_has_an_invoice_as_the_shop_would_have_issued_it(values: Values) -> None:
    sent = Order.objects.filter(state__in=(OrderState.SHIPPED, OrderState.DELIVERED))
    invoices = Invoice.objects.select_related("order__company")

    assert Invoice.objects.count() == sent.count() == sent.exclude(invoice=None).count()
    assert [
        each.number
        for each in invoices
        if (each.number, each.due_on, each.total)
        != (
            f"I{each.issued_on.year}-{each.pk:06d}",
            each.issued_on + timedelta(days=each.order.company.payment_days),
            each.order.total,
        )
    ] == []
    assert invoices.filter(paid_on=None, due_on__lt=AS_OF).exists()
