"""Coded lines in blocks of whole companies, small enough that a processor's cache holds what is being worked on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from segmentation.analysis.arrays import Ints
from segmentation.analysis.coding import CodedLines

LINES_PER_BLOCK = 1 << 18
"""About two megabytes for a column of 64-bit integers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Companies from `first` to before `last`, and where their lines are."""

    first: int
    last: int
    rows: Ints | slice


def split_into_blocks(lines: CodedLines, *, lines_per_block: int = LINES_PER_BLOCK) -> Iterator[Block]:
    """All companies in their order, in blocks of about so many lines; a larger company is a block of its own."""
    companies = len(lines.customer_names)
    if not companies:
        return
    counts = np.bincount(lines.customer, minlength=companies)
    ends = np.cumsum(counts)
    block_of = (ends - counts) // lines_per_block
    firsts = np.flatnonzero(np.diff(block_of, prepend=-1))
    lasts = np.append(firsts[1:], companies)
    edges = np.concatenate((np.zeros(1, dtype=np.int64), ends))
    order = None if bool((lines.customer[1:] >= lines.customer[:-1]).all()) else _by_block(lines, firsts, lasts)
    for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
        rows = slice(int(edges[first]), int(edges[last]))
        yield Block(first=first, last=last, rows=rows if order is None else order[rows])


def take_block(lines: CodedLines, block: Block) -> CodedLines:
    """The lines of one block, whose companies are numbered from 0."""
    taken = lines.take(block.rows)
    return replace(
        taken,
        customer=taken.customer - np.int32(block.first),
        customer_names=lines.customer_names[block.first : block.last],
    )


def _by_block(lines: CodedLines, firsts: Ints, lasts: Ints) -> Ints:
    """Rows in the order of their blocks; sorted by counting, as long as the number of blocks fits into 16 bits."""
    kind = np.uint16 if len(firsts) < 1 << 16 else np.int64
    numbers = np.repeat(np.arange(len(firsts)).astype(kind), lasts - firsts)
    return np.argsort(numbers[lines.customer], kind="stable")
