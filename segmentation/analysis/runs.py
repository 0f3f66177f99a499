"""Runs of equal keys among sorted rows, added up."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

from segmentation.analysis.arrays import Ints, lengths_of, starts_of

FEW = 4
"""Rows beyond the first of their run are few if they are less than one in so many."""


class Runs:
    """Where each run of equal keys starts, and sums over runs, whichever way is quicker for their lengths."""

    def __init__(self, sorted_keys: Ints) -> None:
        self.total = len(sorted_keys)
        self.starts = starts_of(sorted_keys)

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def lengths(self) -> Ints:
        return lengths_of(self.starts, self.total)

    @property
    def all_single(self) -> bool:
        return len(self.starts) == self.total

    @cached_property
    def _further(self) -> tuple[Ints, Ints]:
        """Rows that are not the first of their run, and the run each belongs to."""
        is_first = np.zeros(self.total, dtype=np.bool_)
        is_first[self.starts] = True
        rows = np.flatnonzero(~is_first)
        return rows, np.searchsorted(self.starts, rows, side="right") - 1

    def first(self, values: npt.NDArray) -> npt.NDArray:
        """Of every run the first value."""
        return values if self.all_single else values[self.starts]

    def sum(self, values: Ints) -> Ints:
        """Of every run the sum."""
        return self._reduce(np.add, values)

    def max(self, values: npt.NDArray) -> npt.NDArray:
        """Of every run the largest value."""
        return self._reduce(np.maximum, values)

    def expand(self, values: npt.NDArray) -> npt.NDArray:
        """A value per run as one per row."""
        return values if self.all_single else np.repeat(values, self.lengths)

    def _reduce(self, operation: np.ufunc, values: npt.NDArray) -> npt.NDArray:
        if self.all_single:
            return values
        if (self.total - len(self.starts)) * FEW > self.total:
            return operation.reduceat(values, self.starts)
        reduced = values[self.starts]
        rows, run = self._further
        operation.at(reduced, run, values[rows])
        return reduced
