"""Texts of order lines: every different one is held once, and a line holds its number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Texts:
    """One text a line; `names[codes[line]]`. No name is there twice, and nothing is the empty text."""

    codes: Codes
    names: list[str]

    @classmethod
    def of(cls, codes: npt.NDArray[np.integer], names: Sequence[str]) -> Texts:
        """From codes (-1 for nothing) and names, of which some may be the same."""
        numbers: dict[str, int] = {}
        renumbered = [numbers.setdefault(name, len(numbers)) for name in (*names, "")]
        return cls(np.asarray(renumbered, dtype=np.int32)[codes], list(numbers))

    @classmethod
    def from_series(cls, values: pd.Series) -> Texts:
        """From a column of anything, each different value written once."""
        if isinstance(values.dtype, pd.CategoricalDtype):
            codes, found = values.cat.codes.to_numpy(), values.cat.categories
        else:
            codes, found = pd.factorize(values)
        return cls.of(codes, [str(value) for value in found])

    @classmethod
    def same(cls, name: str, lines: int) -> Texts:
        """The same text on every line."""
        return cls(np.zeros(lines, dtype=np.int32), [name])

    def changed(self, change: Callable[[str], str]) -> Texts:
        """Every text changed in the same way."""
        return Texts.of(self.codes, [change(name) for name in self.names])

    def where(self, holds: Callable[[str], bool]) -> Bools:
        """The lines whose text is such."""
        found: Bools = np.asarray([holds(name) for name in self.names], dtype=np.bool_)[self.codes]
        return found

    def take(self, lines: npt.NDArray[np.generic]) -> pd.Categorical:
        """The texts of some lines, as a frame holds them; only those that are there."""
        codes = self.codes[lines]
        used = np.flatnonzero(np.bincount(codes, minlength=len(self.names)))
        numbers = np.full(len(self.names), -1, dtype=np.int32)
        numbers[used] = np.arange(len(used), dtype=np.int32)
        names = pd.Index([self.names[number] for number in used], dtype="str")
        return pd.Categorical.from_codes(numbers[codes], categories=names)
