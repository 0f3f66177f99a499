from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from segmentation.contracts import ORDER_COLUMNS
from shop.orders.models import OrderState
from shop.segmentation_bridge.order_source import open_order_source
from tests.factories import CompanyFactory, OrderFactory, OrderLineFactory, ReturnLineFactory

pytestmark = pytest.mark.django_db


def day_number(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def line(number="C1", *, order="2026-000001", state="placed", at=datetime(2026, 3, 2, 10, tzinfo=UTC), **fields):
    company = CompanyFactory._meta.model.objects.filter(number=number).first() or CompanyFactory(number=number)
    placed = OrderFactory(company=company, number=order, state=state, placed_at=at)
    return OrderLineFactory(order=placed, **fields)


def rows(frame):
    return frame.sort_values(["customer_key", "quantity"]).to_dict("records")


def test_an_order_line_is_told_in_thousandths_and_minor_units():
    line(quantity=3, unit_price=Decimal("19.95"), product__sku="pen-1", product__category__slug="pens")

    frame = open_order_source().read()

    assert {name: str(kind) for name, kind in frame.dtypes.items()} == dict(ORDER_COLUMNS)
    assert rows(frame) == [
        {
            "customer_key": "C1",
            "day": day_number(date(2026, 3, 2)),
            "sku": "PEN-1",
            "category": "pens",
            "quantity": 3000,
            "value": 5985,
        }
    ]


def test_a_return_takes_away_on_the_day_it_came_back():
    bought = line(quantity=3, unit_price=Decimal("10.00"))
    ReturnLineFactory(order_line=bought, quantity=2, returned_at=bought.order.placed_at + timedelta(days=9))

    taken, kept = rows(open_order_source().read(["C1"]))

    assert (taken["quantity"], taken["value"], taken["day"] - kept["day"]) == (-2000, -2000, 9)
    assert [taken[name] for name in ("customer_key", "sku", "category")] == [
        kept[name] for name in ("customer_key", "sku", "category")
    ]


@pytest.mark.parametrize("state", OrderState)
def test_every_order_counts_unless_it_was_cancelled(state):
    bought = line(state=state)
    ReturnLineFactory(order_line=bought)

    lines = 0 if state == OrderState.CANCELLED else 2

    assert len(open_order_source().read()) == lines
    assert len(open_order_source().customer_keys()) == min(lines, 1)


def test_the_day_is_that_of_the_shop():
    line(at=datetime(2026, 3, 2, 23, 30, tzinfo=UTC))

    assert open_order_source().read()["day"].tolist() == [day_number(date(2026, 3, 3))]


def test_reading_some_companies_reads_no_other():
    line("C1", order="1")
    line("C2", order="2")

    assert [row["customer_key"] for row in rows(open_order_source().read(["C2"]))] == ["C2"]


def test_shards_cover_every_company_once():
    for number in range(5):
        line(f"C{number}", order=str(number))

    shards = [(keys, sorted(frame["customer_key"])) for keys, frame in open_order_source().shards(2)]

    assert shards == [(["C0", "C1"], ["C0", "C1"]), (["C2", "C3"], ["C2", "C3"]), (["C4"], ["C4"])]


@pytest.mark.parametrize("count", [1, 30])
def test_reading_takes_two_queries(django_assert_num_queries, count):
    for number in range(count):
        ReturnLineFactory(order_line=line(f"C{number}", order=str(number)))

    with django_assert_num_queries(2):
        frame = open_order_source().read([f"C{number}" for number in range(count)])

    assert len(frame) == 2 * count


def test_a_shop_without_orders_has_nothing_to_tell():
    frame = open_order_source().read()

    assert (len(frame), open_order_source().customer_keys()) == (0, [])
