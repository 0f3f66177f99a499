"""The fields of order records as columns of integers, each held to what its field is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from segmentation.analysis.arrays import Ints
from segmentation.analysis.baskets import NO_AMOUNT
from segmentation.analysis.days import NO_DAY
from segmentation.order_records import OrderRecord, OrderRecordError

NO_MOMENT = np.iinfo(np.int64).min
"""Where there is no moment."""
UNKNOWN = -1
"""Where a yes or no, or a code, is not known."""
LARGEST_AMOUNT = 10**13
"""In minor units; beyond, sums could overflow."""

Flags = npt.NDArray[np.int8]
Objects = npt.NDArray[np.object_]


class RecordColumns:
    """Raises OrderRecordError for a column with something else in it."""

    def __init__(self, records: Sequence[OrderRecord]) -> None:
        try:
            columns = zip(OrderRecord._fields, zip(*records, strict=True), strict=bool(records))
            self._columns: Mapping[str, Sequence[Any]] = dict(columns)
        except ValueError as error:
            raise OrderRecordError("An order record has not the fields of `OrderRecord`.") from error

    def texts(self, name: str) -> Objects:
        """None where there is none."""
        texts = self._typed(name, pa.string(), "a text").to_numpy(zero_copy_only=False)
        return cast("Objects", texts.astype(np.object_))

    def amounts(self, name: str, *, minor_digits: int) -> Ints:
        """To the nearest minor unit; NO_AMOUNT where there is none."""
        try:
            whole = np.array(self._columns.get(name, ()), dtype=np.object_).astype(np.float64)
        except (TypeError, ValueError, ArithmeticError) as error:
            raise _unfit(name, "an amount", error) from error
        minor = np.rint(whole * 10**minor_digits)
        if (np.abs(minor) > LARGEST_AMOUNT).any():
            raise _unfit(name, "an amount of a single order", np.abs(minor).max())
        known = ~np.isnan(minor)
        amounts = np.full(len(minor), NO_AMOUNT, dtype=np.int64)
        amounts[known] = minor[known].astype(np.int64)
        return amounts

    def flags(self, name: str) -> Flags:
        """1, 0 or UNKNOWN."""
        column = self._typed(name, pa.bool_(), "yes or no").cast(pa.int8()).fill_null(UNKNOWN)
        return cast("Flags", column.to_numpy(zero_copy_only=False))

    def days(self, name: str) -> Ints:
        """Days since 1970-01-01; NO_DAY where there is none."""
        column = self._typed(name, None, "a day")
        if not (pa.types.is_null(column.type) or pa.types.is_date(column.type)):
            raise _unfit(name, "a day", column.type)
        days = column.cast(pa.date32()).cast(pa.int32()).cast(pa.int64()).fill_null(NO_DAY)
        return cast("Ints", days.to_numpy(zero_copy_only=False))

    def moments(self, name: str) -> Ints:
        """Microseconds since 1970; NO_MOMENT where there is none."""
        column = self._typed(name, None, "a moment")
        if not pa.types.is_null(column.type) and getattr(column.type, "tz", None) is None:
            raise _unfit(name, "a moment with its time zone", column.type)
        moments = column.cast(pa.timestamp("us", tz="UTC")).cast(pa.int64()).fill_null(NO_MOMENT)
        return cast("Ints", moments.to_numpy(zero_copy_only=False))

    def _typed(self, name: str, dtype: pa.DataType | None, what: str) -> pa.Array:
        try:
            return pa.array(self._columns.get(name, ()), type=dtype)
        except (pa.ArrowException, OverflowError) as error:
            raise _unfit(name, what, error) from error


def _unfit(name: str, what: str, found: object) -> OrderRecordError:
    return OrderRecordError(f"`{name}` of an order record is not {what}: {found}.")
