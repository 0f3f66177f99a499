from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.formats import date_format

from segmentation.models import CustomerProfile
from segmentation.models.profile_facts import Rhythm, rhythm_of
from segmentation.words.rhythm import chance_text, next_order_days, next_order_text, regularity_text, usual_gap_text

TODAY = date(2026, 6, 1)


def rhythm(**facts: Any) -> Rhythm:
    profile = CustomerProfile(**{"activity": "active", "occasions": 9, **facts})
    return rhythm_of(profile, today=TODAY)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0.4, "About every day"),
        (1.4, "About every day"),
        (1.6, "About every 2 days"),
        (6.6, "About every week"),
        (10.0, "About every 10 days"),
        (13.4, "About every 13 days"),
        (13.5, "About every 2 weeks"),
        (21.0, "About every 3 weeks"),
        (59.9, "About every 9 weeks"),
        (60.0, "About every 2 months"),
        (365.0, "About every 12 months"),
        (699.0, "About every 23 months"),
        (700.0, "About every 2 years"),
        (1100.0, "About every 3 years"),
    ],
)
def test_usual_gap_is_said_in_the_unit_people_use(days: float, words: str) -> None:
    assert usual_gap_text(rhythm(usual_gap_days=days)) == words


@pytest.mark.parametrize("facts", [{"occasions": 1, "usual_gap_days": 24.9}, {"occasions": 0}])
def test_usual_gap_of_everybody_is_never_said_of_a_company_without_a_gap_of_its_own(facts: dict[str, Any]) -> None:
    assert usual_gap_text(rhythm(**facts)) == "Too few orders to say"


@pytest.mark.parametrize(
    ("regularity", "words"),
    [
        ("regular", "Regular"),
        ("fairly_regular", "Fairly regular"),
        ("irregular", "Irregular"),
        ("", "Too few orders to say"),
    ],
)
def test_regularity_is_said(regularity: str, words: str) -> None:
    assert regularity_text(regularity) == words


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (None, ""),
        (0.0, "Under 1 %"),
        (0.0049, "Under 1 %"),
        (0.005, "About 1 %"),
        (0.345, "About 35 %"),
        (0.9949, "About 99 %"),
        (0.995, "Over 99 %"),
    ],
)
def test_chance_is_said_in_whole_per_cent_and_never_as_certain(chance: float | None, words: str) -> None:
    assert chance_text(chance) == words


def test_next_order_is_still_expected_on_its_last_day() -> None:
    first, last = TODAY - timedelta(days=9), TODAY

    assert next_order_text(rhythm(expected_from=first, expected_to=last)) == (
        f"between {date_format(first)} and {date_format(last)}"
    )


def test_next_order_that_did_not_come_was_expected() -> None:
    first, last = TODAY - timedelta(days=9), TODAY - timedelta(days=1)

    assert next_order_text(rhythm(expected_from=first, expected_to=last)) == (
        f"Was expected between {date_format(first)} and {date_format(last)}"
    )


def test_next_order_that_nobody_expects_is_not_mentioned() -> None:
    assert (next_order_text(rhythm()), next_order_days(rhythm())) == ("", "")


def test_next_order_is_said_in_few_letters() -> None:
    first, last = TODAY - timedelta(days=9), TODAY
    days = [date_format(day, "MONTH_DAY_FORMAT") for day in (first, last)]

    assert next_order_days(rhythm(expected_from=first, expected_to=last)) == f"{days[0]} to {days[1]}"


def test_next_order_that_did_not_come_is_said_in_few_letters_with_its_year() -> None:
    last = TODAY - timedelta(days=1)

    assert next_order_days(rhythm(expected_from=last, expected_to=last)) == (
        f"Was due by {date_format(last, 'SHORT_DATE_FORMAT')}"
    )
