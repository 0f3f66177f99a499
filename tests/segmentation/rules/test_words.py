from __future__ import annotations

from typing import Any

import pytest

from segmentation.rules import parse_rule
from segmentation.words.rules import rule_lines, rule_text

NBSP = "\N{NO-BREAK SPACE}"

OFTEN = {"dimension": "product", "is": "at_least_orders", "value": 3, "items": ["A-1"]}


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        ({"dimension": "staff", "is": "at_least", "value": 1500}, f"Employees: at least 1,500{NBSP}people"),
        (
            {"dimension": "staff", "is": "at_least", "value": 50, "leave": 40},
            f"Employees: at least 50{NBSP}people (who is in stays down to 40{NBSP}people)",
        ),
        ({"dimension": "share", "is": "more_than", "value": 0.55}, "Share of routine buying: more than 0.55"),
        ({"dimension": "turnover", "is": "at_most", "value": "1000000"}, f"Turnover: at most EUR{NBSP}1,000,000"),
        ({"dimension": "turnover", "is": "equals", "value": "12.30"}, f"Turnover: exactly EUR{NBSP}12.30"),
        (
            {"dimension": "year", "is": "between", "value": ["1", "2.5"]},
            "Bought in 12 months: between 1 and 2.50",
        ),
        (
            {"dimension": "began", "is": "on_or_after", "value": "2024-02-01"},
            "Founded: on or after 1 February 2024",
        ),
        ({"dimension": "began", "is": "in_last_days", "value": 0}, "Founded: today"),
        ({"dimension": "began", "is": "in_last_days", "value": 1}, "Founded: in the last 1 day"),
        ({"dimension": "began", "is": "longer_ago_than_days", "value": 30}, "Founded: more than 30 days ago"),
        ({"dimension": "colour", "is": "one_of", "value": ["red"]}, "Colour: Red"),
        ({"dimension": "colours", "is": "all_of", "value": ["red", "green_"]}, "Colours: all of Red, Green"),
        (
            {"dimension": "colour", "is": "none_of", "value": ["red", "Red"]},
            "Colour: known, and none of Red, Deep red",
        ),
        ({"dimension": "listed", "is": "no"}, "Listed: no"),
        ({"dimension": "listed", "is": "unknown"}, "Listed: not known"),
        (
            {"dimension": "town", "is": "one_of", "value": [f"T{n}" for n in range(500)]},
            "Town: one of 500 values (T0, T1, T2 and 497 more)",
        ),
        (
            {"dimension": "product", "is": "at_least_value", "value": "500", "items": ["A-1", "B-2"]},
            "Bought a product (A-1, B-2): for at least 500",
        ),
        (
            {"dimension": "brand", "is": "not_in_last_days", "value": 90, "items": ["Acme"]},
            "Bought a brand (Acme): not in the last 90 days",
        ),
        (
            {"dimension": "year", "is": "between", "value": ["1", "2"], "leave": ["0.50", "3"]},
            "Bought in 12 months: between 1 and 2 (who is in stays between 0.50 and 3)",
        ),
        (
            {"dimension": "product", "is": "at_least_orders", "value": 1, "items": ["A-1"]},
            "Bought a product (A-1): in at least 1 order",
        ),
        ({**OFTEN, "within": {"last_days": 90}}, "Bought a product (A-1): in at least 3 orders in the last 90 days"),
        ({**OFTEN, "within": {"last_days": 1}}, "Bought a product (A-1): in at least 3 orders in the last 1 day"),
        (
            {**OFTEN, "value": 1, "within": {"last_days": 0}},
            "Bought a product (A-1): in at least 1 order today",
        ),
        (
            {**OFTEN, "within": {"last_days": 90}, "leave": 2},
            "Bought a product (A-1): in at least 3 orders in the last 90 days (who is in stays down to 2)",
        ),
        (
            {**OFTEN, "is": "at_least_value", "value": "500", "within": {"between": ["2026-03-01", "2026-05-31"]}},
            "Bought a product (A-1): for at least 500 between 1 March 2026 and 31 May 2026",
        ),
        (
            {"dimension": "brand", "is": "between_days", "value": ["2026-03-01", "2026-05-31"], "items": ["Acme"]},
            "Bought a brand (Acme): between 1 March 2026 and 31 May 2026",
        ),
        (
            {"dimension": "brand", "is": "first_in_last_days", "value": 30, "items": ["Acme"]},
            "Bought a brand (Acme): for the first time in the last 30 days",
        ),
        (
            {"dimension": "brand", "is": "first_in_last_days", "value": 0, "items": ["Acme"]},
            "Bought a brand (Acme): for the first time today",
        ),
        ({"not": {"dimension": "listed", "is": "no"}}, "Listed: yes, or it is not known"),
        ({"not": {"dimension": "began", "is": "in_last_days", "value": 2}}, "not (Founded: in the last 2 days)"),
        (
            {"not": {"dimension": "brand", "is": "in_last_days", "value": 2, "items": ["Acme"]}},
            "Bought a brand (Acme): not in the last 2 days",
        ),
        (
            {"dimension": "in_category", "is": "one_of", "value": ["new"], "items": ["chairs"]},
            "Buying type in a category (chairs): New",
        ),
    ],
)
def test_a_condition_in_words(condition: Any, text: str) -> None:
    assert rule_text(parse_rule(condition)) == text


NESTED = {
    "all": [
        {"dimension": "listed", "is": "yes"},
        {"any": [{"dimension": "mixed", "is": "yes"}, {"not": {"dimension": "colour", "is": "known"}}]},
    ]
}


def test_a_rule_in_one_sentence() -> None:
    assert rule_text(parse_rule(NESTED)) == "Listed: yes; and (Mixed: yes; or Colour: not known)"


def test_a_rule_line_by_line() -> None:
    lines = [(line.depth, line.text, line.path) for line in rule_lines(parse_rule(NESTED))]

    assert lines == [
        (0, "All of these hold:", ()),
        (1, "Listed: yes", ("all", 0)),
        (1, "At least one of these holds:", ("all", 1)),
        (2, "Mixed: yes", ("all", 1, "any", 0)),
        (2, "This does not hold:", ("all", 1, "any", 1)),
        (3, "Colour: known", ("all", 1, "any", 1, "not")),
    ]
