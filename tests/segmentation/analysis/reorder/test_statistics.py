from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.analysis.arrays import fixed_log
from segmentation.analysis.reorder import (
    STATISTICS_COLUMNS,
    ReorderConfig,
    item_statistics,
    merge_item_statistics,
    statistics_version,
)
from segmentation.analysis.reorder.config import HALF_LIVES
from tests.segmentation.analysis.order_lines import histories, on_day, order_lines, repeat_order

AS_OF = on_day(901)
ONE = 1 << 20


def test_counts_of_each_item_and_of_orders() -> None:
    lines = order_lines(
        repeat_order("acme", [0, 28, 56]) + repeat_order("bolt", [56]) + repeat_order("acme", [56], sku="ink")
    )

    found = item_statistics(lines, as_of=on_day(56)).set_index("sku")

    counts = found[["buyers", "repeat_buyers", "purchases", "gaps", "gap_days"]]
    assert counts.T.to_dict("list") == {"": [2, 1, 4, 2, 56], "ink": [1, 0, 1, 0, 0], "paper": [2, 1, 4, 2, 56]}
    assert found.loc["paper", "gap_logs"] == 2 * fixed_log(28)
    assert found.loc["paper", "demand_28"] == ONE // 4 + ONE // 2 + 2 * ONE
    assert found.loc["ink", [f"demand_{days}" for days in HALF_LIVES]].tolist() == [ONE] * len(HALF_LIVES)


def test_lines_after_the_day_do_not_count() -> None:
    lines = order_lines(repeat_order("acme", [0, 28]))

    assert item_statistics(lines, as_of=on_day(27)).set_index("sku")["purchases"].to_dict() == {"": 1, "paper": 1}


def test_no_lines_make_no_rows() -> None:
    for empty in (item_statistics(order_lines([]), as_of=AS_OF), merge_item_statistics([])):
        assert len(empty) == 0
        assert empty.dtypes.astype(str).to_dict() == dict(STATISTICS_COLUMNS)


@settings(max_examples=60, deadline=None)
@given(lines=histories(), data=st.data())
def test_parts_add_up_to_the_whole_however_companies_are_parted(lines: pd.DataFrame, data: st.DataObject) -> None:
    part_of = {name: data.draw(st.integers(0, 3)) for name in lines["customer_key"].astype("str").unique()}
    parts = lines["customer_key"].astype("str").map(part_of)
    shares = [item_statistics(lines[parts == part], as_of=AS_OF) for part in data.draw(st.permutations(range(4)))]

    whole = item_statistics(lines, as_of=AS_OF)

    pd.testing.assert_frame_equal(merge_item_statistics(shares), whole)
    pd.testing.assert_frame_equal(
        merge_item_statistics([merge_item_statistics(shares[:2]), merge_item_statistics(shares[2:])]), whole
    )


def test_version_is_that_of_the_purchases_and_the_weights_and_not_of_the_day() -> None:
    lines = order_lines(repeat_order("acme", [0, 28]))
    versions = [
        statistics_version(item_statistics(lines, as_of=on_day(28))),
        statistics_version(item_statistics(lines, as_of=on_day(60))),
        statistics_version(item_statistics(lines, as_of=on_day(27))),
        statistics_version(item_statistics(lines, as_of=on_day(28)), config=ReorderConfig(version="other")),
    ]

    assert [version == versions[0] for version in versions] == [True, True, False, False]
    assert all(len(version) <= 40 for version in versions)
