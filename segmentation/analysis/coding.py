"""Canonical order lines with a number for every text, so that all further work is on arrays of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation.analysis.arrays import Codes, Ints
from segmentation.contracts import ORDER_COLUMNS, TERMS

Terms = npt.NDArray[np.int8]
Numbers = npt.NDArray[np.signedinteger]

NO_CATEGORY = 0
"""Code of the empty category."""
LARGEST_DAY = 2**20
LARGEST_AMOUNT = 10**13
"""Of a single line; sums over millions of lines stay within 64 bits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedLines:
    """One entry per line in every array; names are looked up by code."""

    customer: Codes
    sku: Codes
    category: Codes
    day: Codes
    quantity: Ints
    value: Ints
    terms: Terms | None
    """Where anything is known of them."""
    customer_names: list[str]
    """Sorted; also of customers without a line."""
    sku_names: pd.Index
    category_names: list[str]
    """Sorted; the empty category is the first."""

    @property
    def days(self) -> int:
        """An exclusive upper bound of `day`."""
        return int(self.day.max(initial=0)) + 1

    def take(self, rows: Ints | slice) -> Self:
        """Only these rows, in this order."""
        return replace(
            self,
            customer=self.customer[rows],
            sku=self.sku[rows],
            category=self.category[rows],
            day=self.day[rows],
            quantity=self.quantity[rows],
            value=self.value[rows],
            terms=None if self.terms is None else self.terms[rows],
        )


def encode_lines(lines: pd.DataFrame, customers: Sequence[str] = ()) -> CodedLines:
    """The lines of a canonical frame, with those of `customers` that have none known as well.

    Raises ValueError where a column is missing, a key is empty or a day lies before 1970-01-01.
    """
    missing = [column for column in ORDER_COLUMNS if column not in lines.columns]
    if missing:
        raise ValueError(f"Order lines lack the columns {', '.join(missing)}.")
    customer, customer_names = _number_by_name(*_codes_and_texts(lines["customer_key"]), also=customers)
    category, category_names = _number_by_name(*_codes_and_texts(lines["category"]), also=("",))
    sku, sku_names = _codes_and_texts(lines["sku"])
    if min(customer.min(initial=0), category.min(initial=0), sku.min(initial=0)) < 0:
        raise ValueError("Order lines have no empty customer, sku or category; an unknown category is an empty text.")
    day = _whole_numbers(lines["day"], largest=LARGEST_DAY).astype(np.int32, copy=False)
    if day.min(initial=0) < 0:
        raise ValueError("Order lines before 1970-01-01 are not supported.")
    return CodedLines(
        customer=customer,
        sku=sku.astype(np.int32, copy=False),
        category=category,
        day=day,
        quantity=_whole_numbers(lines["quantity"], largest=LARGEST_AMOUNT).astype(np.int64, copy=False),
        value=_whole_numbers(lines["value"], largest=LARGEST_AMOUNT).astype(np.int64, copy=False),
        terms=lines[TERMS].to_numpy(dtype=np.int8) if TERMS in lines.columns else None,
        customer_names=customer_names,
        sku_names=sku_names,
        category_names=category_names,
    )


def _whole_numbers(column: pd.Series, *, largest: int) -> Numbers:
    """A column of whole numbers; NaN, an infinity, a fraction or a number without measure is refused."""
    if not pd.api.types.is_integer_dtype(column.dtype):
        numbers = column.to_numpy(dtype=np.float64, na_value=np.nan)
        if not (np.isfinite(numbers).all() and (numbers == np.rint(numbers)).all()):
            raise ValueError(f"Order lines have whole numbers in {column.name}, and neither gaps nor fractions.")
    found: Numbers = column.to_numpy(dtype=np.int64) if column.dtype.kind == "f" else column.to_numpy()
    if max(int(found.max(initial=0)), -int(found.min(initial=0))) > largest:
        raise ValueError(f"Order lines have numbers up to {largest:,} in {column.name}.")
    return found


def _codes_and_texts(column: pd.Series) -> tuple[Numbers, pd.Index]:
    """A number a line and the text behind each number, of those that are on a line; -1 for a line without a text."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        numbers, found = pd.factorize(column)
        return numbers.astype(np.int64, copy=False), pd.Index(found)
    codes: Numbers = np.asarray(column.cat.codes)
    texts = column.cat.categories
    # The first place is that of lines without a text.
    used = np.bincount(codes.astype(np.int64) + 1, minlength=len(texts) + 1)[1:] > 0
    if used.all():
        return codes, texts
    place = np.append(np.cumsum(used) - 1, -1).astype(np.int32)
    return place[codes], texts[used]


def _number_by_name(codes: Numbers, texts: pd.Index, *, also: Sequence[str]) -> tuple[Codes, list[str]]:
    """Codes that sort as the texts do, and the texts, with some that may be on no line; -1 stays -1."""
    known: list[str] = texts.to_numpy(dtype=object).tolist()
    names = sorted({*known, *also})
    if known == names:
        return codes.astype(np.int32, copy=False), names
    place = np.append(pd.Index(names).get_indexer(texts), -1).astype(np.int32)
    return place[codes], names
