from __future__ import annotations

import pytest

from shop.catalogue.models import Product
from shop.catalogue.quantities import MOST_OF_ONE_PRODUCT, nearest_quantity, quantity_problem, smallest_quantity


def sold(*, minimum: int = 1, step: int = 1) -> Product:
    return Product(minimum_quantity=minimum, quantity_multiple=step)


@pytest.mark.parametrize(
    ("minimum", "step", "quantity", "code"),
    [
        (1, 1, 1, None),
        (1, 1, MOST_OF_ONE_PRODUCT, None),
        (1, 1, MOST_OF_ONE_PRODUCT + 1, "too_many"),
        (1, 1, 0, "not_positive"),
        (1, 1, -5, "not_positive"),
        (10, 5, 5, "below_minimum"),
        (10, 5, 10, None),
        (10, 5, 12, "not_a_multiple"),
        (7, 5, 9, "below_minimum"),
        (7, 5, 10, None),
    ],
)
def test_quantity_problem_names_the_rule_that_is_broken(minimum, step, quantity, code):
    problem = quantity_problem(sold(minimum=minimum, step=step), quantity)

    assert (problem and problem.code) == code


def test_a_quantity_between_steps_is_told_both_neighbours():
    assert quantity_problem(sold(step=12), 30).message == "Sold in steps of 12: 24 or 36 fits."


def test_a_quantity_too_close_to_the_most_is_told_the_one_below():
    assert quantity_problem(sold(step=30_000), 99_000).message == "Sold in steps of 30000: 90000 fits."


def test_a_quantity_below_the_least_is_told_the_least_that_is_a_whole_step():
    assert quantity_problem(sold(minimum=7, step=5), 3).message == "Sold from 10 on."


@pytest.mark.parametrize(("asked", "given"), [(0, 10), (11, 10), (12, 10), (13, 15), (17, 15), (18, 20)])
def test_nearest_quantity_is_one_the_product_is_sold_in(asked, given):
    assert nearest_quantity(sold(minimum=6, step=5), asked) == given


def test_nearest_quantity_stays_within_the_most():
    product = sold(step=7)

    assert quantity_problem(product, nearest_quantity(product, 10**9)) is None


def test_smallest_quantity_is_the_minimum_where_that_is_a_whole_step():
    assert smallest_quantity(sold(minimum=10, step=5)) == 10
