from __future__ import annotations

import io
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries, Settings

from segmentation import public
from segmentation.curated import CuratedRelation, RelationKind
from segmentation.models import NearbyItem, SkuRelation
from segmentation.places import Place
from segmentation.services.refresh_relations import ItemCounts, count_items, merge_item_counts, refresh_relations
from segmentation.services.store_difference import Written
from tests.segmentation import toy_orders
from tests.segmentation.toy_orders import AS_OF, ToyDirectory, order

pytestmark = pytest.mark.django_db

PLACES: dict[str, Place] = {}
RELATIONS: list[CuratedRelation] = []
UNITS: dict[str, str] = {}
NOTHING = Written(changed=0, deleted=0)


class WellInformedDirectory(ToyDirectory):
    def places(self, customer_keys: Sequence[str]) -> Mapping[str, Place]:
        return {key: PLACES[key] for key in customer_keys if key in PLACES}

    def relations(self) -> Collection[CuratedRelation]:
        return RELATIONS

    def units(self, skus: Sequence[str]) -> Mapping[str, str]:
        return {sku: UNITS[sku] for sku in skus if sku in UNITS}


@pytest.fixture(autouse=True)
def _well_informed_host(_toy_host: None, settings: Settings) -> Iterator[None]:
    settings.SEGMENTATION["CUSTOMER_DIRECTORY"] = f"{__name__}.WellInformedDirectory"
    yield
    for known in (PLACES, RELATIONS, UNITS):
        known.clear()


def everybody_buys(*skus: str, companies: int = 21, place: Place | None = None) -> None:
    for number in range(companies):
        key = f"c{number:02d}"
        toy_orders.CUSTOMERS.append(key)
        if place:
            PLACES[key] = place
        for back, sku in enumerate(skus, start=1):
            order(key, AS_OF - timedelta(days=back), sku, category="paper")


def newcomer(key: str = "new", *, place: Place) -> str:
    toy_orders.CUSTOMERS.append(key)
    PLACES[key] = place
    return key


def refresh(*, at: datetime | None = None) -> tuple[Written, Written]:
    written = refresh_relations(as_of=AS_OF, now=at or now())
    return written.relations, written.nearby


def test_alternatives_come_from_the_orders_of_the_host():
    everybody_buys("a4", "a5", companies=6)

    refresh()

    assert [(each.sku, each.kind, each.curated) for each in public.alternatives_for("a4")] == [
        ("a5", RelationKind.SUBSTITUTE, False)
    ]
    assert public.alternatives_for("never heard of it") == []


def test_relations_set_by_hand_come_first_and_the_limit_counts_them():
    everybody_buys("a4", "a5", companies=6)
    RELATIONS.append(CuratedRelation(sku="a4", other="a4-new", kind=RelationKind.SUCCESSOR))
    RELATIONS.append(CuratedRelation(sku="a4", other="stapler", kind=RelationKind.ACCESSORY))
    refresh()

    assert [each.sku for each in public.alternatives_for("a4")] == ["a4-new", "a5"]
    assert [each.sku for each in public.alternatives_for("a4", limit=1)] == ["a4-new"]
    assert [(each.sku, each.kind) for each in public.alternatives_for("a4-new")] == [("a4", RelationKind.PREDECESSOR)]
    assert [each.sku for each in public.complements_for("a4")] == ["stapler"]


def test_units_that_the_host_knows_keep_items_apart():
    everybody_buys("a4", "a5", companies=6)
    UNITS.update({"a4": "ream", "a5": "box"})

    refresh()

    assert public.alternatives_for("a4") == []


@pytest.mark.parametrize("number", [1, 30])
def test_alternatives_of_any_number_of_items_take_one_query(
    number: int, django_assert_num_queries: DjangoAssertNumQueries
):
    RELATIONS.extend(CuratedRelation(sku=f"s{n}", other=f"t{n}", kind=RelationKind.SUCCESSOR) for n in range(number))
    refresh()

    with django_assert_num_queries(1):
        found = public.alternatives_for_all([f"s{n}" for n in range(number)])

    assert {sku: [each.sku for each in others] for sku, others in found.items()} == {
        f"s{n}": [f"t{n}"] for n in range(number)
    }


def test_second_refresh_writes_nothing():
    everybody_buys("a4", "a5", place=Place(country="DK"))

    assert refresh() == (Written(changed=2, deleted=0), Written(changed=2, deleted=0))
    assert refresh() == (NOTHING, NOTHING)


def test_only_what_changed_is_written_and_what_is_gone_deleted():
    RELATIONS.extend(CuratedRelation(sku=sku, other="x", kind=RelationKind.ACCESSORY) for sku in ("a", "b", "c"))
    refresh()
    before = written_at()
    RELATIONS[0] = CuratedRelation(sku="a", other="x", kind=RelationKind.EQUAL_PART)
    del RELATIONS[2]

    assert refresh()[0] == Written(changed=3, deleted=2)
    # The first is another relation, both ways, and so the second is now the first thing that goes with x.
    changed = {pair for pair, at in written_at().items() if at != before[pair]}
    assert changed == {("a", "x"), ("x", "a"), ("x", "b")}


def written_at() -> dict[tuple[str, str], datetime]:
    return {(sku, other): at for sku, other, at in SkuRelation.objects.values_list("sku", "other", "written_at")}


def test_counted_in_parts_the_same_is_stored():
    everybody_buys("a4", "a5", place=Place(country="DK"))
    refresh()
    source = toy_orders.open_orders()
    parts: list[ItemCounts] = [count_items(lines, as_of=AS_OF) for _, lines in source.shards(5)]

    again = refresh_relations(merge_item_counts(parts[::-1]), as_of=AS_OF, now=now())
    from_lines = refresh_relations(source.read(), as_of=AS_OF, now=now())

    assert [(each.relations, each.nearby) for each in (again, from_lines)] == [(NOTHING, NOTHING)] * 2


def test_pairs_counted_a_share_at_a_time_come_to_the_same(monkeypatch: pytest.MonkeyPatch):
    everybody_buys("a4", "a5", "a6", companies=6)
    RELATIONS.append(CuratedRelation(sku="a4", other="stapler", kind=RelationKind.ACCESSORY))
    refresh()
    monkeypatch.setattr("segmentation.services.refresh_relations.LINES_A_SHARE", 5)

    assert refresh()[0] == NOTHING


def test_what_companies_nearby_buy_is_shown_without_the_own_purchases():
    home = Place(country="DK", region="Fyn", postcode_area="50")
    everybody_buys("a4", "a5", companies=22, place=home)
    visitor = newcomer(place=home)
    order(visitor, AS_OF, "a4", category="paper")
    refresh()

    assert [(each.sku, each.tier) for each in public.bought_nearby(visitor)] == [("a5", "postcode_area")]
    assert public.bought_nearby(visitor, bought=lambda skus: skus) == []
    assert [each.sku for each in public.bought_nearby(visitor, bought=lambda _skus: [])] == ["a4", "a5"]


@pytest.mark.parametrize("place", [None, Place(country="DK", shares=False), Place(country="DK", region="Als")])
def test_who_takes_no_part_or_is_nowhere_known_sees_nothing(place: Place | None):
    everybody_buys("a4", companies=22, place=Place(country="DK"))
    visitor = newcomer(place=Place(country="DK"))
    refresh()
    del PLACES[visitor]
    if place:
        PLACES[visitor] = place

    assert (public.bought_nearby(visitor), public.bought_nearby("")) == ([], [])


def test_nothing_about_a_company_is_stored():
    everybody_buys("a4", place=Place(country="DK", region="Fyn"))

    refresh()

    assert list(NearbyItem.objects.values_list("cell", "sku", "rank", "tier")) == [
        ('["DK", "Fyn", "", ""]', "a4", 1, "region")
    ]


def test_nearby_takes_one_query_beside_what_the_host_asks(django_assert_num_queries: DjangoAssertNumQueries):
    everybody_buys("a4", place=Place(country="DK"))
    visitor = newcomer(place=Place(country="DK"))
    refresh()

    with django_assert_num_queries(1):
        public.bought_nearby(visitor, bought=lambda _skus: [])


def test_command_says_what_was_written():
    everybody_buys("a4", "a5", companies=6)
    out = io.StringIO()

    call_command("refresh_relations", "--as-of", f"{AS_OF}", stdout=out)

    assert out.getvalue() == "Relations of items: 2 written, 0 deleted.\nBought nearby: 0 written, 0 deleted.\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Six companies that buy a4 and a5, and two more that have a4 and take to a5 next."""
    path = tmp_path / "orders.csv"
    bought = [(40, f"c{number}", sku) for number in range(6) for sku in ("a4", "a5")]
    bought += [(back, f"n{number}", sku) for number in range(2) for back, sku in ((30, "a4"), (5, "a5"))]
    rows = [f"{who}/{back},{AS_OF - timedelta(days=back)},{who},{sku},paper,1,5.00" for back, who, sku in bought]
    path.write_text("\n".join(["order,date,customer,sku,category,qty,price", *rows, ""]))
    return path


def evaluate(file: Path, *more: str) -> str:
    out = io.StringIO()
    cutoff = AS_OF - timedelta(days=20)
    call_command("evaluate_alternatives", str(file), "--cutoffs", f"{cutoff}", *more, stdout=out)
    return out.getvalue()


def test_alternatives_are_measured_beside_plainer_methods(file: Path):
    rows = json.loads(evaluate(file, "--format", "json"))

    assert [(row["method"], row["recall@10"], row["hit_rate@10"], row["companies"]) for row in rows] == [
        ("recent popularity", 1.0, 1.0, 2),
        ("companies' cosine", 1.0, 1.0, 2),
        ("baskets' cosine", 1.0, 1.0, 2),
        ("alternatives", 1.0, 1.0, 2),
        ("alternatives and companions", 1.0, 1.0, 2),
    ]


def test_measures_are_written_to_a_file(file: Path, tmp_path: Path):
    target = tmp_path / "measures.csv"

    shown = evaluate(file, "--format", "csv", "--output", str(target))

    assert (shown, target.read_text()) == ("", evaluate(file, "--format", "csv"))


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        (("--horizon", "0"), "--horizon is a number of days, 1 or more."),
        (("--horizon", "1"), "After none of these days did a company buy a new item of a category it knows."),
    ],
)
def test_what_cannot_be_measured_is_said(file: Path, more: tuple[str, ...], problem: str):
    with pytest.raises(CommandError) as error:
        evaluate(file, *more)

    assert str(error.value) == problem


def test_bad_day_is_named():
    with pytest.raises(CommandError, match="'soon' is not a list of days like"):
        call_command("evaluate_alternatives", "orders.csv", "--cutoffs", "soon")
