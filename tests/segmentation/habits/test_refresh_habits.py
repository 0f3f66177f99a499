"""Habits are worked out from the records of orders and kept beside what others say of the company."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries, Settings

from segmentation.dimension import Origin
from segmentation.models import AttributeBatch, CompanyAttributes
from segmentation.models.attribute_columns import forget_columns
from segmentation.selectors.attributes import attributes_of
from segmentation.services import refresh_habits as refreshing
from segmentation.services.assign_columns import assign_columns
from segmentation.services.ensure_builtin_segments import ensure_builtin_segments
from segmentation.services.refresh_facts import refresh_facts
from segmentation.services.refresh_habits import refresh_habits
from segmentation.services.set_attribute import set_attribute
from tests.segmentation.admin.rows import make_profile
from tests.segmentation.attributes.stating import state, values_of
from tests.segmentation.habits.order_keeper import ASKED, AT, COMPANY_RECORD, RECORDS, keep_orders

pytestmark = pytest.mark.django_db
BY_COMPARISON = {"key_account_suggested", "margin_rank"}
"""What follows from everybody's margins, once for all."""


@pytest.fixture(autouse=True)
def _columns(db: None) -> None:
    assign_columns()
    forget_columns()


def origins_of(key: str) -> dict[str, Any]:
    return {one.dimension.key: one.origin for one in attributes_of(key)}


def test_habits_are_kept_with_the_orders_as_their_source() -> None:
    keep_orders("acme", channel="edi", discounted_value=Decimal(25))

    stored = refresh_habits(["acme", "bolt"], now=AT)

    assert values_of("acme") == {
        "margin_year": Decimal("120.00"),
        "discount_share": 0.25,
        "quote_share": 0.0,
        "ordering_channel": "edi",
    }
    assert {one.origin for one in attributes_of("acme")} == {Origin.ORDERS}
    assert {one.at for one in attributes_of("acme")} == {AT}
    assert (stored.written, stored.customer_keys, values_of("bolt")) == (4, ["acme"], {})


@pytest.mark.parametrize("origin", [Origin.RECORD, Origin.IMPORTED, Origin.API, Origin.HAND])
def test_what_somebody_says_stays(origin: Origin) -> None:
    keep_orders("acme")
    state("acme", origin, margin_year=Decimal(7))

    stored = refresh_habits(["acme"], now=AT)

    assert values_of("acme")["margin_year"] == Decimal(7)
    assert origins_of("acme") == {"margin_year": origin, "discount_share": Origin.ORDERS, "quote_share": Origin.ORDERS}
    assert stored.withstood == 1


def test_what_is_said_later_replaces_what_was_worked_out_and_taken_back_it_returns(admin: AbstractBaseUser) -> None:
    ensure_builtin_segments()
    keep_orders("acme", quoted=True)
    refresh_facts(now=AT)

    set_attribute(customer_key="acme", dimension="quote_share", value=0.4, actor=admin, now=AT)
    refresh_facts(now=AT + timedelta(days=1))
    assert (values_of("acme")["quote_share"], origins_of("acme")["quote_share"]) == (0.4, Origin.HAND)

    set_attribute(customer_key="acme", dimension="quote_share", value=None, actor=admin, now=AT)
    assert (values_of("acme")["quote_share"], origins_of("acme")["quote_share"]) == (1.0, Origin.ORDERS)


def test_company_record_goes_first_and_leaves_the_rest_to_the_orders() -> None:
    keep_orders("acme", wished_delivery=date(2026, 5, 26))
    COMPANY_RECORD["acme"] = {"wished_weekday": "friday"}
    refresh_facts(now=AT)
    assert values_of("acme")["wished_weekday"] == "friday"

    COMPANY_RECORD.clear()
    refresh_facts(now=AT)
    assert (values_of("acme")["wished_weekday"], values_of("acme")["fixed_date_share"]) == ("tuesday", 1.0)


def test_what_cannot_be_told_any_more_is_cleared() -> None:
    keep_orders("acme")
    refresh_habits(["acme"], now=AT)

    refresh_habits(["acme"], now=AT + timedelta(days=363))

    assert values_of("acme") == {"margin_year": Decimal("40.00")}
    refresh_habits(["acme"], now=AT + timedelta(days=364))
    assert values_of("acme") == {}


def test_second_night_without_news_leaves_no_trace() -> None:
    keep_orders("acme")
    refresh_habits(["acme"], now=AT)

    stored = refresh_habits(["acme"], now=AT + timedelta(days=1))

    assert (stored.written, stored.cleared, AttributeBatch.objects.count()) == (0, 0, 1)


def test_price_sensitivity_and_key_accounts_follow() -> None:
    for key, cost in (("acme", 10), ("bolt", 90), ("cord", 80)):
        make_profile(key, brand_loyalty=0.4, value_year=30_000, value_year_before=20_000)
        keep_orders(key, cost=Decimal(cost), quoted=key == "bolt", discounted_value=Decimal(20))

    refresh_facts(now=AT)

    assert values_of("acme")["price_sensitivity"] == pytest.approx((0.2 + 0 + 0.6) / 3)
    assert values_of("bolt")["price_sensitivity"] == pytest.approx((0.2 + 1 + 0.6) / 3)
    suggested = {key: values_of(key)["key_account_suggested"] for key in ("acme", "bolt", "cord")}
    assert suggested == {"acme": True, "bolt": False, "cord": False}


def test_each_alone_is_as_all_together() -> None:
    keep_orders("acme", times=4, channel="web", placed_by="7")
    keep_orders("bolt", channel="phone", quoted=True, due_on=date(2026, 5, 20))
    keep_orders("cord", times=1)
    refresh_facts(now=AT)
    together = {key: values_of(key) for key in ("acme", "bolt", "cord")}
    CompanyAttributes.objects.all().delete()

    for key in ("cord", "acme", "bolt"):
        refresh_habits([key], now=AT)

    assert {key: values_of(key) for key in together} == {
        key: {name: value for name, value in values.items() if name not in BY_COMPARISON}
        for key, values in together.items()
    }


def test_companies_are_asked_for_a_part_at_a_time_and_as_far_back_as_an_invoice_may_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(refreshing, "AT_A_TIME", 2)

    refresh_habits(["cord", "acme", "bolt"], now=AT)

    since = date(2026, 6, 1) - timedelta(days=364 + 120)
    assert [(["acme", "bolt"], since, date(2026, 6, 1)), (["cord"], since, date(2026, 6, 1))] == ASKED


@pytest.mark.parametrize("companies", [2, 60])
def test_queries_do_not_grow_with_the_companies(
    companies: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Who is new, to add and to hold them, and their values, origins and rows; the directory's own are beside."""
    keys = [f"company-{number:02}" for number in range(companies)]
    for key in keys:
        keep_orders(key)
    refresh_habits(keys, now=AT)
    RECORDS.clear()
    for key in keys:
        keep_orders(key, quoted=True)

    with django_assert_num_queries(12):
        refresh_habits(keys, now=AT)


def test_nothing_is_asked_where_the_directory_knows_no_orders(
    settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"CUSTOMER_DIRECTORY": "tests.segmentation.toy_orders.ToyDirectory"}

    with django_assert_num_queries(0):
        stored = refresh_habits(["acme"], now=AT)

    assert (stored.written, ASKED) == (0, [])


def test_channel_that_is_no_choice_is_told_and_keeps_nothing_else_out(capsys: pytest.CaptureFixture[str]) -> None:
    keep_orders("acme", channel="pigeon", quoted=True)
    keep_orders("bolt", channel="web")

    stored = refresh_habits(["acme", "bolt"], now=AT)

    assert stored.examples == ["acme, ordering_channel: “pigeon” is not one of the choices."]
    assert (values_of("acme")["quote_share"], values_of("bolt")["ordering_channel"]) == (1.0, "web")


def test_record_that_is_none_changes_nothing_and_is_named() -> None:
    keep_orders("acme")
    refresh_habits(["acme"], now=AT)
    keep_orders("acme", cost="cheap")

    with pytest.raises(CommandError, match="`cost` of an order record is not an amount"):
        call_command("refresh_facts")

    assert values_of("acme")["margin_year"] == Decimal("120.00")
