from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from segmentation.analysis.clean import clean_lines
from segmentation.analysis.config import DEFAULT_CONFIG
from segmentation.analysis.expectations import breadth, expect_next
from segmentation.analysis.line_modes import line_modes
from segmentation.analysis.occasions import Occasions, find_occasions
from segmentation.analysis.priors import DEFAULT_PRIOR
from segmentation.contracts import Terms
from tests.segmentation.analysis.order_lines import histories, on_day, order_lines, repeat_order

STEEP = replace(
    DEFAULT_PRIOR,
    centres=((0.0, 0.0, 0.0),) * len(DEFAULT_PRIOR.shares),
    slopes=((0.9, 0.1, -1.0), (0.1, -0.1, 0.0), (0.0, 0.0, 0.0)),
)


def occasions_of(lines: pd.DataFrame) -> Occasions:
    cleaned, _ = clean_lines(lines, as_of=on_day(1000), config=DEFAULT_CONFIG)
    return find_occasions(cleaned, line_modes(cleaned, config=DEFAULT_CONFIG))[0]


def test_breadth_counts_items_categories_and_usual_lines_so_far() -> None:
    lines = order_lines(
        [
            ("acme", on_day(0), "a1", "a", 1, 5.0),
            ("acme", on_day(0), "b1", "b", 1, 5.0),
            ("acme", on_day(9), "a1", "a", 1, 5.0),
            ("acme", on_day(20), "a2", "a", 1, 5.0),
            ("acme", on_day(20), "c1", "c", 1, 5.0),
        ]
    )

    counted = np.exp(breadth(occasions_of(lines)) / 1e6).round(3)

    assert counted.tolist() == [[2, 2, 4], [2, 2, 3], [2, 1.414, 1.587]]


def test_nothing_but_standing_orders_is_no_breadth_at_all() -> None:
    lines = order_lines(repeat_order("acme", [0, 10])).assign(terms=np.int8(Terms.STANDING))

    assert breadth(occasions_of(lines)).tolist() == [[0, 0]] * 3


def test_category_that_nobody_named_is_none() -> None:
    lines = order_lines(repeat_order("acme", [0, 10], category=""))

    assert breadth(occasions_of(lines)).tolist() == [[0, 0]] * 3


def test_without_slopes_the_number_of_orders_says_it_all() -> None:
    occasions = occasions_of(order_lines(repeat_order("acme", [0, 10, 20])))

    expected = expect_next(occasions, DEFAULT_PRIOR).T.tolist()

    assert expected == [list(DEFAULT_PRIOR.shares_after(orders)) for orders in (1, 2, 3)]


def test_broader_buyers_are_expected_to_find_less_new() -> None:
    narrow, broad = repeat_order("narrow", [0]), [("wide", on_day(0), f"i{n}", "a", 1, 5.0) for n in range(2)]
    gentle = replace(STEEP, slopes=((0.1, 0.0, -0.1), (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)))

    one, two = expect_next(occasions_of(order_lines([*narrow, *broad])), gentle).T

    assert (two - one).tolist() == pytest.approx([0.1 * np.log(2), 0.0, -0.1 * np.log(2)], abs=1e-6)


@given(lines=histories())
def test_expectations_are_shares_however_steep_the_slopes(lines: pd.DataFrame) -> None:
    expected = expect_next(occasions_of(lines), STEEP)

    np.testing.assert_allclose(expected.sum(axis=0), 1.0, atol=1e-12)
    assert expected.min(initial=1.0) > 0.0
