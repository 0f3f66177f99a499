from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.analysis.alternatives.nearby import DEFAULT_NEARBY, TIERS, nearby_from_counts
from segmentation.analysis.alternatives.nearby_counts import CELL, cells_of, merge_nearby_counts, nearby_counts
from segmentation.places import Place
from tests.segmentation.analysis.order_lines import on_day, order_lines

AS_OF = on_day(900)
SMALL = replace(DEFAULT_NEARBY, enough_companies=7, min_companies=2)
WEIGHTS = dict(zip(TIERS, DEFAULT_NEARBY.weights, strict=True))


def place(**parts: object) -> Place:
    return Place(**{"country": "DK", "region": "Fyn", "postcode_area": "50", "industry": "69", **parts})


def bought(*skus: str, of: str, day: int = 890) -> list[tuple]:
    return [(of, on_day(day), sku, "a", 1, 5.0) for sku in skus]


def find(lines: list[tuple], places: dict[str, Place], config=DEFAULT_NEARBY) -> pd.DataFrame:
    counts = nearby_counts(order_lines(lines), places=places, as_of=AS_OF)
    return nearby_from_counts(counts, cells=cells_of(places), config=config)


def town(count: int, *skus: str, **parts: object) -> tuple[list[tuple], dict[str, Place]]:
    names = [f"{parts.get('postcode_area', '50')}-{number}" for number in range(count)]
    return [line for name in names for line in bought(*skus, of=name)], {name: place(**parts) for name in names}


def seen_at(found: pd.DataFrame, at: Place) -> list[tuple[str, str]]:
    mine = (found[list(CELL)] == [at.country, at.region, at.postcode_area, at.industry]).all(axis=1)
    return list(found.loc[mine, ["sku", "tier"]].itertuples(index=False, name=None))


def test_what_the_neighbours_buy_is_seen():
    lines, places = town(21, "a1")

    assert seen_at(find(lines, places), place()) == [("a1", "postcode_area")]


def test_with_fewer_than_twenty_others_one_looks_farther():
    near, near_places = town(20, "a1")
    far, far_places = town(1, "a1", postcode_area="51")

    assert seen_at(find(near + far, near_places | far_places), place()) == [("a1", "region")]


def test_where_the_whole_world_is_too_small_nothing_is_seen():
    lines, places = town(20, "a1")

    assert len(find(lines, places)) == 0


@pytest.mark.parametrize(("companies", "seen"), [(6, ["a1", "b1"]), (5, ["a1"])])
def test_item_needs_five_others_whoever_looks(companies, seen):
    lines, places = town(21, "a1")
    also = [line for name in list(places)[:companies] for line in bought("b1", of=name)]

    assert [sku for sku, _ in seen_at(find(lines + also, places), place())] == seen


def test_item_that_one_company_makes_up_for_the_most_part_is_not_seen():
    lines, places = town(21, "a1")
    faded = [line for name in list(places)[:8] for line in bought("b1", of=name, day=300)]
    strong = bought("b1", of=list(places)[20])

    assert [sku for sku, _ in seen_at(find(lines + faded + strong, places), place())] == ["a1"]


def test_company_that_does_not_share_is_not_counted_and_has_no_list():
    lines, places = town(21, "a1")
    out = dict.fromkeys(list(places)[:1], place(shares=False))

    assert len(find(lines, places | out)) == 0
    assert len(cells_of(out)) == 0


def test_unknown_regions_are_not_the_same_region():
    lines, places = town(21, "a1", region="", postcode_area="")

    assert seen_at(find(lines, places), place(region="", postcode_area="")) == [("a1", "country")]


def test_near_counts_more_than_far_and_the_same_trade_more_than_another():
    near, near_places = town(10, "n1", "x1")
    far, far_places = town(13, "f1", "y1", postcode_area="51", industry="47")
    same_trade = [line for name in list(far_places)[:8] for line in bought("x1", of=name)]

    found = seen_at(find(near + far + same_trade, near_places | far_places), place())

    assert [sku for sku, _ in found] == ["x1", "n1", "f1", "y1"]


places = st.builds(
    Place,
    country=st.sampled_from(["DK", "SE"]),
    region=st.sampled_from(["", "Fyn", "Als"]),
    postcode_area=st.sampled_from(["", "50", "51"]),
    industry=st.sampled_from(["", "69", "47"]),
    shares=st.sampled_from([True, True, True, False]),
)
purchase = st.tuples(st.integers(0, 29), st.sampled_from(["a1", "a2", "b1"]), st.integers(0, 899))


@st.composite
def neighbourhoods(draw: st.DrawFn) -> tuple[list[tuple], dict[str, Place]]:
    kinds = draw(st.lists(places, min_size=1, max_size=3))
    where = {f"c{number}": draw(st.sampled_from(kinds)) for number in range(30)}
    bulk = draw(st.lists(st.tuples(st.integers(0, 25), st.sampled_from(["a1", "a2"]), st.integers(0, 6)), max_size=6))
    lines = [
        line
        for start, sku, size in bulk
        for who in range(start, min(start + size, 30))
        for line in bought(sku, of=f"c{who}")
    ]
    lines += [
        line for who, sku, day in draw(st.lists(purchase, max_size=40)) for line in bought(sku, of=f"c{who}", day=day)
    ]
    return lines, where


def weight(viewer: Place, other: Place) -> int:
    """By the rule as it is told: the nearest place in common, half as much again in the same trade; doubled."""
    tier = "world"
    if viewer.country == other.country:
        tier = "country"
        if viewer.region == other.region:
            tier = "region" if viewer.region else tier
            if viewer.postcode_area and viewer.postcode_area == other.postcode_area:
                tier = "postcode_area"
    return WEIGHTS[tier] * (3 if viewer.industry and viewer.industry == other.industry else 2)


def within(viewer: Place, other: Place, tier: str) -> bool:
    parts = {"world": (), "country": CELL[:1], "region": CELL[:2], "postcode_area": CELL[:3]}[tier]
    return all(getattr(viewer, part) == getattr(other, part) for part in parts)


@given(neighbourhoods())
@settings(max_examples=15, deadline=None)
def test_floor_holds_for_everybody_with_the_own_part_taken_out(neighbourhood):
    lines, where = neighbourhood
    frame = order_lines(lines)
    found = find(lines, where, SMALL)
    ties: dict[str, dict[str, int]] = defaultdict(dict)
    # Each in a country of its own, what is counted there is of that company alone.
    alone = nearby_counts(frame, places={key: place(country=key) for key in where}, as_of=AS_OF).items
    for key, sku, tie in zip(alone["country"], alone["sku"], alone["weight"], strict=True):
        ties[key][sku] = tie
    seen = {at: seen_at(found, at) for at in set(where.values())}

    broken = []
    for viewer, at in where.items():
        if not at.shares:
            continue
        for sku, tier in seen[at]:
            others = {
                key: weight(at, where[key]) * ties[key][sku]
                for key in where
                if key != viewer and where[key].shares and sku in ties[key] and within(at, where[key], tier)
            }
            if len(others) < SMALL.min_companies or 2 * max(others.values()) > sum(others.values()):
                broken.append((viewer, sku, others))

    assert broken == []


@given(neighbourhoods(), st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_however_the_companies_are_divided_the_same_is_seen(neighbourhood, random):
    lines, where = neighbourhood
    frame = order_lines(lines)
    part_of = {key: random.randrange(3) for key in where}
    parts = [frame[frame["customer_key"].isin([key for key in where if part_of[key] == part])] for part in range(3)]

    merged = merge_nearby_counts([nearby_counts(part, places=where, as_of=AS_OF) for part in parts])

    assert nearby_from_counts(merged, cells=cells_of(where), config=SMALL).equals(find(lines, where, SMALL))


@given(neighbourhoods())
@settings(max_examples=10, deadline=None)
def test_who_does_not_share_changes_nothing_that_is_seen(neighbourhood):
    lines, where = neighbourhood
    sharing = {key: at for key, at in where.items() if at.shares}
    without = [line for line in lines if line[0] in sharing]

    assert find(lines, where, SMALL).equals(find(without, sharing, SMALL))


def test_list_holds_places_items_and_ranks_and_nothing_else():
    lines, places_of_town = town(21, "a1", "a2")

    found = find(lines, places_of_town)

    assert list(found.columns) == [*CELL, "sku", "rank", "tier"]
    assert found["rank"].tolist() == [1, 2]
