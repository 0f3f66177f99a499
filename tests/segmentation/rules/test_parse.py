from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.registry import dimensions
from segmentation.rules import All, Any_, Condition, Not, RuleError, operators_of, parse_rule
from tests.segmentation.rules.by_chance import RULES
from tests.segmentation.rules.dimensions import CAPACITY

OFTEN = {"dimension": "product", "is": "at_least_orders", "value": 3, "items": ["A"]}
STAFF = {"dimension": "staff", "is": "at_least", "value": 50}


def problems(data: Any) -> list[tuple[tuple[str | int, ...], str]]:
    with pytest.raises(RuleError) as refused:
        parse_rule(data)
    return [(problem.path, problem.message) for problem in refused.value.problems]


@given(rule=RULES)
def test_what_was_read_reads_the_same_again(rule: Any) -> None:
    read = parse_rule(rule)

    assert parse_rule(read.as_json()) == read


def test_reads_operands_as_what_they_are() -> None:
    rule = parse_rule(
        {
            "all": [
                {"dimension": "turnover", "is": "between", "value": ["10.50", 20]},
                {"dimension": "began", "is": "on_or_after", "value": "2024-02-29"},
                {"not": {"dimension": "staff", "is": "less_than", "value": "12.5"}},
            ]
        }
    )

    assert rule == All(
        (
            Condition("turnover", "between", (Decimal("10.50"), Decimal(20))),
            Condition("began", "on_or_after", date(2024, 2, 29)),
            Not(Condition("staff", "less_than", 12.5)),
        )
    )


def test_merges_doubles_and_blanks_of_a_pasted_list() -> None:
    rule = parse_rule({"dimension": "town", "is": "one_of", "value": [" Kiel", "Kiel", "", "Bonn ", 12, "\u00a0Kiel"]})

    assert rule == Condition("town", "one_of", ("Kiel", "Bonn", "12"))


def test_codes_are_the_same_with_and_without_dots() -> None:
    rule = parse_rule({"dimension": "industry", "is": "starts_with", "value": ["62.01", "6201", " 62 01", "c28"]})

    assert rule == Condition("industry", "starts_with", ("6201", "C28"))


def test_item_numbers_are_compared_in_capitals() -> None:
    rule = parse_rule({"dimension": "product", "is": "ever", "items": ["ab-1", "AB-1"]})

    assert rule == Condition("product", "ever", items=("AB-1",))


def test_a_time_is_read_beside_a_number_of_orders() -> None:
    late, spring = {"last_days": "90"}, {"between": ["2026-03-01", "2026-05-31"]}
    value = {"dimension": "brand", "is": "at_least_value", "value": "5000", "leave": "4000", "items": ["Acme"]}

    rule = parse_rule({"any": [{**OFTEN, "within": late}, {**value, "within": spring}, OFTEN]})

    often = Condition("product", "at_least_orders", 3, items=("A",))
    assert rule == Any_(
        (
            replace(often, within=90),
            Condition(
                *("brand", "at_least_value", Decimal(5000), ("Acme",), Decimal(4000)),
                within=(date(2026, 3, 1), date(2026, 5, 31)),
            ),
            often,
        )
    )
    assert rule.as_json()["any"][0]["within"] == {"last_days": 90}


def test_names_every_problem_where_it_is() -> None:
    found = problems(
        {
            "all": [
                {"dimension": "nowhere", "is": "yes"},
                {"any": []},
                {"not": {"dimension": "staff", "is": "contains", "value": ["a"]}},
                {"dimension": "colour", "is": "one_of", "value": ["red", "pink"]},
                STAFF,
            ]
        }
    )

    assert [path for path, _ in found] == [
        ("all", 0, "dimension"),
        ("all", 1),
        ("all", 2, "not", "is"),
        ("all", 3, "value"),
    ]


@pytest.mark.parametrize(
    ("data", "path", "message"),
    [
        (None, (), "A condition or a group is needed here."),
        ([], (), "A condition or a group is needed here."),
        ({}, (), "A group says one of “all”, “any” and “not”; a condition names a dimension."),
        ({"none": [STAFF]}, (), "A group says one of “all”, “any” and “not”; a condition names a dimension."),
        ({"all": STAFF}, (), "A list of conditions is needed here."),
        ({"all": []}, (), "This group is empty. Add a condition, or take the group away."),
        ({"dimension": "nowhere"}, ("dimension",), "There is no dimension “nowhere”."),
        ({"dimension": ["staff"]}, ("dimension",), "There is no dimension “['staff']”."),
        ({"dimension": "capacity"}, ("dimension",), "“Capacity” cannot be asked about in a rule."),
        (
            {"dimension": "listed", "is": "at_least"},
            ("is",),
            "“at_least” does not fit “Listed”. Possible: “is yes”, “is no”, “is known”, “is not known”.",
        ),
        (
            {"dimension": "listed"},
            ("is",),
            "What is asked of “Listed”? Possible: “is yes”, “is no”, “is known”, “is not known”.",
        ),
        ({**STAFF, "when": 1}, (), "A condition has no part “when”."),
        ({**STAFF, "value": None}, ("value",), "A number is needed here."),
        ({**STAFF, "value": True}, ("value",), "A number is needed here."),
        ({**STAFF, "value": "many"}, ("value",), "“many” is not a number."),
        ({**STAFF, "value": float("nan")}, ("value",), "“nan” is not a number."),
        ({**STAFF, "value": "Infinity"}, ("value",), "“Infinity” is not a number."),
        ({**STAFF, "value": 1e300}, ("value",), "This number is too large."),
        ({**STAFF, "value": "1e999999999"}, ("value",), "This number is too large."),
        ({**STAFF, "is": "between", "value": [1]}, ("value",), "Two values are needed here: from and to."),
        (
            {**STAFF, "is": "between", "value": [2, 1]},
            ("value",),
            "The first value is above the second: nothing lies between them.",
        ),
        (
            {"dimension": "turnover", "is": "at_least", "value": "1.005"},
            ("value",),
            "At most 2 decimals can be used here.",
        ),
        (
            {"dimension": "began", "is": "on_or_after", "value": "29.02.2024"},
            ("value",),
            "A day is needed here, as year-month-day: 2024-01-31.",
        ),
        (
            {"dimension": "began", "is": "on_or_after", "value": "2023-02-29"},
            ("value",),
            "A day is needed here, as year-month-day: 2024-01-31.",
        ),
        ({"dimension": "began", "is": "in_last_days", "value": 1.5}, ("value",), "A whole number is needed here."),
        (
            {"dimension": "began", "is": "in_last_days", "value": -1},
            ("value",),
            "A whole number from 0 to 36500 is needed here.",
        ),
        ({"dimension": "listed", "is": "yes", "value": 1}, ("value",), "Nothing is to be filled in here."),
        ({"dimension": "town", "is": "one_of", "value": "Kiel"}, ("value",), "A list of values is needed here."),
        ({"dimension": "town", "is": "one_of", "value": [" "]}, ("value",), "Add at least one value."),
        ({"dimension": "town", "is": "one_of", "value": [{}]}, ("value",), "Only texts can be in this list."),
        (
            {"dimension": "town", "is": "one_of", "value": ["a\x00b"]},
            ("value",),
            "“a\N{REPLACEMENT CHARACTER}b” holds signs that cannot be read.",
        ),
        (
            {"dimension": "town", "is": "one_of", "value": ["\ud800"]},
            ("value",),
            "“\N{REPLACEMENT CHARACTER}” holds signs that cannot be read.",
        ),
        (
            {"dimension": "town", "is": "one_of", "value": ["x" * 301]},
            ("value",),
            f"“{'x' * 40}…” is too long: at most 300 signs.",
        ),
        (
            {"dimension": "town", "is": "one_of", "value": [str(n) for n in range(5001)]},
            ("value",),
            "5001 values are too many: at most 5000.",
        ),
        (
            {"dimension": "town", "is": "contains", "value": [str(n) for n in range(101)]},
            ("value",),
            "101 values are too many: at most 100.",
        ),
        ({"dimension": "colour", "is": "one_of", "value": ["pink"]}, ("value",), "“pink” is no choice here."),
        ({"dimension": "product", "is": "ever"}, ("items",), "Name at least one product."),
        (
            {"dimension": "product", "is": "ever", "items": ["A"], "within": {"last_days": 9}},
            ("within",),
            "A time goes only with “in at least” so many orders and “for at least” so much.",
        ),
        ({**OFTEN, "within": 90}, ("within",), "A time says one of “last_days” and “between”."),
        ({**OFTEN, "within": {"next_days": 90}}, ("within",), "A time says one of “last_days” and “between”."),
        (
            {**OFTEN, "within": {"last_days": -1}},
            ("within",),
            "A whole number from 0 to 36500 is needed here.",
        ),
        (
            {**OFTEN, "within": {"between": ["2026-03-01"]}},
            ("within",),
            "Two values are needed here: from and to.",
        ),
        (
            {**OFTEN, "within": {"between": ["2026-05-31", "2026-03-01"]}},
            ("within",),
            "The first value is above the second: nothing lies between them.",
        ),
        (
            {**OFTEN, "within": {"last_days": 90}, "leave": 4},
            ("leave",),
            "Companies would leave before they could join: this has to be below the other value.",
        ),
        ({**STAFF, "items": ["a"]}, ("items",), "“Employees” is asked of the company alone."),
        (
            {**STAFF, "leave": 51},
            ("leave",),
            "Companies would leave before they could join: this has to be below the other value.",
        ),
        (
            {**STAFF, "is": "at_most", "leave": 49},
            ("leave",),
            "Companies would leave before they could join: this has to be above the other value.",
        ),
        (
            {**STAFF, "is": "equals", "leave": 49},
            ("leave",),
            "Staying in up to another value goes with limits only, such as “is at least”.",
        ),
        (
            {"all": [STAFF] * 201},
            (),
            "A rule of 201 conditions is too long: at most 200. A list of values can stand in one condition.",
        ),
    ],
)
def test_says_what_is_wrong(data: Any, path: tuple[str | int, ...], message: str) -> None:
    dimensions.register(CAPACITY)

    assert problems(data) == [(path, message)]


def test_groups_lie_six_deep_at_most() -> None:
    rule: Any = STAFF
    for _ in range(6):
        rule = {"all": [rule]}
    assert parse_rule(rule).as_json() == rule

    assert problems({"not": rule}) == [(("not", *("all", 0) * 5), "Groups lie too deep: at most 6.")]


def test_any_json_is_read_or_refused_and_never_breaks() -> None:
    plain = st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.sampled_from(["staff", "town", "one_of"])
    keys = st.sampled_from(["all", "any", "not", "dimension", "is", "value", "items", "leave", "within"])
    anything = st.recursive(plain, lambda x: st.lists(x, max_size=4) | st.dictionaries(keys, x, max_size=5))

    @given(data=anything)
    def read(data: Any) -> None:
        with suppress(RuleError):
            rule = parse_rule(data)
            assert parse_rule(rule.as_json()) == rule

    read()


def test_every_kind_has_questions_but_one_about_named_things_that_nothing_fits() -> None:
    assert [dimension.key for dimension in (*dimensions, CAPACITY) if not operators_of(dimension)] == ["capacity"]
