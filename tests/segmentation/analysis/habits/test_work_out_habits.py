"""Each habit on a handful of orders, worked out by hand beside."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from segmentation.analysis.habits.work_out import LOOK_BACK, work_out_habits
from segmentation.dimension import Kind
from segmentation.dimensions.shipped import SHIPPED
from tests.segmentation.analysis.habits.order_records import AS_OF, habits_of, ordered


def test_a_column_for_every_dimension_that_says_it_follows_from_orders() -> None:
    found = work_out_habits([], customer_keys=["acme"], as_of=AS_OF, zone=UTC)

    declared = [dimension for dimension in SHIPPED if dimension.from_order_records]
    assert sorted(found.columns) == sorted(dimension.key for dimension in declared)
    assert found.isna().all(axis=None)
    assert all(dimension.method and dimension.is_attribute for dimension in declared)


def test_margin_is_what_costs_leave_of_the_value() -> None:
    records = [
        ordered(value=Decimal("100.10"), cost=Decimal("60.05")),
        ordered(20, value=Decimal(50), cost=Decimal(55)),
    ]

    assert habits_of(records) == {"margin_year": 4005 - 500}


@pytest.mark.parametrize(("value", "margin"), [("5.00", 3500), ("5.01", None)])
def test_margin_needs_the_costs_of_all_but_a_twentieth_of_the_value(value: str, margin: int | None) -> None:
    """95 of 100.00 with a cost is enough, 95 of 100.01 is not."""
    records = [ordered(value=Decimal(95), cost=Decimal(60)), ordered(value=Decimal(value))]

    assert habits_of(records).get("margin_year") == margin


def test_order_of_which_everything_was_sent_back_leaves_no_margin() -> None:
    assert habits_of([ordered(value=Decimal(0), cost=Decimal(0))]) == {"margin_year": 0}


def test_days_late_is_the_mean_and_an_unpaid_invoice_counts_with_its_days_so_far() -> None:
    """2 early, 4 late, 10 late and still not paid: 12 days over three invoices, and one of the three in time."""
    due = AS_OF - timedelta(days=10)
    paid = [due - timedelta(days=2), due + timedelta(days=4), None]

    assert habits_of([ordered(40, due_on=due, paid_on=day) for day in paid]) == {
        "days_late": 4.0,
        "paid_on_time_share": 0.3333,
    }


def test_invoice_that_is_not_due_or_falls_due_today_unpaid_says_nothing_yet() -> None:
    due = AS_OF - timedelta(days=5)
    settled = [ordered(40, due_on=due, paid_on=due) for _ in range(3)]
    early = ordered(40, due_on=AS_OF + timedelta(days=1), paid_on=AS_OF - timedelta(days=20))

    assert habits_of([*settled, ordered(40, due_on=AS_OF), early]) == {"days_late": 0.0, "paid_on_time_share": 1.0}


def test_payment_after_the_day_is_not_known_on_it() -> None:
    due = AS_OF - timedelta(days=3)

    assert habits_of([ordered(40, due_on=due, paid_on=AS_OF + timedelta(days=9))] * 3)["days_late"] == 3.0


def test_invoice_due_in_the_year_counts_though_its_order_is_older() -> None:
    first_due = AS_OF - timedelta(days=364)
    told = [ordered(LOOK_BACK, due_on=first_due, paid_on=first_due + timedelta(days=6))] * 3
    untold = [ordered(LOOK_BACK, due_on=first_due - timedelta(days=1), paid_on=AS_OF)]

    assert habits_of([*told, *untold]) == {"days_late": 6.0, "paid_on_time_share": 0.0}


def test_discounts_go_by_value() -> None:
    records = [
        ordered(value=Decimal(80), discounted_value=Decimal(0)),
        ordered(value=Decimal(10), discounted_value=Decimal(10)),
        ordered(value=Decimal(10), discounted_value=Decimal("2.5")),
        ordered(value=Decimal(900)),
    ]

    assert habits_of(records) == {"discount_share": 0.125}


def test_quotes_screens_and_fixed_dates_go_by_orders_of_which_it_is_known() -> None:
    records = [ordered(quoted=True, small_screen=False, fixed_date=False)] * 3
    records += [ordered(quoted=False, small_screen=True, fixed_date=True), ordered()]

    assert habits_of(records) == {"quote_share": 0.75, "mobile_share": 0.25, "fixed_date_share": 0.25}


def test_channel_is_the_most_frequent_and_of_two_the_one_used_last() -> None:
    tied = [ordered(day, channel=name) for day, name in ((40, "edi"), (30, "web"), (20, "web"), (10, "edi"))]

    assert habits_of(tied) == {"ordering_channel": "edi"}
    assert habits_of([*tied, ordered(50, channel="web")]) == {"ordering_channel": "web"}


def test_weekday_is_that_of_the_day_wished_most_often() -> None:
    tuesday, friday = date(2026, 5, 26), date(2026, 5, 29)
    records = [ordered(wished_delivery=day) for day in (tuesday, friday, tuesday - timedelta(days=7))]

    assert habits_of([*records, ordered(fixed_date=False)]) == {"wished_weekday": "tuesday", "fixed_date_share": 0.75}


def test_days_to_decide_are_the_median_and_a_look_after_the_order_is_none() -> None:
    looked = [ordered(10, first_look_at=ordered(10 + days).placed_at) for days in (0.25, 3, 1, 40)]
    later = ordered(10, first_look_at=ordered(9).placed_at)

    assert habits_of([*looked, later]) == {"decision_days": 2.0}


def test_people_are_counted_once_each_from_the_first_order() -> None:
    assert habits_of([ordered(placed_by="7")]) == {"people_ordering": 1}
    assert habits_of([ordered(placed_by=name) for name in ("7", "8", "7", None)]) == {"people_ordering": 2}


def test_two_orders_say_nothing_of_a_habit() -> None:
    due = AS_OF - timedelta(days=5)
    known = {"value": Decimal(9), "discounted_value": Decimal(9), "channel": "web", "small_screen": True}
    known |= {"quoted": True, "first_look_at": ordered(40).placed_at, "due_on": due, "paid_on": due}
    known |= {"wished_delivery": AS_OF, "fixed_date": True}

    assert habits_of([ordered(**known)] * 2) == {}
    assert len(habits_of([ordered(**known)] * 3)) == 9


def test_the_year_is_the_365_days_that_end_with_the_day_where_the_shop_is() -> None:
    """22:30 UTC is half past midnight in Copenhagen, so an order of 31 May there is one of 1 June here."""
    late = ordered(0, quoted=True)._replace(placed_at=ordered(0).placed_at.replace(hour=22, minute=30))
    first = ordered(364, quoted=True)
    before = ordered(365, quoted=True)

    def known(zone: str) -> bool:
        records = [late, first, ordered(quoted=True), before]
        found = work_out_habits(records, customer_keys=["acme"], as_of=AS_OF, zone=ZoneInfo(zone))
        return bool(found["quote_share"].notna().all())

    assert (known("UTC"), known("Europe/Copenhagen")) == (True, False)


def test_amounts_are_in_the_currency_s_minor_units() -> None:
    records = [ordered(value=Decimal("1500"), cost=Decimal("1000"))]
    found = work_out_habits(records, customer_keys=["acme"], as_of=AS_OF, zone=UTC, minor_digits=0)

    assert found["margin_year"].tolist() == [500]
    money = [dimension.key for dimension in SHIPPED if dimension.from_order_records and dimension.kind is Kind.MONEY]
    assert money == ["margin_year"]
