from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from segmentation.analysis.evaluate_reorder import evaluate_reorder
from segmentation.analysis.evaluate_reorder.evaluate import methods_at
from segmentation.analysis.evaluate_reorder.metrics import Lists
from segmentation.analysis.evaluate_reorder.protocol import Cutoff, cut_off
from segmentation.analysis.evaluate_reorder.tifu_knn import TA_FENG, tune
from segmentation.analysis.reorder import DEFAULT_REORDER_CONFIG
from tests.segmentation.analysis.order_lines import Line, on_day, order_lines

CUT = on_day(100)


def line(customer: str, day: int, sku: str) -> Line:
    return (customer, on_day(day), sku, "paper", 1, 5.0)


def at(lines: pd.DataFrame, **options: object) -> Cutoff:
    return cut_off(lines, **{"first_day": CUT, "horizon": 30, "config": DEFAULT_REORDER_CONFIG} | options)


def shop(seed: int = 0, *, companies: int = 40) -> pd.DataFrame:
    """Companies with a taste of their own that order every ten days or so."""
    random = np.random.default_rng(seed)
    lines = []
    for company in range(companies):
        taste = random.permutation(30)[:6]
        for day in range(int(random.integers(0, 10)), 130, 10):
            lines += [line(f"c{company:02}", day, f"s{sku:02}") for sku in random.choice(taste, 3, replace=False)]
            lines.append(line(f"c{company:02}", day, f"s{random.integers(30):02}"))
    return order_lines(lines)


def named(cutoff: Cutoff, lists: Lists) -> dict[str, list[str]]:
    """Company -> the SKUs of its list."""
    return {
        cutoff.lines.customer_names[code]: [str(cutoff.names[sku]) for sku in row if sku >= 0]
        for code, row in zip(cutoff.measured, lists, strict=True)
    }


def test_next_basket_is_the_first_day_within_the_horizon() -> None:
    cutoff = at(
        order_lines(
            [
                line("acme", 50, "a"),
                line("acme", 110, "a"),
                line("acme", 110, "new"),
                line("acme", 111, "b"),
                line("late", 50, "a"),
                line("late", 130, "a"),
                line("fresh", 101, "a"),
                line("gone", 50, "b"),
            ]
        )
    )

    assert named(cutoff, np.where(cutoff.baskets.toarray() > 0, np.arange(len(cutoff.names)), -1)) == {
        "acme": ["a", "new"]
    }


def test_day_before_the_cutoff_is_known_and_the_cutoff_is_not() -> None:
    cutoff = at(order_lines([line("acme", 99, "a"), line("acme", 100, "b")]))

    assert (cutoff.lines.sku_names.tolist(), cutoff.baskets.toarray().tolist()) == (["a"], [[0, 1]])


def test_counting_methods_by_hand() -> None:
    cutoff = at(
        order_lines(
            [
                *(line("acme", day, "twice") for day in (10, 20)),
                *(line("acme", 30, sku) for sku in ("b", "a")),
                line("acme", 40, "late"),
                line("acme", 110, "a"),
                *(line(f"c{n}", 50, "hit") for n in range(4)),
                *(line(f"c{n}", 50, "next") for n in range(3)),
            ]
        )
    )
    lists = {name: method(cutoff) for name, method in methods_at(DEFAULT_REORDER_CONFIG, TA_FENG).items()}

    own = ["twice", "late", "a", "b"]
    everybody = ["hit", "next", "twice", "a", "b", "late"]
    assert [named(cutoff, lists[name][0])["acme"] for name in ("P-TopFreq", "G-TopFreq", "GP-TopFreq")] == [
        own,
        everybody,
        [*own, "hit", "next"],
    ]
    assert named(cutoff, lists["G-TopFreq"][1])["acme"] == ["twice", "a", "b", "late"]


@pytest.mark.parametrize("name", ["TIFU-KNN (Ta-Feng)", "KNN by days", "UP-CF@r"])
def test_methods_by_neighbours_add_what_like_companies_buy(name: str) -> None:
    cutoff = at(
        order_lines(
            [
                *(line(company, 90, sku) for company in ("acme", "twin") for sku in ("a", "b")),
                line("twin", 90, "c"),
                *(line("other", 90, sku) for sku in ("x", "y")),
                line("acme", 110, "a"),
            ]
        )
    )

    full, own = methods_at(DEFAULT_REORDER_CONFIG, TA_FENG)[name](cutoff)

    assert (named(cutoff, full)["acme"][:3], named(cutoff, own)["acme"]) == (["a", "b", "c"], ["a", "b"])


def test_every_method_is_measured_at_every_cutoff_and_on_average() -> None:
    done: list[int] = []
    found = evaluate_reorder(shop(), cutoffs=[on_day(90), on_day(100)], horizon=30, done=done.append)

    methods = list(methods_at(DEFAULT_REORDER_CONFIG, TA_FENG))
    counts = found.table.groupby("cutoff", sort=True)["method"].agg(list).map(sorted).to_dict()
    assert counts == dict.fromkeys((f"{on_day(90)}", f"{on_day(100)}", "mean"), sorted(methods))
    assert found.table.loc[found.table["cutoff"] != "mean", "n"].unique().tolist() == [40]
    assert [difference.metric for difference in found.differences] == ["recall_10", "ndcg_10"]
    assert done == [1, 1]


def test_what_comes_after_the_cutoff_changes_nothing_that_is_fitted() -> None:
    lines = shop()
    coming = (lines["day"] >= int(order_lines([line("x", 100, "x")])["day"].iloc[0])).to_numpy()
    poisoned = pd.concat([lines[~coming], lines[coming].assign(sku="poison", quantity=10**9)], ignore_index=True)

    before = evaluate_reorder(lines, cutoffs=[CUT], horizon=30)
    after = evaluate_reorder(poisoned, cutoffs=[CUT], horizon=30)

    assert (after.tuned, after.weights) == (before.tuned, before.weights)
    clean, dirty = at(lines), at(poisoned)
    assert clean.measured.tolist() == dirty.measured.tolist()
    for method in methods_at(DEFAULT_REORDER_CONFIG, before.tuned[CUT]).values():
        pair = zip(method(clean), method(dirty), strict=True)
        assert [named(clean, a) == named(dirty, b) for a, b in pair] == [True, True]


def test_tuning_without_an_earlier_cutoff_takes_the_published_parameters() -> None:
    found = evaluate_reorder(shop(), cutoffs=[on_day(20)], horizon=30)

    assert (found.tuned, tune(None)) == ({on_day(20): TA_FENG}, TA_FENG)


def test_of_many_companies_some_are_drawn_the_same_each_time() -> None:
    cutoff, again = at(shop(), at_most=7), at(shop(), at_most=7)

    assert (len(cutoff.measured), cutoff.measured.tolist()) == (7, again.measured.tolist())
    assert cutoff.baskets.shape[0] == cutoff.own.shape[0] == 7


def test_cutoff_at_which_nothing_can_be_measured_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing can be measured"):
        evaluate_reorder(shop(), cutoffs=[CUT + timedelta(days=900)], horizon=30)
