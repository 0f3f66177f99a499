from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu

from segmentation.analysis.contrasts import contrast_shares, contrast_values

numbers = st.lists(st.integers(-50, 50).map(float), min_size=10, max_size=40).map(np.array)
group = st.integers(1, 200).flatmap(lambda size: st.tuples(st.integers(0, size), st.just(size)))


def test_shares_are_told_with_cohens_h_and_the_chance() -> None:
    (found,) = contrast_shares([(40, 50, 20, 100)])

    assert (found.inside, found.outside) == (0.8, 0.2)
    assert found.size == pytest.approx(1.287, abs=0.001)
    assert found.chance < 1e-10


def test_all_of_twelve_beside_none_of_eighteen_is_as_far_as_it_goes() -> None:
    (found,) = contrast_shares([(12, 12, 0, 18)])

    assert found.size == pytest.approx(np.pi)
    assert found.chance < 1e-6


def test_nothing_counted_gives_nothing() -> None:
    assert contrast_shares([]) == []


@given(group, group)
def test_shares_seen_from_the_other_side_are_the_opposite(a: tuple[int, int], b: tuple[int, int]) -> None:
    there, back = contrast_shares([(*a, *b), (*b, *a)])

    assert (there.size, there.chance) == (pytest.approx(-back.size), pytest.approx(back.chance))
    assert 0 <= there.chance <= 1


def test_one_giant_decides_nothing() -> None:
    usual = np.arange(20.0)
    with_giant = np.append(np.arange(19.0), 1e9)

    found = contrast_values(usual, with_giant)

    assert (found.inside, found.outside) == (9.5, 9.5)
    assert abs(found.size) < 0.1
    assert found.chance > 0.5


def test_means_without_the_ends_are_told_where_medians_are_equal() -> None:
    found = contrast_values(np.array([0.0] * 8 + [10.0, 1e9]), np.array([0.0] * 10))

    assert (found.inside, found.outside) == (1.25, 0.0)


def test_groups_without_a_spread_differ_in_nothing() -> None:
    found = contrast_values(np.full(10, 3.0), np.full(12, 3.0))

    assert (found.size, found.chance) == (0, 1)


@given(numbers, numbers)
def test_chance_of_ranks_is_that_of_mann_and_whitney(a: np.ndarray, b: np.ndarray) -> None:
    if len(set(a) | set(b)) > 1:
        expected = mannwhitneyu(a, b, method="asymptotic", use_continuity=False).pvalue
        assert contrast_values(a, b).chance == pytest.approx(expected, abs=1e-9)


@given(numbers, numbers)
def test_values_seen_from_the_other_side_are_the_opposite(a: np.ndarray, b: np.ndarray) -> None:
    there, back = contrast_values(a, b), contrast_values(b, a)

    assert (there.size, there.chance) == (pytest.approx(-back.size, abs=1e-9), pytest.approx(back.chance))
