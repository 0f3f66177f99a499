from __future__ import annotations

import pandas as pd
import pytest

from segmentation.analysis.classify import classify
from tests.segmentation.analysis.order_lines import Line, on_day, order_lines

LINE: Line = ("acme", on_day(0), "paper", "office", 10, 5.0)


def fingerprint(*lines: Line) -> str:
    customers: pd.DataFrame = classify(order_lines(lines), as_of=on_day(90), customers=["acme"]).customers
    return str(customers.set_index("customer_key").loc["acme", "lines_hash"])


def test_fingerprint_is_the_same_in_every_process() -> None:
    assert fingerprint(LINE) == "939c46909e52bad4939c46909e52bad4"


@pytest.mark.parametrize(
    "changed",
    [
        ("acme", on_day(1), "paper", "office", 10, 5.0),
        ("acme", on_day(0), "card", "office", 10, 5.0),
        ("acme", on_day(0), "paper", "desks", 10, 5.0),
        ("acme", on_day(0), "paper", "office", 5, 10.0),
        ("acme", on_day(0), "paper", "office", 10, 5.01),
    ],
)
def test_fingerprint_changes_with_every_fact_of_a_line(changed: Line) -> None:
    assert fingerprint(changed) != fingerprint(LINE)


def test_fingerprint_does_not_depend_on_who_else_is_read() -> None:
    assert fingerprint(LINE, ("bolt", on_day(0), "pens", "desk", 1, 1.0)) == fingerprint(LINE)


def test_two_lines_that_swap_their_facts_are_another_history() -> None:
    later: Line = ("acme", on_day(30), "card", "office", 3, 5.0)
    swapped: tuple[Line, Line] = (
        ("acme", on_day(0), "card", "office", 3, 5.0),
        ("acme", on_day(30), "paper", "office", 10, 5.0),
    )

    assert fingerprint(*swapped) != fingerprint(LINE, later)
