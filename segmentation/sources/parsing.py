"""Columns as they come, turned into numbers, days and texts; the first value that does not fit is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd
from django.utils.translation import gettext as _

from segmentation.sources.errors import SourceError

TRUE_WORDS = frozenset({"true", "t", "yes", "y", "1"})
FALSE_WORDS = frozenset({"false", "f", "no", "n", "0", ""})
OFFSET = r"[Tt ].*(?:[Zz]|[+-]\d{2}:?\d{2})$"
SECONDS_PER_DAY = 86_400


@dataclass(frozen=True, slots=True)
class ColumnReader:
    """Reads the columns of one raw frame, whose index counts the rows of the source from 0.

    `first_line` is the file's line of the first row, for text files.
    """

    raw: pd.DataFrame
    first_line: int | None = None

    def texts(self, column: str) -> pd.Series[str]:
        """Stripped texts; nothing for null. Whole numbers are taken as they are written."""
        values = self.raw[column]
        if pd.api.types.is_float_dtype(values.dtype):
            self._refuse(column, values.notna() & (values % 1 != 0), _("a text or a whole number"))
            values = values.astype("Int64")
        texts: pd.Series[str] = values.astype("str").fillna("").str.strip()
        return texts.mask(values.isna(), "")

    def numbers(self, column: str, *, blank: float | None = None) -> npt.NDArray[np.float64]:
        """Numbers with a decimal point; a blank one is refused unless it stands for something."""
        values = self.raw[column]
        if pd.api.types.is_bool_dtype(values.dtype) or pd.api.types.is_datetime64_any_dtype(values.dtype):
            self._refuse(column, np.ones(len(values), dtype=np.bool_), _("a number"))
        numbers = pd.to_numeric(values, errors="coerce").astype("float64")
        is_blank = self.raw[column].isna() | (self.raw[column].astype("str").str.strip() == "")
        if blank is not None:
            numbers = numbers.mask(is_blank, blank)
        found: npt.NDArray[np.float64] = np.asarray(numbers, dtype=np.float64)
        self._refuse(column, ~np.isfinite(found), _("a number such as 12 or 12.50"))
        return found

    def days(self, column: str, *, time_zone: ZoneInfo) -> npt.NDArray[np.int32]:
        """Days since 1970-01-01 in the time zone. A time without an offset is on that zone's clock already."""
        values = self.raw[column]
        if isinstance(values.dtype, pd.DatetimeTZDtype):
            moments = values.dt.tz_convert(time_zone).dt.tz_localize(None)
        elif pd.api.types.is_datetime64_dtype(values.dtype):
            moments = values
        elif pd.api.types.is_numeric_dtype(values.dtype):
            moments = pd.Series(pd.NaT, index=values.index)
        else:
            moments = _parse_moments(values, time_zone)
        self._refuse(column, moments.isna(), _("a date such as 2011-05-31 or 2011-05-31 14:30"))
        seconds = moments.astype("datetime64[s]").to_numpy().astype(np.int64)
        self._refuse(column, seconds < 0, _("a date after 1970"))
        days: npt.NDArray[np.int32] = (seconds // SECONDS_PER_DAY).astype(np.int32)
        return days

    def flags(self, column: str) -> npt.NDArray[np.bool_]:
        """Yes or no; blank is no."""
        values = self.raw[column]
        if pd.api.types.is_bool_dtype(values.dtype):
            return values.fillna(False).to_numpy(dtype=np.bool_)
        words = self.texts(column).str.lower()
        self._refuse(column, ~words.isin(TRUE_WORDS | FALSE_WORDS), _("true or false"))
        return words.isin(TRUE_WORDS).to_numpy(dtype=np.bool_)

    def refuse(self, column: str, row: int, problem: str, expected: str) -> None:
        """Refuse the whole source because of one row, by its position in the frame."""
        number = int(self.raw.index[row])
        line = None if self.first_line is None else self.first_line + number
        raise SourceError(problem, column=column, row=number + 1, line=line, expected=expected)

    def _refuse(self, column: str, wrong: pd.Series[bool] | npt.NDArray[np.bool_], expected: str) -> None:
        rows = np.flatnonzero(np.asarray(wrong, dtype=np.bool_))
        if len(rows):
            value = self.raw[column].iloc[rows[0]]
            shown = _("nothing") if pd.isna(value) or str(value).strip() == "" else f"“{str(value)[:40]}”"
            self.refuse(column, int(rows[0]), _("found %(value)s.") % {"value": shown}, expected)


def _parse_moments(values: pd.Series, time_zone: ZoneInfo) -> pd.Series[pd.Timestamp]:
    """ISO 8601 only: 01/02/2011 means two different days, and guessing would be silent."""
    texts = values.astype("str").str.strip()
    with_offset = texts.str.contains(OFFSET, regex=True, na=False)
    moments = pd.Series(pd.NaT, index=values.index, dtype="datetime64[s]")
    parse: Callable[..., pd.Series] = pd.to_datetime
    naive = parse(texts[~with_offset], format="ISO8601", errors="coerce")
    moments[~with_offset] = naive.astype("datetime64[s]")
    aware = parse(texts[with_offset], format="ISO8601", errors="coerce", utc=True)
    moments[with_offset] = aware.dt.tz_convert(time_zone).dt.tz_localize(None).astype("datetime64[s]")
    return moments
