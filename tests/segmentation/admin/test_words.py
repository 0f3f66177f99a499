from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils.formats import date_format

from segmentation.models import CustomerProfile
from segmentation.words.audit import value_text
from segmentation.words.profiles import confidence_text, expected_days, expected_text, share_parts
from segmentation.words.runs import quality_texts


def profile(**facts: Any) -> CustomerProfile:
    return CustomerProfile(**{"share_routine": 0.0, "share_major": 0.0, "share_new": 1.0, **facts})


@pytest.mark.parametrize(
    ("confidence", "orders", "words"),
    [
        (1.0, 0, "No orders yet"),
        (0.59, 1, "Not sure yet (1 order)"),
        (0.6, 2, "Fairly sure (2 orders)"),
        (0.8, 40, "Sure (40 orders)"),
    ],
)
def test_confidence_is_said_with_the_number_of_orders(confidence: float, orders: int, words: str) -> None:
    assert confidence_text(profile(confidence=confidence, occasions=orders)) == words


@pytest.mark.parametrize(
    ("shares", "percents"),
    [
        ((0.333333, 0.333333, 0.333334), [33, 33, 34]),
        ((0.567, 0.33, 0.103), [57, 33, 10]),
        ((1.0, 0.0, 0.0), [100, 0, 0]),
    ],
)
def test_shares_shown_add_up_to_a_hundred(shares: tuple[float, float, float], percents: list[int]) -> None:
    routine, major, new = shares

    parts = share_parts(profile(share_routine=routine, share_major=major, share_new=new))

    assert [part.percent for part in parts] == percents


def test_parts_of_the_bar_lie_side_by_side() -> None:
    parts = share_parts(profile(share_routine=0.5, share_major=0.3, share_new=0.2))

    assert [(part.start, part.width) for part in parts] == [("0.00", "50.00"), ("50.00", "30.00"), ("80.00", "20.00")]


def test_next_order_is_said_as_a_span_of_days() -> None:
    first, last = date(2026, 6, 3), date(2026, 6, 20)

    said = profile(expected_from=first, expected_to=last)

    assert expected_text(said) == f"between {date_format(first)} and {date_format(last)}"
    days = [date_format(day, "MONTH_DAY_FORMAT") for day in (first, last)]
    assert expected_days(said) == f"{days[0]} to {days[1]}"


def test_next_order_on_one_day_is_said_once() -> None:
    said = profile(expected_from=date(2026, 6, 3), expected_to=date(2026, 6, 3))

    assert expected_text(said) == f"around {date_format(date(2026, 6, 3))}"


def test_next_order_that_nobody_expects_is_not_mentioned() -> None:
    assert (expected_text(profile()), expected_days(profile())) == ("", "")


@pytest.mark.parametrize(
    ("action", "value", "words"),
    [
        ("feature_rule", "inherit", "As declared"),
        ("kill_switch", "off", "Off for everybody"),
        ("feature_override", "on until 2026-06-30T22:00:00+00:00", "On until {moment}"),
        ("switch_scheduled", "off at 2026-06-30T22:00:00+00:00", "Off from {moment}"),
        ("buyclass_override", "", "By its orders"),
        ("buyclass_override", "major until 2026-06-30T22:00:00+00:00", "Major repurchase until {moment}"),
        ("membership", "out", "Not in it"),
        ("segment", "20. Closed at noon", "20. Closed at noon"),
    ],
)
def test_values_of_the_audit_become_words(action: str, value: str, words: str) -> None:
    # Ten in the evening in UTC is midnight where the shop is.
    midnight = datetime(2026, 7, 1, tzinfo=ZoneInfo("Europe/Copenhagen"))

    assert value_text(action, value) == words.format(moment=date_format(midnight, "SHORT_DATETIME_FORMAT"))


def test_quality_says_what_was_found_and_nothing_else() -> None:
    counts = {"lines_read": 1200, "lines_without_value": 0, "returns_unmatched": 1}

    assert quality_texts(counts) == [
        "1,200 order lines were read.",
        "1 return belongs to no purchase we know and was ignored.",
    ]
