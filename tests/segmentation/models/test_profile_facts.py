from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from segmentation.analysis.order_chance import chance_of_order
from segmentation.models import CustomerProfile
from segmentation.models.profile_facts import Trend, order_chance, rhythm_of, trend_of, value_of

TODAY = date(2026, 6, 1)
DAYS = st.integers(min_value=0, max_value=4000)


def chance(orders: int, *, span: int, silent: int) -> float | None:
    last = TODAY - timedelta(days=silent)
    return order_chance(orders=orders, first_order=last - timedelta(days=span), last_order=last, today=TODAY)


def test_chance_of_an_order_is_that_of_its_gaps_and_its_silence() -> None:
    assert chance(13, span=168, silent=14) == round(chance_of_order(gaps=12, span_days=168, silent_days=14), 4)


def test_chance_of_an_order_is_unknown_before_the_first() -> None:
    assert order_chance(orders=0, first_order=None, last_order=None, today=TODAY) is None


def test_chance_of_an_order_of_tomorrow_is_that_of_today() -> None:
    tomorrow = chance(3, span=60, silent=-1)

    assert tomorrow == chance(3, span=60, silent=0)


@given(orders=st.integers(min_value=1, max_value=2000), span=DAYS, silent=DAYS)
def test_chance_of_an_order_is_a_chance_and_fades_with_silence(orders: int, span: int, silent: int) -> None:
    now, later = chance(orders, span=span, silent=silent), chance(orders, span=span, silent=silent + 30)

    assert now is not None
    assert later is not None
    assert 0 <= later <= now <= 1


def test_rhythm_of_a_prospect_holds_no_days() -> None:
    rhythm = rhythm_of(CustomerProfile(activity="prospect", occasions=0), today=TODAY)

    assert (rhythm.last_order, rhythm.order_chance, rhythm.is_expected) == (None, None, False)


@pytest.mark.parametrize(
    ("year", "before", "trend"),
    [
        (0, 0, Trend.NOTHING),
        (1, 0, Trend.FIRST),
        (0, 1, Trend.STOPPED),
        (1000, 1000, Trend.SAME),
        (1099, 1000, Trend.SAME),
        (1100, 1000, Trend.MORE),
        (901, 1000, Trend.SAME),
        (900, 1000, Trend.LESS),
    ],
)
def test_trend_at_its_borders(year: int, before: int, trend: Trend) -> None:
    assert trend_of(year, before) == trend


def test_value_is_in_whole_units_of_the_currency() -> None:
    profile = CustomerProfile(value_year=123456, value_year_before=100000)

    value = value_of(profile, today=TODAY)

    assert (value.last_year, value.year_before, value.change) == (
        Decimal("1234.56"),
        Decimal("1000.00"),
        Decimal("0.23456"),
    )


def test_value_heeds_a_currency_without_cents(settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"MINOR_DIGITS": 0}

    assert value_of(CustomerProfile(value_year=1234), today=TODAY).last_year == Decimal(1234)


def test_share_of_wallet_is_exact() -> None:
    value = value_of(CustomerProfile(value_year=25000), today=TODAY, spend=Decimal(1000))

    assert value.wallet_share == Decimal("0.25")


@pytest.mark.parametrize("spend", [None, Decimal(0), Decimal(-5)])
def test_share_of_wallet_is_unknown_without_a_sound_figure(spend: Decimal | None) -> None:
    assert value_of(CustomerProfile(value_year=25000), today=TODAY, spend=spend).wallet_share is None
