from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from segmentation.analysis.alternatives.config import DEFAULT_RELATIONS
from segmentation.analysis.alternatives.counting import relation_counts
from segmentation.analysis.alternatives.relations import COLUMNS, relations_from_counts
from segmentation.curated import CuratedRelation, RelationKind
from tests.segmentation.analysis.order_lines import Line, on_day, order_lines

AS_OF = on_day(900)


def buyers(count: int, *skus: str, day: int = 890, price: float = 5.0, of: str = "c") -> list[Line]:
    """So many companies that buy these items, each on a day of its own; an item's category is its first letter."""
    return [
        (f"{of}{number}", on_day(day - place), sku, sku[0], 1, price)
        for number in range(count)
        for place, sku in enumerate(skus)
    ]


def in_one_basket(count: int, *skus: str, of: str = "b") -> list[Line]:
    return [(f"{of}{number}", on_day(880), sku, sku[0], 1, 5.0) for number in range(count) for sku in skus]


def relations(lines: list[Line], **how: object) -> pd.DataFrame:
    return relations_from_counts(relation_counts(order_lines(lines), as_of=AS_OF), **how)


def listed(found: pd.DataFrame, sku: str) -> list[tuple[str, str, int]]:
    return list(found.loc[found["sku"] == sku, ["other", "kind", "rank"]].itertuples(index=False, name=None))


def test_items_of_a_category_that_enough_companies_buy_stand_in_for_each_other():
    found = relations(buyers(5, "a1", "a2") + buyers(4, "a1", "a3", of="d"))

    assert listed(found, "a1") == [("a2", "substitute", 1)]
    assert listed(found, "a2") == [("a1", "substitute", 1)]


def test_counts_that_explain_a_substitute_stand_beside_it():
    found = relations(buyers(5, "a1", "a2") + buyers(3, "a1", of="d") + buyers(12, "z1", of="e"))

    (row,) = found[found["sku"] == "a1"].to_dict("records")
    assert {name: row[name] for name in ("n_both", "n_sku", "n_other", "baskets_both", "lift", "switches")} == {
        "n_both": 5,
        "n_sku": 8,
        "n_other": 5,
        "baskets_both": 0,
        "lift": 25,
        "switches": 0,
    }


@pytest.mark.parametrize(("price", "others"), [(20.0, ["a2"]), (20.1, []), (1.25, ["a2"]), (1.24, [])])
def test_substitute_costs_at_most_four_times_as_much_either_way(price, others):
    lines = buyers(5, "a1") + buyers(5, "a2", day=880, price=price)

    assert [other for other, _, _ in listed(relations(lines), "a1")] == others


def test_items_sold_by_different_units_do_not_stand_in_for_each_other():
    lines = buyers(5, "a1", "a2", "a3")

    found = relations(lines, units={"a1": "BX", "a2": "C62"})

    assert [other for other, _, _ in listed(found, "a1")] == ["a3"]


def test_switches_move_a_substitute_up():
    moved = [
        *((f"m{who}", on_day(day), "a1", "a", 1, 5.0) for who in range(5) for day in (600, 630)),
        *((f"m{who}", on_day(720), "a2", "a", 1, 5.0) for who in range(5)),
    ]
    stayed = [(f"s{who}", on_day(day), sku, "a", 1, 5.0) for who in range(5) for day, sku in ((640, "a1"), (641, "a3"))]

    found = relations(moved + stayed)

    assert listed(found, "a1")[0] == ("a2", "substitute", 1)
    assert found.loc[(found["sku"] == "a1") & (found["other"] == "a2"), "switches"].tolist() == [5]


def test_substitute_that_wins_newcomers_comes_first():
    old = buyers(6, "a1", "a2", "a3", day=800)
    newcomers = buyers(5, "a3", of="n")

    assert [other for other, _, _ in listed(relations(old + newcomers), "a1")] == ["a3", "a2"]


def test_items_of_two_categories_bought_together_complement_each_other():
    apart = buyers(8, "a1", of="x") + buyers(8, "b1", of="y") + buyers(200, "z1", of="z")

    found = relations(in_one_basket(8, "a1", "b1") + apart)

    assert listed(found, "a1") == [("b1", "complement", 1)]
    (row,) = found.loc[found["sku"] == "a1", ["n_both", "baskets_both", "baskets_sku", "lift"]].to_dict("records")
    assert row == {"n_both": 8, "baskets_both": 8, "baskets_sku": 16, "lift": 70}


@pytest.mark.parametrize(("companies", "kinds"), [(5, ["complement"]), (4, [])])
def test_complement_rests_on_five_companies(companies, kinds):
    found = relations(in_one_basket(companies, "a1", "b1") + buyers(60, "z1", of="z"))

    assert [kind for _, kind, _ in listed(found, "a1")] == kinds


def test_what_is_bought_together_no_more_than_by_chance_is_no_complement():
    found = relations(in_one_basket(30, "a1", "b1", "c1"))

    assert len(found) == 0


def test_relations_set_by_hand_come_first_and_both_ways():
    by_hand = [
        CuratedRelation(sku="a1", other="a9", kind=RelationKind.SUCCESSOR),
        CuratedRelation(sku="a1", other="b1", kind=RelationKind.ACCESSORY),
        CuratedRelation(sku="a1", other="a2", kind=RelationKind.EQUAL_PART),
    ]

    found = relations(buyers(5, "a1", "a2", "a3"), curated=by_hand)

    assert listed(found, "a1") == [
        ("a9", "successor", 1),
        ("a2", "equal_part", 2),
        ("a3", "substitute", 3),
        ("b1", "accessory", 1),
    ]
    assert listed(found, "a9") == [("a1", "predecessor", 1)]
    assert listed(found, "b1") == [("a1", "accessory_for", 1)]
    assert listed(found, "a2")[0] == ("a1", "equal_part", 1)


def test_computed_relations_cannot_be_set_by_hand():
    with pytest.raises(ValueError, match="Substitutes and complements are computed"):
        relations([], curated=[CuratedRelation(sku="a1", other="a2", kind=RelationKind.SUBSTITUTE)])


def test_only_so_many_are_kept_and_ties_go_by_name():
    config = replace(DEFAULT_RELATIONS, neighbours=2)
    lines = [(f"c{who}", on_day(890), sku, "a", 1, 5.0) for who in range(6) for sku in ("a1", "a2", "a3", "a4")]

    found = relations_from_counts(relation_counts(order_lines(lines), as_of=AS_OF), config=config)

    assert listed(found, "a3") == [("a1", "substitute", 1), ("a2", "substitute", 2)]


def test_twice_the_prices_give_the_same_relations():
    lines = order_lines(buyers(6, "a1", "a2") + in_one_basket(6, "a1", "b1") + buyers(60, "z1", of="z"))
    dearer = lines.assign(value=lines["value"] * 2)

    one, other = (relations_from_counts(relation_counts(each, as_of=AS_OF)) for each in (lines, dearer))

    assert one.equals(other)
    assert list(one.columns) == list(COLUMNS)


@pytest.mark.parametrize(("others", "lift"), [(5, 20), (37, 84), (500, 1000)])
def test_lift_is_told_to_two_digits(others, lift):
    found = relations(buyers(5, "a1", "a2") + buyers(others, "z1", of="z"))

    assert found.loc[found["sku"] == "a1", "lift"].tolist() == [lift]
