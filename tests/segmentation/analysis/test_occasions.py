from __future__ import annotations

import numpy as np
import pytest

from segmentation.analysis.big_decisions import BigDecisions, find_big_decisions
from segmentation.analysis.clean import clean_lines
from segmentation.analysis.config import DEFAULT_CONFIG
from segmentation.analysis.line_modes import line_modes
from segmentation.analysis.occasions import CategoryOwners, Occasions, find_occasions
from tests.segmentation.analysis.order_lines import Line, on_day, order_lines, repeat_order


def occasions_of(lines: list[Line]) -> tuple[Occasions, Occasions, CategoryOwners]:
    cleaned, _ = clean_lines(order_lines(lines), as_of=on_day(5000), config=DEFAULT_CONFIG)
    return find_occasions(cleaned, line_modes(cleaned, config=DEFAULT_CONFIG))


def kinds_of_last(lines: list[Line]) -> list[int]:
    """Lines of each kind in the last occasion: usual, other quantity, new item, new category."""
    company, _, _ = occasions_of(lines)
    return [int(company.lines[kind][-1]) for kind in ("usual", "quantity", "variant", "category")]


def big_decisions(lines: list[Line]) -> BigDecisions:
    company, _, _ = occasions_of(lines)
    return find_big_decisions(company, config=DEFAULT_CONFIG)


@pytest.mark.parametrize(
    ("quantity", "kinds"),
    [
        (10, [1, 0, 0, 0]),
        (20, [1, 0, 0, 0]),
        (5, [1, 0, 0, 0]),
        (20.001, [0, 1, 0, 0]),
        (4.999, [0, 1, 0, 0]),
    ],
)
def test_known_item_is_usual_up_to_exactly_twice_or_half(quantity: float, kinds: list[int]) -> None:
    assert kinds_of_last(repeat_order("acme", [0]) + repeat_order("acme", [30], quantity=quantity)) == kinds


def test_usual_quantity_is_the_geometric_mean_of_all_earlier_ones() -> None:
    lines = repeat_order("acme", [0], quantity=1) + repeat_order("acme", [10], quantity=100)

    assert kinds_of_last(lines + repeat_order("acme", [20], quantity=20)) == [1, 0, 0, 0]
    assert kinds_of_last(lines + repeat_order("acme", [20], quantity=21)) == [0, 1, 0, 0]


def test_new_item_of_a_known_category_is_a_variant() -> None:
    assert kinds_of_last(repeat_order("acme", [0]) + repeat_order("acme", [9], sku="card")) == [0, 0, 1, 0]


def test_item_of_a_category_never_bought_before_is_new() -> None:
    lines = repeat_order("acme", [0]) + repeat_order("acme", [9], sku="ink", category="ink")

    assert kinds_of_last(lines) == [0, 0, 0, 1]


def test_two_items_of_a_new_category_on_one_day_are_both_new() -> None:
    lines = repeat_order("acme", [0])
    lines += repeat_order("acme", [9], sku="ink", category="ink") + repeat_order("acme", [9], sku="pen", category="ink")

    assert kinds_of_last(lines) == [0, 0, 0, 2]


def test_new_item_without_a_category_is_a_variant_for_lack_of_proof() -> None:
    assert kinds_of_last(repeat_order("acme", [0]) + repeat_order("acme", [9], sku="x", category="")) == [0, 0, 1, 0]


def test_category_known_to_another_company_is_still_new() -> None:
    lines = repeat_order("acme", [0], sku="ink", category="ink")
    lines += repeat_order("bolt", [1]) + repeat_order("bolt", [9], sku="ink", category="ink")

    assert kinds_of_last(lines) == [0, 0, 0, 1]


def test_line_weighs_the_square_root_of_its_value() -> None:
    company, _, _ = occasions_of([("acme", on_day(0), "ink", "ink", 4, 25.0)])

    assert company.weights["category"].tolist() == [100_000_000]


def test_category_without_a_name_has_no_class_of_its_own() -> None:
    _, in_category, owners = occasions_of(repeat_order("acme", [0, 9], category="") + repeat_order("acme", [5]))

    assert (owners.category.tolist(), in_category.counts.tolist()) == ([1], [1])


@pytest.mark.parametrize(("price", "large"), [(15.0, True), (14.99, False)])
def test_order_is_large_from_exactly_three_times_the_usual_value(price: float, large: bool) -> None:
    lines = [*repeat_order("acme", [0, 10]), ("acme", on_day(20), "paper", "paper", 10, price)]

    assert big_decisions(lines).large.tolist() == [False, False, large]


def test_second_order_is_never_large() -> None:
    lines = [*repeat_order("acme", [0]), ("acme", on_day(20), "paper", "paper", 10, 900.0)]

    assert big_decisions(lines).large.tolist() == [False, False]


def test_order_times_the_usual_value_is_known() -> None:
    lines = [*repeat_order("acme", [0, 10]), ("acme", on_day(20), "paper", "paper", 10, 20.0)]

    assert big_decisions(lines).times_usual == pytest.approx([1.0, 1.0, 4.0])


# The season reaches from 320 to 410 days back.
@pytest.mark.parametrize(("gap", "back"), [(365, False), (366, False), (410, False), (411, True), (700, True)])
def test_silence_beyond_the_season_is_a_fresh_decision(gap: int, back: bool) -> None:
    assert big_decisions(repeat_order("acme", [0, gap])).back.tolist() == [False, back]


def test_silence_looks_at_the_own_season_only() -> None:
    lines = repeat_order("acme", [1000]) + repeat_order("bolt", [500, 1000])

    assert big_decisions(lines).back.tolist() == [False, False, True]


def test_occasions_without_lines_are_none() -> None:
    company, in_category, _ = occasions_of([])

    assert (len(company.day), len(in_category.day)) == (0, 0)
    assert find_big_decisions(company, config=DEFAULT_CONFIG).large.dtype == np.bool_
