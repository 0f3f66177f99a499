"""Columns as they come, turned into numbers, days and texts; the first value that does not fit is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd
from django.utils.translation import gettext as _

from segmentation.sources.columns import ColumnMap
from segmentation.sources.errors import SourceError
from segmentation.sources.texts import Bools, Texts

TRUE_WORDS = frozenset({"true", "t", "yes", "y", "1"})
FALSE_WORDS = frozenset({"false", "f", "no", "n", "0", ""})
OFFSET = r"[Tt ].*(?:[Zz]|[+-]\d{2}:?\d{2})$"
SECONDS_PER_DAY = 86_400


@dataclass(frozen=True, slots=True)
class ColumnReader:
    """Reads the columns of one raw frame, whose index counts the rows of the source from 0.

    Every different value is parsed once. `first_line` is the file's line of the first row, for text files. With
    `owners`, rows have no numbers: an error is placed by the order and the customers that these columns name.
    """

    raw: pd.DataFrame
    first_line: int | None = None
    owners: ColumnMap | None = None

    def texts(self, column: str, *, exact: bool = False) -> Texts:
        """Texts, stripped unless they are to be exact; nothing for null. Whole numbers are as they are written."""
        values = self.raw[column]
        if pd.api.types.is_float_dtype(values.dtype):
            self._refuse(column, values.notna() & (values % 1 != 0), _("a text or a whole number"))
            values = values.astype("Int64")
        texts = Texts.from_series(values)
        return texts if exact else texts.changed(str.strip)

    def numbers(self, column: str, *, blank: float = np.nan) -> npt.NDArray[np.float64]:
        """Numbers with a decimal point; a blank one is refused unless it stands for something."""
        values = self.raw[column]
        if pd.api.types.is_bool_dtype(values.dtype) or pd.api.types.is_datetime64_any_dtype(values.dtype):
            self._refuse(column, np.ones(len(values), dtype=np.bool_), _("a number"))
        if pd.api.types.is_numeric_dtype(values.dtype):
            numbers = values.to_numpy(dtype=np.float64, na_value=np.nan)
            numbers = np.where(values.isna(), blank, numbers)
            self._refuse(column, ~np.isfinite(numbers), _("a number such as 12 or 12.50"))
            return numbers
        codes, found = self._different(values)
        numbers = np.asarray(pd.to_numeric(found, errors="coerce"), dtype=np.float64)
        is_blank = (found.astype("str").str.strip() == "").to_numpy(dtype=np.bool_)
        wanted: npt.NDArray[np.float64] = np.append(np.where(is_blank, blank, numbers), blank)[codes]
        self._refuse(column, ~np.isfinite(wanted), _("a number such as 12 or 12.50"))
        return wanted

    def days(self, column: str, *, time_zone: ZoneInfo) -> npt.NDArray[np.int32]:
        """Days since 1970-01-01 in the time zone. A time without an offset is on that zone's clock already."""
        values = self.raw[column]
        codes, found = self._different(values)
        if isinstance(found.dtype, pd.DatetimeTZDtype):
            moments = _on_the_clock(found, time_zone)
        elif pd.api.types.is_datetime64_dtype(found.dtype):
            moments = found
        elif pd.api.types.is_numeric_dtype(found.dtype):
            moments = pd.Series(pd.NaT, index=found.index)
        else:
            moments = _parse_moments(found, time_zone)
        missing = np.append(moments.isna().to_numpy(dtype=np.bool_), True)
        self._refuse(column, missing[codes], _("a date such as 2011-05-31 or 2011-05-31 14:30"))
        seconds = np.append(moments.astype("datetime64[s]").to_numpy().astype(np.int64), 0)
        self._refuse(column, ((seconds < 0) & ~missing)[codes], _("a date after 1970"))
        days: npt.NDArray[np.int32] = (seconds // SECONDS_PER_DAY).astype(np.int32)[codes]
        return days

    def flags(self, column: str) -> Bools:
        """Yes or no; blank is no."""
        words = self.texts(column).changed(str.lower)
        self._refuse(column, ~words.where((TRUE_WORDS | FALSE_WORDS).__contains__), _("true or false"))
        return words.where(TRUE_WORDS.__contains__)

    def refuse(self, column: str, rows: int | npt.NDArray[np.int64], problem: str, expected: str) -> NoReturn:
        """Refuse the source because of rows, by their positions in the frame; the first is named."""
        rows = np.atleast_1d(rows)
        if self.owners is not None:
            order = self.raw[self.owners.order].iloc[int(rows[0])]
            customers = map(str, self.raw[self.owners.customer].iloc[rows].dropna().unique())
            raise SourceError(problem, column=column, order=str(order), expected=expected, customers=tuple(customers))
        number = int(self.raw.index[int(rows[0])])
        line = None if self.first_line is None else self.first_line + number
        raise SourceError(problem, column=column, row=number + 1, line=line, expected=expected)

    def _refuse(self, column: str, wrong: pd.Series[bool] | Bools, expected: str) -> None:
        rows = np.flatnonzero(np.asarray(wrong, dtype=np.bool_))
        if len(rows):
            value = self.raw[column].iloc[rows[0]]
            shown = _("nothing") if _is_blank(value) else f"“{str(value)[:40]}”"
            self.refuse(column, rows, _("found %(value)s.") % {"value": shown}, expected)

    def _different(self, values: pd.Series) -> tuple[npt.NDArray[np.integer], pd.Series]:
        """A code a row, -1 for null, and what it stands for."""
        if isinstance(values.dtype, pd.CategoricalDtype):
            return values.cat.codes.to_numpy(), values.cat.categories.to_series().reset_index(drop=True)
        if pd.api.types.is_datetime64_dtype(values.dtype):
            return np.arange(len(values), dtype=np.int64), values.reset_index(drop=True)
        codes, found = pd.factorize(values)
        return codes, pd.Series(found)


def _is_blank(value: Any) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or str(value).strip() in {"", "nan"}


def _on_the_clock(moments: pd.Series, time_zone: ZoneInfo) -> pd.Series:
    local: pd.Series = moments.dt.tz_convert(time_zone).dt.tz_localize(None)
    return local


def _parse_moments(values: pd.Series, time_zone: ZoneInfo) -> pd.Series[pd.Timestamp]:
    """ISO 8601 only: 01/02/2011 means two different days, and guessing would be silent."""
    texts = values.astype("str").str.strip()
    with_offset = texts.str.contains(OFFSET, regex=True, na=False)
    moments = pd.Series(pd.NaT, index=values.index, dtype="datetime64[s]")
    parse: Callable[..., pd.Series] = pd.to_datetime
    naive = parse(texts[~with_offset], format="ISO8601", errors="coerce")
    moments[~with_offset] = naive.astype("datetime64[s]")
    aware = parse(texts[with_offset], format="ISO8601", errors="coerce", utc=True)
    moments[with_offset] = _on_the_clock(aware, time_zone).astype("datetime64[s]")
    return moments
