from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from segmentation.sources.canonical import CanonicalOrders, LineRules
from segmentation.sources.columns import detect_columns
from segmentation.sources.errors import SourceError
from segmentation.sources.raw_lines import to_canonical

LINE = {"order_id": "1", "customer_id": "acme", "ordered_at": "2024-01-01", "sku": "a", "quantity": 1, "unit_price": 1}


def canonical(*lines: dict[str, Any], rules: LineRules | None = None) -> CanonicalOrders:
    raw = pd.DataFrame([{**LINE, **line} for line in lines])
    return to_canonical(raw, detect_columns(list(raw.columns)), rules=rules)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ({"customer_id": None}, "no_customer"),
        ({"customer_id": "  "}, "no_customer"),
        ({"sku": ""}, "no_sku"),
        ({"is_adjustment": True}, "adjustment"),
        ({"is_product": False}, "not_a_product"),
        ({"sku": "postage"}, "not_a_product"),
        ({"quantity": 0}, "no_quantity"),
        ({"quantity": -1, "is_cancellation": False}, "write_off"),
        ({"quantity": 1, "is_cancellation": True}, "cancelled"),
        ({"unit_price": 0}, "no_price"),
        ({"unit_price": -1}, "no_price"),
        ({"unit_price": None}, "no_price"),
        ({"state": "Cancelled"}, "state"),
    ],
)
def test_line_that_is_no_sale_is_dropped_and_counted(line: dict[str, Any], reason: str) -> None:
    orders = canonical(line)

    assert (len(orders.frame), orders.dropped) == (0, {reason: 1})


@pytest.mark.parametrize("line", [{"quantity": -2}, {"quantity": -2, "is_cancellation": "yes"}])
def test_negative_quantity_is_a_return(line: dict[str, Any]) -> None:
    orders = canonical(line)

    assert orders.frame[["quantity", "value"]].to_dict("split")["data"] == [[-2000, -200]]


def test_source_that_marks_products_may_sell_postage() -> None:
    assert canonical({"sku": "POSTAGE", "is_product": True}).frame["sku"].tolist() == ["POSTAGE"]


def test_lines_of_a_returns_source_are_returns() -> None:
    orders = canonical({"quantity": 2}, rules=LineRules(all_returns=True))

    assert orders.frame[["quantity", "value"]].to_dict("split")["data"] == [[-2000, -200]]


def test_discount_is_taken_off() -> None:
    assert canonical({"quantity": 4, "unit_price": 10.0, "discount_pct": 0.25}).frame["value"].tolist() == [3000]


def test_line_total_goes_before_unit_price_and_discount() -> None:
    line = {"quantity": 4, "unit_price": 10.0, "discount_pct": 0.25, "line_total": 12.34}

    assert canonical(line).frame["value"].tolist() == [1234]


def test_discount_in_percent_is_refused() -> None:
    with pytest.raises(SourceError, match=r"^column “discount_pct”, row 2: found 25.0. Expected: a share between"):
        canonical({"discount_pct": 0.0}, {"discount_pct": 25.0})


def test_currency_without_decimals_has_whole_minor_units() -> None:
    assert canonical({"unit_price": 1500}, rules=LineRules(minor_digits=0)).frame["value"].tolist() == [1500]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2024-01-01T23:30:00Z", 19724),
        ("2024-01-02T00:30:00+01:00", 19724),
        ("2024-01-01 23:30", 19723),
        (pd.Timestamp("2024-01-01 23:30", tz="UTC"), 19724),
        (pd.Timestamp("2024-01-01 23:30"), 19723),
    ],
)
def test_day_is_that_of_the_shop(moment: Any, day: int) -> None:
    rules = LineRules(time_zone=ZoneInfo("Europe/Copenhagen"))

    assert canonical({"ordered_at": moment}, rules=rules).frame["day"].tolist() == [day]


def test_offset_may_differ_from_line_to_line() -> None:
    orders = canonical({"ordered_at": "2024-01-01T23:30:00-05:00"}, {"ordered_at": "2024-01-01"})

    assert orders.frame["day"].tolist() == [19724, 19723]


def test_numbers_where_a_date_belongs_are_refused() -> None:
    with pytest.raises(SourceError, match=r"^column “ordered_at”, row 1: found “45292”. Expected: a date such as"):
        canonical({"ordered_at": 45292})


def test_fraction_where_a_customer_belongs_is_refused() -> None:
    with pytest.raises(SourceError, match=r"^column “customer_id”, row 2: found “2.5”. Expected: a text or a whole"):
        canonical({"customer_id": 1.0}, {"customer_id": 2.5})


def test_whole_numbers_read_as_decimals_are_keys_without_a_point() -> None:
    assert canonical({"customer_id": 13085.0}, {"customer_id": None}).frame["customer_key"].tolist() == ["13085"]


def test_flag_that_is_neither_yes_nor_no_is_refused() -> None:
    with pytest.raises(SourceError, match=r"^column “is_product”, row 1: found “maybe”. Expected: true or false.$"):
        canonical({"is_product": "maybe"})


@pytest.mark.parametrize(
    "header",
    [
        "InvoiceNo StockCode Quantity InvoiceDate UnitPrice CustomerID",
        "invoice sku qty date price customer",
        "Order Number,Customer No,Order Date,Article No,Qty,Line Total",
    ],
)
def test_common_names_are_recognised(header: str) -> None:
    names = header.split("," if "," in header else " ")

    assert sorted(detect_columns(names).used.values()) == sorted(names)
