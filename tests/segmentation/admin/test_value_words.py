from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import Settings

from segmentation.models import CustomerProfile
from segmentation.models.profile_facts import YearlyValue, value_of
from segmentation.words.value import change_text, money_text, trend_text, wallet_text

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


@pytest.fixture(autouse=True)
def _in_kroner(settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"CURRENCY": "DKK"}


def bought(year: int, before: int = 0, *, spend: str = "") -> YearlyValue:
    """In whole kroner."""
    profile = CustomerProfile(value_year=year * 100, value_year_before=before * 100)
    return value_of(profile, today=date(2026, 6, 1), spend=Decimal(spend) if spend else None)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("182340.49", f"DKK{NBSP}182,340"),
        ("0.5", f"DKK{NBSP}1"),
        ("0", f"DKK{NBSP}0"),
        ("-12.5", f"DKK{NBSP}-13"),
    ],
)
def test_money_is_said_in_whole_units_a_half_away_from_zero(amount: str, words: str) -> None:
    assert money_text(Decimal(amount)) == words


def test_money_stands_alone_where_the_host_names_no_currency(settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"CURRENCY": ""}

    assert money_text(Decimal(1200)) == "1,200"


@pytest.mark.parametrize(
    ("year", "before", "words", "few_letters"),
    [
        (0, 0, "Nothing in two years", ""),
        (500, 0, "No orders the year before", ""),
        (0, 500, "Nothing any more, after orders the year before", f"{MINUS}100{NBSP}%"),
        (500, 500, "The same as the year before", f"+0{NBSP}%"),
        (1004, 1000, "The same as the year before", f"+0{NBSP}%"),
        (1005, 1000, f"About the same as the year before (+1{NBSP}%)", f"+1{NBSP}%"),
        (1099, 1000, f"About the same as the year before (+10{NBSP}%)", f"+10{NBSP}%"),
        (1100, 1000, "10 % more than the year before", f"+10{NBSP}%"),
        (25000, 1000, "2,400 % more than the year before", f"+2,400{NBSP}%"),
        (901, 1000, f"About the same as the year before ({MINUS}10{NBSP}%)", f"{MINUS}10{NBSP}%"),
        (900, 1000, "10 % less than the year before", f"{MINUS}10{NBSP}%"),
        (250, 1000, "75 % less than the year before", f"{MINUS}75{NBSP}%"),
    ],
)
def test_trend_is_said_in_words_and_per_cent(year: int, before: int, words: str, few_letters: str) -> None:
    assert (trend_text(bought(year, before)), change_text(bought(year, before))) == (words, few_letters)


def test_year_before_the_orders_begin_is_compared_with_nothing(settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"HISTORY_FROM": "2025-01-01"}
    older = CustomerProfile(value_year=50000, value_year_before=100, history_truncated=True)

    value = value_of(older, today=date(2026, 6, 1))

    assert (trend_text(value), change_text(value)) == ("The year before is not fully on record", "")


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 12, 30), "The year before is not fully on record"),
        (date(2026, 12, 31), "50 % less than the year before"),
    ],
)
def test_years_are_compared_from_the_day_both_are_on_record(settings: Settings, today: date, words: str) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"HISTORY_FROM": "2025-01-01"}
    older = CustomerProfile(value_year=50, value_year_before=100, history_truncated=True)

    assert trend_text(value_of(older, today=today)) == words


@pytest.mark.parametrize(
    ("year", "spend", "words"),
    [
        (500, "", "Not known"),
        (500, "0", "Not known"),
        (0, "5000", f"Nothing of the DKK{NBSP}5,000 they spend a year"),
        (20, "5000", f"Under 1 % of the DKK{NBSP}5,000 they spend a year"),
        (25, "5000", f"About 1 % of the DKK{NBSP}5,000 they spend a year"),
        (1800, "5000", f"About 36 % of the DKK{NBSP}5,000 they spend a year"),
        (5000, "5000", f"About 100 % of the DKK{NBSP}5,000 they spend a year"),
        (5001, "5000", f"More than the DKK{NBSP}5,000 they are said to spend a year: that figure may be old"),
    ],
)
def test_share_of_wallet_is_said_where_it_is_known(year: int, spend: str, words: str) -> None:
    assert wallet_text(bought(year, spend=spend)) == words
