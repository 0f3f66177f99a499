from __future__ import annotations

import pandas as pd
import pytest

from segmentation.analysis.classify import classify
from segmentation.contracts import TERMS, Terms
from tests.segmentation.analysis.order_lines import on_day, one_customer, order_lines, repeat_order

AS_OF = on_day(200)
ROUTINE = order_lines(repeat_order("acme", range(0, 180, 30)))
ALWAYS_NEW = order_lines([("acme", on_day(day), f"item{day}", f"group{day}", 1, 9.0) for day in range(0, 180, 30)])


def buys(lines: pd.DataFrame, terms: Terms) -> tuple[object, object]:
    row = one_customer(classify(lines.assign(**{TERMS: terms}), as_of=AS_OF).customers)
    return row["buyclass"], row["reason_code"]


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (Terms.UNKNOWN, ("routine", "routine_repeat")),
        (Terms.STANDING, ("routine", "routine_repeat")),
        (Terms.NEGOTIATED, ("major", "modified_terms")),
    ],
)
def test_repeats_that_were_negotiated_are_major(terms: Terms, expected: tuple[str, str]) -> None:
    assert buys(ROUTINE, terms) == expected


@pytest.mark.parametrize(
    ("terms", "expected"), [(Terms.UNKNOWN, "new"), (Terms.NEGOTIATED, "new"), (Terms.STANDING, "routine")]
)
def test_standing_order_decides_nothing_whatever_it_brings(terms: Terms, expected: str) -> None:
    assert buys(ALWAYS_NEW, terms)[0] == expected


def test_facts_of_negotiated_lines_are_counted() -> None:
    row = one_customer(classify(ROUTINE.assign(terms=Terms.NEGOTIATED), as_of=AS_OF).customers)

    assert row["reason_params"] == {"orders": 5, "lines": 5, "terms_lines": 5}


def test_lines_of_a_day_are_negotiated_if_one_of_them_was() -> None:
    twice = pd.concat([ROUTINE.assign(terms=0), ROUTINE.assign(terms=1)], ignore_index=True)

    assert one_customer(classify(twice, as_of=AS_OF).customers)["reason_code"] == "modified_terms"
