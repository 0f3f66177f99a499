"""What people write, read as they mean it; what could mean two things is asked back and never guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from segmentation.dimension import Dimension, Kind
from segmentation.values.columns import parse_column, signs_of_style, style_from
from segmentation.values.parse import parse_text
from segmentation.values.problems import UnfitValueError
from tests.segmentation.attributes.dimensions import (
    CITY,
    FOUNDED,
    KEY_ACCOUNT,
    SIZE,
    STAFF,
    SYSTEMS,
    TRADE,
    TURNOVER,
)

SHARE = Dimension(key="toy_share", label="Share", kind=Kind.NUMBER, unit="%")
PART = Dimension(key="toy_part", label="Part", kind=Kind.NUMBER, least=0, most=1)
IN_EUROS = Dimension(key="toy_euros", label="Euros", kind=Kind.MONEY, unit="EUR")


@pytest.mark.parametrize(
    ("dimension", "text", "value"),
    [
        (STAFF, " 12 ", 12),
        (STAFF, "12.5", 12.5),
        (STAFF, "12,5", 12.5),
        (STAFF, "-0,125", -0.125),
        (STAFF, "1 250", 1250),
        (STAFF, "1\u00a0250,5", 1250.5),
        (STAFF, "1'250", 1250),
        (STAFF, "1.234.567", 1234567),
        (STAFF, "1,234,567.5", 1234567.5),
        (STAFF, "1.234,50", 1234.5),
        (STAFF, "1e3", 1000),
        (SHARE, "12,5 %", 12.5),
        (PART, "0.42", 0.42),
        (PART, "42 %", 0.42),
        (PART, "12,5%", 0.125),
        (TURNOVER, "1.250.000,50", Decimal("1250000.50")),
        (TURNOVER, "12.5", Decimal("12.5")),
        (IN_EUROS, "EUR 12.50", Decimal("12.50")),
        (IN_EUROS, "12,50 eur", Decimal("12.50")),
        (FOUNDED, "1987-03-01", date(1987, 3, 1)),
        (FOUNDED, "1987-03-01T00:00:00", date(1987, 3, 1)),
        (FOUNDED, "1.3.1987", date(1987, 3, 1)),
        (FOUNDED, "31/03/1987", date(1987, 3, 31)),
        (FOUNDED, "03/31/1987", date(1987, 3, 31)),
        (FOUNDED, "05-05-1987", date(1987, 5, 5)),
        (KEY_ACCOUNT, "Yes", True),
        (KEY_ACCOUNT, "nej", False),
        (KEY_ACCOUNT, "0", False),
        (SIZE, "small", "small"),
        (SIZE, "LARGE FIRM", "large"),
        (SYSTEMS, "EDI; erp|Punch-out", frozenset({"edi", "erp", "punch_out"})),
        (SYSTEMS, "-", frozenset()),
        (CITY, "  Ærø  ", "Ærø"),
        (TRADE, "62.01 a", "6201A"),
        (STAFF, "  ", None),
    ],
)
def test_value_is_read_as_it_is_meant(dimension: Dimension, text: str, value: Any) -> None:
    assert parse_text(dimension, text) == value


@pytest.mark.parametrize(
    ("dimension", "text", "why"),
    [
        (STAFF, "many", "“many” is not a number such as 12 or 12.50."),
        (STAFF, "1.2.3", "“1.2.3” is not a number such as 12 or 12.50."),
        (STAFF, "12,34,567", "“12,34,567” is not a number such as 12 or 12.50."),
        (STAFF, "1,250", "“1,250” may mean 1250 or 1.2500: write it in one of these two ways."),
        (STAFF, "nan", "“nan” is not a number such as 12 or 12.50."),
        (STAFF, "=1+1", "“=1+1” is not a number such as 12 or 12.50."),
        (TURNOVER, "0.005", "“0.005” has more decimals than the 2 of an amount."),
        (TURNOVER, "9" * 20, f"“{'9' * 20}” is too large an amount."),
        (FOUNDED, "01/02/1987", "“01/02/1987” may mean 1987-02-01 or 1987-01-02: write it in one of these two ways."),
        (FOUNDED, "1987-02-30", "“1987-02-30” is not a day such as 2024-01-31 or 31.01.2024."),
        (FOUNDED, "spring", "“spring” is not a day such as 2024-01-31 or 31.01.2024."),
        (KEY_ACCOUNT, "perhaps", "“perhaps” is neither yes nor no."),
        (SIZE, "huge", "“huge” is none of the choices: Small firm, Large firm."),
        (SYSTEMS, "erp; fax", "“fax” is none of the choices: ERP, EDI, Punch-out."),
        (CITY, "x" * 301, "The text has 301 signs. At most 300 are kept."),
        (CITY, "a\0b", "The text has a line break or a sign that cannot be shown."),
    ],
)
def test_value_that_does_not_fit_is_refused_in_words(dimension: Dimension, text: str, why: str) -> None:
    with pytest.raises(UnfitValueError) as refused:
        parse_text(dimension, text)

    assert str(refused.value) == why


@pytest.mark.parametrize(
    ("dimension", "texts", "stored", "at_fault"),
    [
        (STAFF, ["1.250", "12,5", ""], [1250.0, 12.5, None], []),
        (STAFF, ["1,250", "12.5", None], [1250.0, 12.5, None], []),
        (STAFF, ["1,250", "7"], [None, 7.0], [0]),
        (STAFF, ["1,250", "12.5", "12,5"], [None, 12.5, 12.5], [0]),
        (TURNOVER, ["1.250", "1.250,00"], [125000, 125000], []),
        (FOUNDED, ["01/02/1987", "31/12/1990"], [date(1987, 2, 1), date(1990, 12, 31)], []),
        (FOUNDED, ["01/02/1987", "12/31/1990"], [date(1987, 1, 2), date(1990, 12, 31)], []),
        (FOUNDED, ["01/02/1987", "31/12/1990", "12/31/1990"], [None, date(1990, 12, 31), date(1990, 12, 31)], [0]),
        (SYSTEMS, ["erp", "EDI|erp", "-"], ["|erp|", "|edi|erp|", "|"], []),
        (SIZE, ["small", "huge", "Large firm", "huge"], ["small", None, "large", None], [1, 3]),
    ],
)
def test_column_says_by_itself_how_its_numbers_and_days_are_written(
    dimension: Dimension, texts: list[str | None], stored: list[Any], at_fault: list[int]
) -> None:
    column = pd.Series(texts, dtype="object")

    parsed = parse_column(dimension, column, style_from(dimension, signs_of_style(dimension, column)))

    assert list(parsed.stored) == stored
    assert sorted(parsed.problems) == at_fault
