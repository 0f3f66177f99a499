"""Integer arithmetic and sorting: what makes a result the same for any order or batching of the lines."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

SCALE = 1_000_000
"""Logarithms, square roots and shares are whole millionths: their sums do not depend on the order of adding."""
ROUNDING = 2
"""Millionths by which a comparison of two rounded logarithms may be off, so that exactly twice counts as twice."""


def fixed_log(values: Ints) -> Ints:
    """Natural logarithms in millionths."""
    logs: Ints = np.rint(np.log(values) * SCALE).astype(np.int64)
    return logs


def fixed_sqrt(values: Ints) -> Ints:
    """Square roots in millionths."""
    roots: Ints = np.rint(np.sqrt(values) * SCALE).astype(np.int64)
    return roots


def fixed(value: float) -> int:
    """A constant in millionths."""
    return round(value * SCALE)


def pack(*columns: tuple[npt.NDArray[np.signedinteger], int]) -> Ints:
    """One integer per row that sorts as the columns do; each comes with its size, all its values below it."""
    if math.prod(max(size, 1) for _, size in columns) >= 2**63:
        raise OverflowError("Too many different customers, items and days at once: classify fewer customers at a time.")
    packed = columns[0][0].astype(np.int64)
    for column, size in columns[1:]:
        packed *= size
        packed += column
    return packed


def sort_order(keys: Ints, bound: int) -> tuple[Ints, Ints]:
    """The keys sorted and the row each came from; all keys are below the bound.

    Sorting plain integers is several times faster than sorting positions, so the row number rides in the low bits
    wherever there is room for it.
    """
    bits = max(len(keys) - 1, 0).bit_length()
    if bound.bit_length() + bits > 63:
        order = np.argsort(keys, kind="stable").astype(np.int64)
        return keys[order], order
    packed = keys << bits
    packed |= np.arange(len(keys), dtype=np.int64)
    packed.sort()
    return packed >> bits, packed & ((1 << bits) - 1)


def bits_for(size: int) -> int:
    """How many bits hold every number below the size."""
    return max(size - 1, 0).bit_length()


def sort_rows(*columns: tuple[npt.NDArray[np.signedinteger], int]) -> tuple[Ints, Ints]:
    """Rows in the order of their columns: their keys, ascending, and the row each came from; equal rows keep theirs.

    Each column comes with its size, all its values from 0 to below it, and has its own bits in the key, the last column
    the lowest. Rows that are already in order are not sorted again.
    """
    total = sum(bits_for(size) for _, size in columns)
    if total > 63:
        raise OverflowError("Too many different customers, items and days at once: classify fewer customers at a time.")
    keys = columns[0][0].astype(np.int64)
    for column, size in columns[1:]:
        keys <<= bits_for(size)
        keys |= column
    if len(keys) < 2 or bool((keys[1:] >= keys[:-1]).all()):
        return keys, np.arange(len(keys), dtype=np.int64)
    return sort_order(keys, 1 << total)


def starts_of(sorted_keys: npt.NDArray[np.signedinteger]) -> Ints:
    """Where each run of equal keys starts."""
    if not len(sorted_keys):
        return np.empty(0, dtype=np.int64)
    changes = np.flatnonzero(sorted_keys[1:] != sorted_keys[:-1]) + 1
    return np.concatenate((np.zeros(1, dtype=np.int64), changes))


def lengths_of(starts: Ints, total: int) -> Ints:
    """How long each run is."""
    return np.diff(starts, append=total)


def position_in_run(starts: Ints, total: int) -> Ints:
    """0, 1, 2 ... within every run."""
    return np.arange(total, dtype=np.int64) - np.repeat(starts, lengths_of(starts, total))


def sum_runs(values: Ints, starts: Ints) -> Ints:
    """The sum of every run."""
    if len(starts) == len(values):
        return values
    return np.add.reduceat(values, starts)
