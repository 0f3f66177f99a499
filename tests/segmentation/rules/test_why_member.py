from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from segmentation.rules import parse_rule
from segmentation.selectors.why_member import why_member
from tests.segmentation.rules.companies import TODAY, Bought, Company, store

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("columns")]

NBSP = "\N{NO-BREAK SPACE}"
ASKED: list[Any] = [
    {"dimension": "staff", "is": "at_least", "value": 50},
    {"dimension": "turnover", "is": "known"},
    {"dimension": "colours", "is": "any_of", "value": ["red"]},
    {"dimension": "listed", "is": "no"},
    {"dimension": "buyclass", "is": "one_of", "value": ["routine"]},
    {"dimension": "town", "is": "one_of", "value": ["Kiel"]},
    {"dimension": "product", "is": "ever", "items": ["A", "B"]},
    {"dimension": "in_category", "is": "one_of", "value": ["new"], "items": ["chairs", "lamps"]},
]
COMPANY = Company(
    values={
        "staff": 120,
        "turnover": Decimal("1234.50"),
        "colours": frozenset({"green_", "blue%"}),
        "listed": False,
        "buyclass": "routine",
    },
    chosen="major",
    bought={("product", "B"): Bought(days={date(2026, 5, 4): Decimal(4), date(2026, 6, 1): Decimal(5)})},
    categories={"chairs": "new", "tables": "major"},
)
ONCE = Bought(days={date(2026, 5, 9): Decimal(7)})
LAST_A, LAST_B = "(last on 9 May 2026)", "(last on 1 June 2026)"


def test_each_condition_stands_beside_the_companys_own_value(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    (key,) = store([COMPANY])
    rule = parse_rule({"all": ASKED})

    with django_assert_num_queries(4):
        answers = why_member(rule, key, today=TODAY, segment_id=None)

    assert [(answer.held, answer.value) for answer in answers] == [
        (True, f"120{NBSP}people"),
        (True, f"EUR{NBSP}1,234.50"),
        (False, "Blue, Green"),
        (True, "No"),
        (False, "Major repurchase"),
        (False, "Not known"),
        (True, "B (last on 1 June 2026)"),
        (True, "chairs: New"),
    ]
    assert [answer.path for answer in answers] == [("all", at) for at in range(8)]


def test_of_plain_columns_it_takes_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    (key,) = store([COMPANY])

    with django_assert_num_queries(1):
        why_member(parse_rule({"all": ASKED[:4]}), key, today=TODAY, segment_id=None)


def test_a_company_without_a_profile_has_no_answers() -> None:
    assert why_member(parse_rule(ASKED[0]), "nobody", today=TODAY, segment_id=None) == []


@pytest.mark.parametrize(
    ("asked", "held", "value"),
    [
        ({"is": "at_least_orders", "value": 2}, True, f"B: 2 orders {LAST_B}, A: 1 order {LAST_A}"),
        (
            {"is": "at_least_orders", "value": 2, "within": {"last_days": 40}},
            False,
            f"B: 1 order {LAST_B}, A: 0 orders {LAST_A}",
        ),
        (
            {"is": "at_least_orders", "value": 1, "within": {"last_days": 5}},
            False,
            f"B: 0 orders {LAST_B}, A: 0 orders {LAST_A}",
        ),
        (
            {"is": "at_least_value", "value": "4", "within": {"between": ["2026-05-01", "2026-05-31"]}},
            True,
            f"B: 4 {LAST_B}, A: 7 {LAST_A}",
        ),
        ({"is": "at_least_value", "value": "99"}, False, f"B: 9 {LAST_B}, A: 7 {LAST_A}"),
        (
            {"is": "between_days", "value": ["2026-06-01", "2026-06-02"]},
            True,
            f"B: 1 order {LAST_B}, A: 0 orders {LAST_A}",
        ),
        ({"is": "first_in_last_days", "value": 60}, True, "B (first on 4 May 2026), A (first on 9 May 2026)"),
    ],
)
def test_purchases_are_counted_as_they_are_asked_for(asked: Any, held: bool, value: str) -> None:
    (key,) = store([replace(COMPANY, bought={**COMPANY.bought, ("product", "A"): ONCE})])
    rule = parse_rule({"dimension": "product", "items": ["B", "A"], **asked})

    (answer,) = why_member(rule, key, today=TODAY, segment_id=None)

    assert (answer.held, answer.value) == (held, value)
