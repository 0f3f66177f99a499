"""What sets the members of a segment apart, on its page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import md5
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries, Settings

from segmentation.admin.difference_rows import DifferenceRow, age_text
from segmentation.models import BoughtItem, CompanyAttributes, CustomerProfile, Segment, SegmentMembership
from segmentation.models.attribute_columns import column_of, columns_of
from segmentation.selectors import segment_sides
from segmentation.selectors.segment_profile import profile_segment, related
from segmentation.services.ensure_builtin_segments import ensure_builtin_segments
from tests.segmentation.admin.directory import QueryingDirectory
from tests.segmentation.admin.rows import AT, make_profiles

URL = "/admin/segmentation/segment/"
NBSP = "\N{NO-BREAK SPACE}"

pytestmark = pytest.mark.django_db


class NamingDirectory(QueryingDirectory):
    def value_labels(self, values: dict[str, Sequence[str]]) -> dict[str, dict[str, str]]:
        return {"country": {"DK": "Denmark"}, "industry_nace": {"56": "Restaurants"}}


@pytest.fixture
def group(db: None) -> Segment:
    """Filled by hand alone, so far with nobody."""
    ensure_builtin_segments()
    return Segment.objects.create(key="pilot", name="Pilot", priority=90)


def fill(segment: Segment, *, inside: int, outside: int, **of_members: Any) -> tuple[list[str], list[str]]:
    """Companies alike, but for what is said of the members; the keys of both."""
    members = [f"m{number:03}" for number in range(inside)]
    others = [f"o{number:03}" for number in range(outside)]
    make_profiles(members, **of_members)
    make_profiles(others)
    SegmentMembership.objects.bulk_create(
        SegmentMembership(segment=segment, customer_key=key, since=AT) for key in members
    )
    return members, others


def state(keys: Sequence[str], **values: Any) -> None:
    facts = {str(column_of(key)): value for key, value in values.items()}
    CompanyAttributes.objects.bulk_create(CompanyAttributes(profile_id=key, updated_at=AT, **facts) for key in keys)


def profile_of(client: Client, segment: Segment) -> Any:
    return client.get(f"{URL}{segment.pk}/profile/").context["profile"]


def rows_of(groups: Sequence[tuple[str, Sequence[DifferenceRow]]]) -> dict[str, DifferenceRow]:
    return {row.label: row for _name, rows in groups for row in rows}


def test_nothing_is_said_of_nine_members(boss: Client, group: Segment) -> None:
    fill(group, inside=9, outside=21, share_routine=0.9)

    profile = profile_of(boss, group)

    assert (profile["found"].too_few, profile["groups"], profile["by_rule"]) == (True, [], [])


def test_numbers_and_choices_are_told_of_both_sides(boss: Client, group: Segment) -> None:
    fill(group, inside=12, outside=30, share_routine=0.81, value_year=900_000, activity="due")

    rows = rows_of(profile_of(boss, group)["groups"])

    share, spending, activity = (
        rows[label] for label in ("Share of routine buying", "Bought in 12 months", "Activity: Due to order")
    )
    assert (share.inside, share.outside, share.width_inside) == (f"81{NBSP}%", f"56{NBSP}%", "81.0")
    assert (spending.inside, spending.outside, spending.note) == (f"DKK{NBSP}9,000", f"DKK{NBSP}0", "more")
    assert (activity.inside, activity.outside, activity.is_sure) == (f"100{NBSP}%", f"0{NBSP}%", True)


def test_texts_are_told_by_their_names_and_codes_by_their_division(
    boss: Client, group: Segment, settings: Settings
) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"CUSTOMER_DIRECTORY": f"{__name__}.NamingDirectory"}
    members, others = fill(group, inside=20, outside=40)
    state(members, country="DK", industry_nace="5610", latitude=55.6)
    state(others, country="SE", industry_nace="6210", latitude=59.3)

    groups = profile_of(boss, group)["groups"]

    assert [name for name, _rows in groups] == ["The company", "Place and language"]
    rows = rows_of(groups)
    assert {label: (row.inside, row.outside) for label, row in rows.items()} == {
        "Industry (NACE): Restaurants": (f"100{NBSP}%", f"0{NBSP}%"),
        "Country: Denmark": (f"100{NBSP}%", f"0{NBSP}%"),
    }


def test_days_are_told_as_how_long_ago_they_were(boss: Client, group: Segment) -> None:
    today = localdate()
    fill(group, inside=20, outside=0, first_order=today - timedelta(days=1100))
    for number in range(30):
        make_profiles([f"x{number}"], first_order=today - timedelta(days=200 + number))

    row = rows_of(profile_of(boss, group)["groups"])["First order"]

    assert (row.inside, row.outside, row.note) == (f"3{NBSP}years ago", f"7{NBSP}months ago", "longer ago")


def test_days_without_end_are_told_as_well(boss: Client, group: Segment) -> None:
    members, others = fill(group, inside=12, outside=12)
    state(members, toy_date=date(9999, 12, 31))
    state(others, toy_date=localdate())

    row = rows_of(profile_of(boss, group)["groups"])["Toy day"]

    assert (row.outside, row.note) == (f"0{NBSP}days ago", "more recent")
    assert row.inside.startswith("in 79")


def test_what_was_bought_before_the_orders_were_counted_breaks_nothing(boss: Client, group: Segment) -> None:
    members, _others = fill(group, inside=12, outside=12)
    CustomerProfile.objects.filter(pk__in=members[:2]).update(occasions=0)
    day = date(2026, 5, 1)
    BoughtItem.objects.bulk_create(
        BoughtItem(
            customer_key=key, kind="product", item="K", first_day=day, last_day=day, orders=1, quantity=1, value=1
        )
        for key in members
    )

    assert rows_of(profile_of(boss, group)["groups"])["Product: K"].inside == f"100{NBSP}%"


def test_what_members_buy_more_is_told_of_those_who_ordered(boss: Client, group: Segment) -> None:
    members, others = fill(group, inside=20, outside=40)
    make_profiles(["prospect"], occasions=0)
    day = date(2026, 5, 1)
    BoughtItem.objects.bulk_create(
        BoughtItem(
            customer_key=key, kind=kind, item=item, first_day=day, last_day=day, orders=1, quantity=1000, value=100
        )
        for keys, kind, item in (
            (members[:15], "product", "KAF-1"),
            (others[:4], "product", "KAF-1"),
            (members[:10], "category", "coffee"),
            (others[:30], "brand", "Lunebo"),
        )
        for key in keys
    )

    groups = dict(profile_of(boss, group)["groups"])

    bought = groups["What they buy, of those who ordered"]
    assert [(row.label, row.inside, row.outside, row.note) for row in bought] == [
        ("Category: The coffee shelf", f"50{NBSP}%", f"0{NBSP}%", "more often"),
        ("Product: KAF-1", f"75{NBSP}%", f"10{NBSP}%", "7.5 times as often"),
    ]


def test_what_the_rule_asks_and_what_goes_with_it_stand_apart(boss: Client, group: Segment) -> None:
    fill(group, inside=12, outside=30, share_routine=0.9, share_new=0.01, buyclass="major", activity="due")
    Segment.objects.filter(pk=group.pk).update(rule={"dimension": "share_routine", "is": "at_least", "value": 0.5})

    profile = profile_of(boss, group)

    assert "Activity: Due to order" in rows_of(profile["groups"])
    apart = rows_of(profile["by_rule"])
    assert set(apart) <= {"Share of routine buying", "Share of new buying", "Buying type: Major repurchase"}
    assert apart.keys().isdisjoint(rows_of(profile["groups"]))
    assert len(apart) == 2


def test_what_follows_from_a_value_goes_with_it() -> None:
    assert related(["discount_share"]) == {"discount_share", "price_sensitivity"}
    assert {"discount_share", "quote_share", "brand_loyalty"} < related(["price_sensitivity"])
    assert related([]) == frozenset()


def test_differences_that_may_be_chance_say_so(boss: Client, group: Segment) -> None:
    members, others = fill(group, inside=14, outside=60)
    state(members[:6], toy_choice="red")
    state(members[6:], toy_choice="blue")
    state(others[:5], toy_choice="red")
    state(others[5:], toy_choice="blue")

    profile = profile_of(boss, group)

    row = rows_of(profile["groups"])["Toy colour: Red"]
    assert (row.inside, row.outside, row.is_sure) == (f"43{NBSP}%", f"8{NBSP}%", False)
    assert profile["found"].few


def test_large_sides_are_told_from_a_sample_that_the_page_names(
    boss: Client, group: Segment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segment_sides, "MOST_LOOKED_AT", 25)
    fill(group, inside=40, outside=60, activity="due")

    first, again = (boss.get(f"{URL}{group.pk}/profile/") for _time in range(2))

    found = first.context["profile"]["found"]
    assert (found.members.companies, len(found.members.keys), len(found.others.keys)) == (40, 25, 25)
    assert "Told from 25 of the members and 25 of the others, drawn by chance." in first.content.decode()
    assert list(found.members.keys) == list(again.context["profile"]["found"].members.keys)
    assert rows_of(first.context["profile"]["groups"])["Activity: Due to order"].inside == f"100{NBSP}%"


def test_member_that_no_run_has_seen_yet_is_on_neither_side(group: Segment) -> None:
    members, others = fill(group, inside=12, outside=15)
    SegmentMembership.objects.create(segment=group, customer_key="fresh", since=AT)

    inside, outside = segment_sides.sides_of(group)

    assert (inside.companies, sorted(inside.keys)) == (12, members)
    assert (outside.companies, sorted(outside.keys)) == (15, others)


def test_sample_is_the_companies_whose_hashes_are_lowest(group: Segment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segment_sides, "MOST_LOOKED_AT", 20)
    members, others = fill(group, inside=900, outside=700)

    sides = segment_sides.sides_of(group)

    def drawn(keys: Sequence[str]) -> list[str]:
        return sorted(keys, key=lambda key: md5(f"pilot:{key}".encode(), usedforsecurity=False).hexdigest())[:20]

    assert [list(side.keys) for side in sides] == [drawn(members), drawn(others)]


def test_page_does_not_wait_for_the_comparison(boss: Client, group: Segment) -> None:
    page = boss.get(f"{URL}{group.pk}/")

    assert page.context["profile"] is None
    assert f'hx-get="{URL}{group.pk}/profile/" hx-trigger="load"' in page.content.decode()
    assert boss.get(f"{URL}{group.pk}/?profile").context["profile"]["found"].too_few


@pytest.mark.parametrize("count", [12, 120])
def test_profile_costs_the_same_for_many_companies(
    group: Segment, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    members, others = fill(group, inside=count, outside=count, activity="due")
    state(members, region="North")
    state(others, region="South")
    columns_of()

    with django_assert_num_queries(8):
        profile_segment(group, today=localdate())


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "0 days ago"),
        (1, "1 day ago"),
        (-20, "in 20 days"),
        (70, "2 months ago"),
        (700, "23 months ago"),
        (840, "2.3 years ago"),
        (5000, "14 years ago"),
    ],
)
def test_ages_are_told_roughly(days: float, words: str) -> None:
    assert age_text(days).replace(NBSP, " ") == words
