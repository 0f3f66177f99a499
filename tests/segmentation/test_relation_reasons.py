from __future__ import annotations

import pytest

from segmentation.contracts import Reason
from segmentation.words.relation_reasons import nearby_text, relation_text


def text(code: str, **params: int) -> str:
    return relation_text(Reason(code=code, params=params), item="X")


@pytest.mark.parametrize(
    ("both", "lift", "expected"),
    [
        (14, 21, "14 of 37 companies that buy X also buy this (2.1 times more often than usual)."),
        (14, 10, "14 of 37 companies that buy X also buy this."),
        (14, 210, "14 of 37 companies that buy X also buy this (21 times more often than usual)."),
        (4, 21, "A few companies that buy X also buy this."),
    ],
)
def test_substitute_is_explained_by_its_counts(both, lift, expected):
    assert text("substitute", both=both, of=37, lift=lift, switches=0) == expected


@pytest.mark.parametrize(
    ("switches", "expected"),
    [
        (6, "6 companies moved from X to this in the last 12 months."),
        (4, "A few companies moved from X to this in the last 12 months."),
    ],
)
def test_switches_are_told_besides(switches, expected):
    told = text("substitute", both=1200, of=3700, lift=10, switches=switches)

    assert told == f"1,200 of 3,700 companies that buy X also buy this. {expected}"


@pytest.mark.parametrize(
    ("both", "expected"),
    [
        (9, "9 companies order this together with X, 4.5 times more often than by chance."),
        (4, "A few companies order this together with X."),
    ],
)
def test_complement_is_explained_by_its_counts(both, expected):
    assert text("complement", both=both, of=37, lift=45, switches=0) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("successor", "Set by your shop as the successor of X."),
        ("predecessor", "X is the replacement for this, as set by your shop."),
        ("equal_part", "Set by your shop as equal to X."),
        ("accessory", "Set by your shop as an accessory of X."),
        ("accessory_for", "X is an accessory of this, as set by your shop."),
    ],
)
def test_what_was_set_by_hand_is_said(code, expected):
    assert text(code) == expected


@pytest.mark.parametrize(
    ("tier", "expected"),
    [
        ("postcode_area", "Bought by companies in your postcode area."),
        ("region", "Bought by companies in your region."),
        ("country", "Bought by companies in your country."),
        ("world", "Bought by companies near and far."),
    ],
)
def test_how_near_is_said_and_no_more(tier, expected):
    assert nearby_text(tier) == expected
