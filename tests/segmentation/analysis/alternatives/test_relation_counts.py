from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.analysis.alternatives import pairing
from segmentation.analysis.alternatives.config import DEFAULT_RELATIONS
from segmentation.analysis.alternatives.counting import relation_counts
from segmentation.analysis.alternatives.relation_counts import (
    ACROSS,
    ALIKE,
    Part,
    RelationCounts,
    common_skus,
    drop_rare_pairs,
    join_parts,
    merge_relation_counts,
)
from segmentation.analysis.alternatives.relations import relations_from_counts
from tests.segmentation.analysis.order_lines import EPOCH, FIRST_DAY, histories, on_day, order_lines

AS_OF = on_day(900)
FEW = replace(DEFAULT_RELATIONS, min_companies=1, min_ratio=0.0, min_lift=0.0, min_switches=1)


def plain(counts: RelationCounts) -> list[object]:
    """Everything in the counts as plain values."""
    frames = [
        frame[frame.columns.sort_values()].astype(dict.fromkeys({"sku", "other"} & set(frame.columns), "str"))
        for frame in (counts.items, counts.alike, counts.across)
    ]
    return [counts.companies, counts.baskets, *(frame.to_dict("records") for frame in frames)]


def pairs_of(frame: pd.DataFrame, *columns: str) -> dict[tuple[str, str], tuple[int, ...]]:
    named = zip(frame["sku"], frame["other"], strict=True)
    return dict(zip(named, frame[list(columns)].itertuples(index=False, name=None), strict=True))


def test_baskets_and_companies_are_counted_per_pair():
    lines = order_lines(
        [
            ("acme", on_day(800), "a1", "a", 1, 5.0),
            ("acme", on_day(800), "a2", "a", 1, 5.0),
            ("acme", on_day(800), "b1", "b", 1, 5.0),
            ("acme", on_day(810), "a1", "a", 1, 5.0),
            ("acme", on_day(810), "b1", "b", 1, 5.0),
            ("bolt", on_day(820), "a1", "a", 1, 5.0),
            ("bolt", on_day(830), "a2", "a", 1, 5.0),
        ]
    )

    counts = relation_counts(lines, as_of=AS_OF)

    assert (counts.companies, counts.baskets) == (2, 4)
    assert pairs_of(counts.alike, "companies", "baskets") == {("a1", "a2"): (2, 1)}
    assert pairs_of(counts.across, *ACROSS) == {("a1", "b1"): (2, 1), ("a2", "b1"): (1, 1)}


def test_ties_fade_by_half_in_ninety_days():
    lines = order_lines([("acme", AS_OF, "a1", "a", 1, 5.0), ("acme", AS_OF - timedelta(90), "a2", "a", 1, 5.0)])

    counts = relation_counts(lines, as_of=AS_OF)

    assert pairs_of(counts.alike, "freshness") == {("a1", "a2"): (1024 * 512,)}


def test_company_that_let_an_item_pass_and_took_to_another_has_switched():
    lines = order_lines(
        [
            *(("acme", on_day(day), "a1", "a", 1, 5.0) for day in (600, 630, 660)),
            *(("acme", on_day(day), "a2", "a", 1, 5.0) for day in (700, 760, 820, 880)),
        ]
    )

    counts = relation_counts(lines, as_of=AS_OF)

    assert pairs_of(counts.alike, "switched", "switched_back") == {("a1", "a2"): (1, 0)}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((600, 700, 800), (850,)),  # not overdue: the company buys it every hundred days
        ((600, 630, 660), (650, 700)),  # had the other one already
        ((800, 820, 845), (850,)),  # less than sixty days ago
    ],
)
def test_company_that_may_still_come_back_has_not_switched(before, after):
    lines = order_lines(
        [
            *(("acme", on_day(day), "a1", "a", 1, 5.0) for day in before),
            *(("acme", on_day(day), "a2", "a", 1, 5.0) for day in after),
        ]
    )

    counts = relation_counts(lines, as_of=AS_OF)

    assert pairs_of(counts.alike, "switched") == {("a1", "a2"): (0,)}


def test_item_without_category_is_like_no_other_but_may_go_with_any():
    lines = order_lines([("acme", AS_OF, sku, "", 1, 5.0) for sku in ("a1", "a2")])

    counts = relation_counts(lines, as_of=AS_OF)

    assert (len(counts.alike), pairs_of(counts.across, *ACROSS)) == (0, {("a1", "a2"): (1, 1)})


def test_restocking_says_nothing_about_what_goes_together():
    config = replace(DEFAULT_RELATIONS, longest_basket=2)
    lines = order_lines(
        [
            *(("acme", AS_OF, sku, sku[0], 1, 5.0) for sku in ("a1", "b1", "c1")),
            *(("bolt", AS_OF, sku, sku[0], 1, 5.0) for sku in ("a1", "b1")),
        ]
    )

    counts = relation_counts(lines, as_of=AS_OF, config=config)

    assert (counts.baskets, pairs_of(counts.across, *ACROSS)) == (1, {("a1", "b1"): (1, 1)})
    assert dict(zip(counts.items["sku"], counts.items["baskets"], strict=True)) == {"a1": 1, "b1": 1, "c1": 0}


def test_of_a_wide_range_the_freshest_items_are_paired():
    config = replace(DEFAULT_RELATIONS, widest_range=2)
    lines = order_lines([("acme", AS_OF - timedelta(number), f"a{number}", "a", 1, 5.0) for number in range(4)])

    counts = relation_counts(lines, as_of=AS_OF, config=config)

    assert pairs_of(counts.alike, "companies") == {("a0", "a1"): (1,)}


def test_what_is_older_than_the_window_is_not_counted():
    lines = order_lines([("acme", AS_OF - timedelta(730), "a1", "a", 1, 5.0), ("acme", AS_OF, "a2", "a", 1, 5.0)])

    counts = relation_counts(lines, as_of=AS_OF)

    assert (counts.items["sku"].tolist(), len(counts.alike)) == (["a2"], 0)


def test_nothing_is_counted_of_nothing():
    counts = relation_counts(order_lines([]), as_of=AS_OF)

    assert plain(counts) == [0, 0, [], [], []]
    assert len(relations_from_counts(counts)) == 0


@given(histories(), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_however_the_companies_are_divided_the_counts_are_the_same(lines, random):
    whole = relation_counts(lines, as_of=AS_OF)
    keys = sorted(lines["customer_key"].unique())
    part_of = {key: random.randrange(3) for key in keys}
    parts = [lines[lines["customer_key"].isin([key for key in keys if part_of[key] == part])] for part in range(3)]
    random.shuffle(parts)

    merged = merge_relation_counts([relation_counts(part, as_of=AS_OF) for part in parts])

    assert plain(merged) == plain(whole)
    assert relations_from_counts(merged, config=FEW).equals(relations_from_counts(whole, config=FEW))


@given(histories(), st.integers(0, 2**31))
@settings(max_examples=15, deadline=None)
def test_order_of_lines_does_not_matter(lines, seed):
    shuffled = lines.sample(frac=1, random_state=seed)

    assert plain(relation_counts(shuffled, as_of=AS_OF)) == plain(relation_counts(lines, as_of=AS_OF))


@given(histories())
@settings(max_examples=15, deadline=None)
def test_shares_of_the_pairs_are_together_all_pairs(lines):
    parts = [relation_counts(lines, as_of=AS_OF, part=Part(number=number, of=3)) for number in range(3)]

    assert plain(join_parts(parts)) == plain(relation_counts(lines, as_of=AS_OF))


@given(histories())
@settings(max_examples=15, deadline=None)
def test_leaving_out_what_is_rare_loses_no_relation(lines):
    config = replace(FEW, min_companies=2)
    counts = relation_counts(lines, as_of=AS_OF)
    common = common_skus(counts.items, config=config)
    among_common = relation_counts(lines, as_of=AS_OF, skus=common)

    expected = relations_from_counts(counts, config=config)

    assert relations_from_counts(among_common, config=config).equals(expected)
    assert relations_from_counts(drop_rare_pairs(counts, config=config), config=config).equals(expected)


@given(histories(returns=False))
@settings(max_examples=15, deadline=None)
def test_counts_agree_with_a_plain_reading(lines):
    recent = lines[lines["day"] > (AS_OF - EPOCH).days - 730]
    bought, together = Counter(), Counter()
    for _, own in recent.groupby("customer_key", observed=True):
        items = own.drop_duplicates("sku")[["sku", "category"]].itertuples(index=False, name=None)
        bought.update((a, b) for (a, in_a), (b, in_b) in combinations(sorted(items), 2) if in_a == in_b)
    for _, basket in recent.groupby(["customer_key", "day"], observed=True):
        together.update((a, b) for a, b in combinations(sorted(basket["sku"].unique()), 2) if a[0] != b[0])

    counts = relation_counts(lines, as_of=AS_OF)

    assert pairs_of(counts.alike, "companies") == {pair: (count,) for pair, count in bought.items()}
    assert pairs_of(counts.across, "baskets") == {pair: (count,) for pair, count in together.items()}


@given(histories())
@settings(max_examples=10, deadline=None)
def test_however_many_pairs_are_laid_side_by_side_the_counts_are_the_same(lines):
    expected = plain(relation_counts(lines, as_of=AS_OF))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pairing, "PAIRS_AT_ONCE", 2)
        patch.setattr(pairing, "SAMPLED", 1)

        assert plain(relation_counts(lines, as_of=AS_OF)) == expected


def test_later_orders_do_not_count():
    lines = order_lines([("acme", AS_OF, "a1", "a", 1, 5.0), ("acme", AS_OF + timedelta(1), "a2", "a", 1, 5.0)])

    assert relation_counts(lines, as_of=AS_OF).items["sku"].tolist() == ["a1"]


def test_counts_name_their_columns():
    counts = relation_counts(order_lines([("acme", FIRST_DAY, "a1", "a", 1, 5.0)]), as_of=FIRST_DAY)

    assert list(counts.alike.columns) == ["sku", "other", *ALIKE]
    assert list(counts.across.columns) == ["sku", "other", *ACROSS]
