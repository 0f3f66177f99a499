from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from segmentation.audit_words import value_text
from segmentation.models import CustomerProfile
from segmentation.profile_words import confidence_text, expected_days, expected_text, share_parts
from segmentation.run_words import quality_texts


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
        ((0.565, 0.33, 0.105), [57, 33, 10]),
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


@pytest.mark.parametrize(
    ("first", "last", "sentence", "column"),
    [
        (date(2026, 6, 3), date(2026, 6, 20), "between 3 June 2026 and 20 June 2026", "3 June to 20 June"),
        (date(2026, 6, 3), date(2026, 6, 3), "around 3 June 2026", "3 June"),
        (None, None, "", ""),
    ],
)
def test_next_order_is_said_as_days(first: date, last: date, sentence: str, column: str, settings: Any) -> None:
    settings.FORMAT_MODULE_PATH = "tests.segmentation.admin.formats"

    said = profile(expected_from=first, expected_to=last)

    assert (expected_text(said), expected_days(said)) == (sentence, column)


@pytest.mark.parametrize(
    ("action", "value", "words"),
    [
        ("feature_rule", "inherit", "As declared"),
        ("kill_switch", "off", "Off for everybody"),
        ("feature_override", "on until 2026-06-30T22:00:00+00:00", "On until 07/01/2026 midnight"),
        ("switch_scheduled", "off at 2026-06-30T10:30:00+00:00", "Off from 06/30/2026 12:30 p.m."),
        ("buyclass_override", "", "By its orders"),
        ("buyclass_override", "major until 2026-06-30T22:00:00+00:00", "Major repurchase until 07/01/2026 midnight"),
        ("membership", "out", "Not in it"),
        ("segment", "20. Closed at noon", "20. Closed at noon"),
    ],
)
def test_values_of_the_audit_become_words(action: str, value: str, words: str, settings: Any) -> None:
    settings.FORMAT_MODULE_PATH = None

    assert value_text(action, value) == words


def test_quality_says_what_was_found_and_nothing_else() -> None:
    counts = {"lines_read": 1200, "lines_without_value": 0, "returns_unmatched": 1}

    assert quality_texts(counts) == [
        "1,200 order lines were read.",
        "1 return belongs to no purchase we know and was ignored.",
    ]
