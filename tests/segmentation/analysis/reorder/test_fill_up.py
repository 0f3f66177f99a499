from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.analysis.reorder import NEIGHBOUR_COLUMNS, item_neighbours, item_statistics, rank_reorders
from tests.segmentation.analysis.order_lines import Line, histories, on_day, order_lines

AS_OF = on_day(901)


def line(customer: str, sku: str, day: int = 890) -> Line:
    return (customer, on_day(day), sku, "paper", 1, 5.0)


def shop() -> pd.DataFrame:
    """Buyers of pens who take ink as well, and more buyers of glue who take neither."""
    lines = [line(f"p{n}", sku) for n in range(3) for sku in ("pens", "ink")] + [line("p0", "caps")]
    lines += [line(f"g{n}", "glue") for n in range(9)]
    return order_lines([*lines, line("acme", "pens")])


def filled(lines: pd.DataFrame, **options: object) -> pd.DataFrame:
    ranked = rank_reorders(
        lines,
        as_of=AS_OF,
        statistics=item_statistics(lines, as_of=AS_OF),
        own_only=False,
        **{"neighbours": item_neighbours(lines, as_of=AS_OF)} | options,
    )
    return ranked[ranked["customer_key"] == "acme"]


def test_likeness_by_hand() -> None:
    found = item_neighbours(shop(), as_of=AS_OF)

    assert found.dtypes.astype(str).to_dict() == dict(NEIGHBOUR_COLUMNS)
    # Pens have four buyers, ink three and caps one; three buyers share pens and ink, one each of them and caps.
    assert found.values.tolist() == [
        ["caps", "ink", round(1e6 / (3**0.5 + 5))],
        ["caps", "pens", round(1e6 / (4**0.5 + 5))],
        ["ink", "pens", round(3e6 / (12**0.5 + 5))],
        ["ink", "caps", round(1e6 / (3**0.5 + 5))],
        ["pens", "ink", round(3e6 / (12**0.5 + 5))],
        ["pens", "caps", round(1e6 / (4**0.5 + 5))],
    ]


def test_what_goes_with_own_items_comes_before_what_is_in_demand() -> None:
    found = filled(shop())

    assert found[["rank", "sku", "reason_code"]].values.tolist() == [
        [1, "pens", "bought_once"],
        [2, "ink", "bought_together"],
        [3, "caps", "bought_together"],
        [4, "glue", "in_demand"],
    ]
    assert found["score"].is_monotonic_decreasing


def test_only_what_can_be_ordered_fills_up() -> None:
    assert filled(shop(), orderable={"pens", "caps", "glue"})["sku"].tolist() == ["pens", "caps", "glue"]


@pytest.mark.parametrize(("top", "skus"), [(1, ["pens"]), (2, ["pens", "ink"]), (3, ["pens", "ink", "caps"])])
def test_list_is_no_longer_than_wanted(top: int, skus: list[str]) -> None:
    assert filled(shop(), top=top)["sku"].tolist() == skus


def test_no_lines_have_no_neighbours() -> None:
    assert item_neighbours(order_lines([]), as_of=AS_OF).dtypes.astype(str).to_dict() == dict(NEIGHBOUR_COLUMNS)


@settings(max_examples=40, deadline=None)
@given(lines=histories(), data=st.data())
def test_order_of_lines_does_not_matter(lines: pd.DataFrame, data: st.DataObject) -> None:
    mixed = lines.iloc[data.draw(st.permutations(range(len(lines))))].reset_index(drop=True)

    pd.testing.assert_frame_equal(item_neighbours(mixed, as_of=AS_OF), item_neighbours(lines, as_of=AS_OF))


@settings(max_examples=40, deadline=None)
@given(lines=histories(), top=st.integers(1, 6))
def test_a_company_alone_is_filled_up_as_among_all(lines: pd.DataFrame, top: int) -> None:
    known = {
        "statistics": item_statistics(lines, as_of=AS_OF),
        "neighbours": item_neighbours(lines, as_of=AS_OF),
        "own_only": False,
        "top": top,
    }
    everybody = rank_reorders(lines, as_of=AS_OF, **known)

    assert everybody.duplicated(["customer_key", "sku"]).sum() == 0
    for customer in lines["customer_key"].astype("str").unique():
        alone = rank_reorders(lines[lines["customer_key"] == customer], as_of=AS_OF, **known)
        among = everybody[everybody["customer_key"] == customer].reset_index(drop=True)
        pd.testing.assert_frame_equal(alone, among)
