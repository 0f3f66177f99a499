from __future__ import annotations

from math import log2

import numpy as np
import pytest
from scipy import sparse

from segmentation.analysis.evaluate_reorder.bootstrap import paired_interval
from segmentation.analysis.evaluate_reorder.metrics import measure


def ones(*rows: list[int], skus: int = 40) -> sparse.csr_array:
    dense = np.zeros((len(rows), skus), dtype=np.float32)
    for number, row in enumerate(rows):
        dense[number, row] = 1
    return sparse.csr_array(dense)


def padded(*items: int, places: int = 20) -> list[int]:
    return [*items, *[-1] * (places - len(items))]


def test_metrics_of_a_list_by_hand() -> None:
    full = np.array([[1, 30, 2, 31, 32, 33, 34, 35, 36, 37, 3, 38, 39, *[-1] * 7]])
    own = np.array([padded(1, 4, 2)])

    found = measure(full=full, own=own, baskets=ones([1, 2, 3, 4]), bought_before=ones([1, 2, 4, 9]))

    assert {name: values.tolist() for name, values in found.items()} == {
        "recall_10": [2 / 4],
        "recall_20": [3 / 4],
        "precision_10": [2 / 10],
        "ndcg_10": [pytest.approx((1 + 1 / log2(4)) / (1 + 1 / log2(3) + 1 / log2(4) + 1 / log2(5)))],
        "repeat_recall_10": [1.0],
    }


def test_perfect_list_of_a_large_basket_has_the_full_gain() -> None:
    basket = list(range(15))

    found = measure(
        full=np.array([padded(*basket)]), own=np.array([padded()]), baskets=ones(basket), bought_before=ones([])
    )

    assert (found["ndcg_10"][0], found["recall_10"][0]) == (pytest.approx(1), pytest.approx(10 / 15))


def test_basket_without_a_repeated_item_has_no_repeat_recall() -> None:
    found = measure(
        full=np.array([padded(1), padded(1)]),
        own=np.array([padded(1), padded(1)]),
        baskets=ones([2], [1]),
        bought_before=ones([1], [1]),
    )

    assert np.isnan(found["repeat_recall_10"]).tolist() == [True, False]


def test_interval_of_a_steady_difference_is_that_difference() -> None:
    low, high = paired_interval([(["a", "b"], np.array([0.25, 0.25])), (["b", "c"], np.array([0.75, 0.75]))])

    assert (low, high) == (pytest.approx(0.5, abs=0.26), pytest.approx(0.5, abs=0.26))


def test_interval_holds_the_mean_and_is_the_same_each_time() -> None:
    values = np.linspace(-1, 2, 200)
    pairs = [([f"c{n}" for n in range(200)], values)]

    low, high = paired_interval(pairs)

    assert (low < 0.5 < high, paired_interval(pairs) == (low, high)) == (True, True)
