from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.analysis.reorder import REORDER_COLUMNS, item_statistics, rank_reorders
from tests.segmentation.analysis.order_lines import Line, histories, on_day, order_lines, repeat_order

AS_OF = on_day(901)


def rank(lines: pd.DataFrame, *, as_of: date = AS_OF, **options: object) -> pd.DataFrame:
    return rank_reorders(lines, as_of=as_of, statistics=item_statistics(lines, as_of=AS_OF), **options)


def skus(ranked: pd.DataFrame, customer: str = "acme") -> list[str]:
    return ranked.loc[ranked["customer_key"] == customer, "sku"].tolist()


def line(sku: str, day: int, quantity: float = 10, customer: str = "acme") -> Line:
    return (customer, on_day(day), sku, "paper", quantity, 5.0)


def test_what_is_bought_more_often_comes_first() -> None:
    lines = order_lines(repeat_order("acme", [0, 30, 60], sku="often") + repeat_order("acme", [60], sku="once"))

    assert skus(rank(lines)) == ["often", "once"]


def test_a_habit_fades_with_the_orders_that_leave_the_item_out() -> None:
    before, since = repeat_order("acme", [0, 1, 2], sku="before"), repeat_order("acme", range(3, 33), sku="since")
    once = repeat_order("acme", [32], sku="lately")

    assert skus(rank(order_lines(before + since + once), as_of=on_day(32))) == ["since", "lately", "before"]


def test_of_equal_habits_the_item_in_demand_now_comes_first() -> None:
    others = [line("now", 900, customer=f"c{n}") for n in range(9)]
    others += [line("then", 300, customer=f"c{n}") for n in range(9)]

    assert skus(rank(order_lines([line("then", 0), line("now", 0), *others]))) == ["now", "then"]


def test_of_equal_habits_the_item_that_buyers_come_back_to_comes_first() -> None:
    others = [line("staple", day, customer=f"c{n}") for n in range(9) for day in (0, 1)]
    others += [line("whim", day, customer=f"{'d' if day else 'e'}{n}") for n in range(9) for day in (0, 1)]

    assert skus(rank(order_lines([line("staple", 0), line("whim", 0), *others]))) == ["staple", "whim"]


def test_equal_scores_go_by_the_later_purchase_and_then_by_sku() -> None:
    lines = order_lines([line("b", 10), line("a", 10), line("c", 11)])
    even = item_statistics(lines.iloc[:0], as_of=AS_OF)
    merged = rank_reorders(lines.assign(day=lines["day"].max()), as_of=AS_OF, statistics=even)

    assert skus(merged) == ["a", "b", "c"]
    assert skus(rank_reorders(lines, as_of=AS_OF, statistics=even)) == ["c", "a", "b"]


def test_list_has_the_columns_it_promises() -> None:
    ranked = rank(order_lines(repeat_order("acme", [0, 20, 41], sku="paper", quantity=24)), as_of=on_day(60))

    assert ranked.dtypes.astype(str).to_dict() == dict(REORDER_COLUMNS)
    row = ranked.drop(columns="score").to_dict("records")
    assert row == [
        {
            "customer_key": "acme",
            "rank": 1,
            "sku": "paper",
            "quantity": 24_000,
            "times_bought": 3,
            "last_bought": int(order_lines([line("x", 41)])["day"].iloc[0]),
            "usual_quantity": 24_000,
            "usual_interval": 21,
            "due": "",
            "repeat_rate": 0.697,
            "reason_code": "bought_often",
        }
    ]


@pytest.mark.parametrize(("days_later", "badge"), [(9, "early"), (10, ""), (19, ""), (20, "due")])
def test_due_from_the_usual_interval_on_and_early_in_its_first_half(days_later: int, badge: str) -> None:
    lines = order_lines(repeat_order("acme", range(0, 401, 20)))

    assert rank(lines, as_of=on_day(400 + days_later))["due"].tolist() == [badge]


def test_interval_of_one_purchase_is_that_of_other_buyers() -> None:
    lines = order_lines([line("paper", 0), *repeat_order("bolt", range(0, 401, 20), sku="paper")])

    assert rank(lines)["usual_interval"].tolist() == [20, 20]


@pytest.mark.parametrize(
    ("bought", "usual"),
    [([7], 7), ([4, 8], 6), ([4, 7], 6), ([0.5, 0.75], 0.625), ([100, 3, 9, 5], 5), ([1, 1, 1, 90], 1)],
)
def test_quantity_is_the_median_of_the_latest_three(bought: list[float], usual: float) -> None:
    lines = order_lines([line("paper", day, quantity) for day, quantity in enumerate(bought)])

    assert rank(lines)["quantity"].tolist() == [round(usual * 1000)]


def test_returns_are_taken_off_before() -> None:
    lines = order_lines([line("paper", 0, 10), line("paper", 1, -4), line("pens", 0, 5), line("pens", 2, -5)])

    ranked = rank(lines)

    assert (skus(ranked), ranked["quantity"].tolist()) == (["paper"], [6000])


def test_lines_after_the_day_do_not_count() -> None:
    lines = order_lines([line("paper", 0), line("pens", 50)])

    assert skus(rank(lines, as_of=on_day(49))) == ["paper"]


def test_only_what_can_be_ordered_is_listed() -> None:
    lines = order_lines([line("paper", 0), line("pens", 0)])

    assert skus(rank(lines, orderable={"pens", "ink"})) == ["pens"]


def test_list_ends_at_the_top() -> None:
    lines = order_lines([line(f"s{n:02}", 0) for n in range(30)])

    assert rank(lines, top=5)["rank"].tolist() == [1, 2, 3, 4, 5]
    with pytest.raises(ValueError, match="at least one place"):
        rank(lines, top=0)


def test_short_list_is_filled_up_with_what_is_in_demand() -> None:
    others = [line("ink", 890, customer=f"c{n}") for n in range(4)] + [line("glue", 890, customer="c0")]
    lines = order_lines([line("paper", 0), *others])

    ranked = rank(lines, own_only=False, top=3)

    acme = ranked[ranked["customer_key"] == "acme"]
    assert acme[["sku", "rank", "quantity", "times_bought", "last_bought", "due", "reason_code"]].values.tolist() == [
        ["paper", 1, 10_000, 1, acme["last_bought"].iloc[0], "due", "bought_once"],
        ["ink", 2, 1000, 0, -1, "", "in_demand"],
        ["glue", 3, 1000, 0, -1, "", "in_demand"],
    ]
    assert acme["score"].is_monotonic_decreasing


def test_no_lines_make_an_empty_list() -> None:
    for own_only in (True, False):
        ranked = rank(order_lines([]), own_only=own_only)

        assert ranked.dtypes.astype(str).to_dict() == dict(REORDER_COLUMNS)
        assert len(ranked) == 0


def test_statistics_of_another_kind_are_refused() -> None:
    lines = order_lines([line("paper", 0)])
    statistics = item_statistics(lines, as_of=AS_OF)

    with pytest.raises(ValueError, match="lack the columns buyers"):
        rank_reorders(lines, as_of=AS_OF, statistics=statistics.drop(columns="buyers"))
    with pytest.raises(ValueError, match="merge_item_statistics"):
        rank_reorders(lines, as_of=AS_OF, statistics=pd.concat([statistics, statistics]))


@settings(max_examples=40, deadline=None)
@given(lines=histories(), data=st.data())
def test_order_of_lines_does_not_matter(lines: pd.DataFrame, data: st.DataObject) -> None:
    mixed = lines.iloc[data.draw(st.permutations(range(len(lines))))].reset_index(drop=True)

    pd.testing.assert_frame_equal(rank(mixed, own_only=False), rank(lines, own_only=False))


@settings(max_examples=40, deadline=None)
@given(lines=histories())
def test_a_company_alone_is_ranked_as_among_all(lines: pd.DataFrame) -> None:
    statistics = item_statistics(lines, as_of=AS_OF)
    everybody = rank_reorders(lines, as_of=AS_OF, statistics=statistics, own_only=False)

    for customer in lines["customer_key"].astype("str").unique():
        own = lines[lines["customer_key"] == customer].astype({"customer_key": "str", "sku": "str"})
        alone = rank_reorders(own, as_of=AS_OF, statistics=statistics, own_only=False)
        among = everybody[everybody["customer_key"] == customer].reset_index(drop=True)
        pd.testing.assert_frame_equal(alone, among)


@settings(max_examples=40, deadline=None)
@given(lines=histories(), data=st.data())
def test_a_day_per_company_is_the_same_as_one_company_at_a_time(lines: pd.DataFrame, data: st.DataObject) -> None:
    customers = sorted(lines["customer_key"].astype("str").unique())
    days = {name: on_day(data.draw(st.integers(0, 900))) for name in customers}
    statistics = item_statistics(lines, as_of=AS_OF)

    together = rank_reorders(lines, as_of=pd.Series(days, dtype="object"), statistics=statistics)

    each = [
        rank_reorders(lines[lines["customer_key"] == name], as_of=day, statistics=statistics)
        for name, day in days.items()
    ]
    pd.testing.assert_frame_equal(together, pd.concat(each, ignore_index=True) if each else together)


def test_a_company_without_a_day_is_refused() -> None:
    lines = order_lines([line("paper", 0), line("paper", 0, customer="bolt")])
    statistics = item_statistics(lines, as_of=AS_OF)

    with pytest.raises(ValueError, match="lacks a day"):
        rank_reorders(lines, as_of=pd.Series({"acme": AS_OF}), statistics=statistics)


def test_a_later_day_changes_the_badge_and_not_the_order() -> None:
    lines = order_lines(repeat_order("acme", range(0, 200, 20)) + repeat_order("acme", range(0, 200, 50), sku="ink"))
    statistics = item_statistics(lines, as_of=AS_OF)

    early, late = (
        rank_reorders(lines, as_of=on_day(181) + timedelta(days=wait), statistics=statistics) for wait in (0, 100)
    )

    assert early["due"].tolist() == ["early", ""]
    assert late["due"].tolist() == ["due", "due"]
    pd.testing.assert_frame_equal(early.drop(columns="due"), late.drop(columns="due"))
