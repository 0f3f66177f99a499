from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.analysis.buyclass import MAJOR, NEW, ROUTINE, class_after, class_by_threshold, class_path
from segmentation.analysis.config import DEFAULT_CONFIG


def by_threshold(routine: int, new: int) -> int:
    return int(class_by_threshold(np.array([routine]), np.array([new]), config=DEFAULT_CONFIG)[0])


def after(current: int, routine: int, new: int) -> int:
    codes = np.array([current], dtype=np.int8)
    return int(class_after(codes, np.array([routine]), np.array([new]), config=DEFAULT_CONFIG)[0])


@pytest.mark.parametrize(
    ("routine", "new", "expected"),
    [
        (400_000, 0, ROUTINE),
        (399_999, 0, MAJOR),
        (0, 400_001, NEW),
        (0, 400_000, MAJOR),
        (400_000, 600_000, ROUTINE),
    ],
)
def test_threshold_holds_exactly_at_its_border(routine: int, new: int, expected: int) -> None:
    assert by_threshold(routine, new) == expected


@pytest.mark.parametrize(
    ("current", "routine", "new", "expected"),
    [
        (MAJOR, 450_000, 0, ROUTINE),
        (MAJOR, 449_999, 0, MAJOR),
        (ROUTINE, 350_000, 0, ROUTINE),
        (ROUTINE, 349_999, 0, MAJOR),
        (MAJOR, 0, 450_001, NEW),
        (MAJOR, 0, 450_000, MAJOR),
        (NEW, 0, 350_000, NEW),
        (NEW, 0, 349_999, MAJOR),
        (NEW, 450_000, 550_000, ROUTINE),
    ],
)
def test_entering_a_class_takes_more_than_staying_in_it(current: int, routine: int, new: int, expected: int) -> None:
    assert after(current, routine, new) == expected


@pytest.mark.parametrize("start", [ROUTINE, MAJOR])
def test_class_is_kept_while_the_share_moves_between_the_borders(start: int) -> None:
    code = start
    for routine in (430_000, 370_000, 430_000):
        code = after(code, routine, 200_000)

    assert code == start


# Shares around every border, and exactly on it.
millionths = st.sampled_from([0, 349_999, 350_000, 399_999, 400_000, 400_001, 449_999, 450_000, 450_001, 600_000])


@given(histories=st.lists(st.lists(st.tuples(millionths, millionths), min_size=1, max_size=12), max_size=6))
def test_path_of_everybody_is_that_of_each_step_by_step(histories: list[list[tuple[int, int]]]) -> None:
    shares = [share for history in histories for share in history]
    index = [step for history in histories for step in range(len(history))]

    path = class_path(
        np.array([routine for routine, _ in shares], dtype=np.int64),
        np.array([new for _, new in shares], dtype=np.int64),
        np.array(index, dtype=np.int64),
        config=DEFAULT_CONFIG,
    )

    expected = []
    for (routine, new), step in zip(shares, index, strict=True):
        code = NEW if step == 0 else by_threshold(routine, new) if step == 1 else after(expected[-1], routine, new)
        expected.append(code)
    assert path.tolist() == expected
