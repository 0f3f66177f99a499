from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from segmentation.models import MembershipChoice, Segment, SegmentMembership
from segmentation.public import segments_of
from segmentation.services import set_choices as choosing
from tests.segmentation.admin.rows import make_profile
from tests.segmentation.segment_rows import make_profiles

pytestmark = pytest.mark.django_db


def choose(caller, keys, include, **facts):
    sent = {"customer_keys": keys, "include": include, "reason": "Because", **facts}
    return caller.post("segments/new/choices/", sent)


def test_company_is_put_in_kept_out_and_left_to_the_rule_again(caller):
    make_profile("acme")
    make_profile("bolt", buyclass="new")

    counts = [
        choose(caller, ["acme"], True).json(),
        choose(caller, ["acme"], True).json(),
        choose(caller, ["bolt"], False).json(),
    ]
    by_hand = [segments_of(key) for key in ("acme", "bolt")]
    choose(caller, ["acme", "bolt"], None, reason="")

    assert counts == [{"changed": n, "refresh": None} for n in (1, 0, 1)]
    assert (by_hand, [segments_of(key) for key in ("acme", "bolt")]) == (
        [["routine", "new"], []],
        [["routine"], ["new"]],
    )


@pytest.mark.django_db(transaction=True)
def test_many_companies_are_moved_by_a_worker_that_can_be_followed(caller, monkeypatch):
    monkeypatch.setattr(choosing, "FEW_AT_ONCE", 2)
    keys = make_profiles([0.1] * 3)

    answer = choose(caller, keys, True)
    again = choose(caller, keys, True)

    assert (answer.status_code, answer.json()["changed"], answer.json()["refresh"]["segment"]) == (202, 3, "new")
    assert (again.status_code, again.json()) == (200, {"changed": 0, "refresh": None})
    told = caller.get(f"refreshes/{answer.json()['refresh']['id']}/").json()
    assert (told["state"], told["changes"], told["done"], told["percent"]) == ("finished", 3, 3, 100)
    assert [row["source"] for row in caller.get("segments/new/members/").json()["results"]] == ["manual"] * 3


def test_choices_are_listed_with_reason_and_end(caller):
    make_profile("acme")
    end = (timezone.now() + timedelta(days=3)).replace(microsecond=0)
    choose(caller, ["acme"], True, expires_at=end.isoformat())

    [told] = caller.get("segments/new/choices/").json()["results"]

    assert (told["customer_key"], told["include"], told["reason"]) == ("acme", True, "Because")
    assert told["expires_at"] == timezone.localtime(end).isoformat()


def test_segments_of_a_company_are_told_with_how_it_came_in(caller):
    make_profile("acme")
    choose(caller, ["acme"], True)

    told = caller.get("profiles/acme/segments/").json()

    assert [(row["segment"], row["source"]) for row in told] == [("routine", "automatic"), ("new", "manual")]


def test_segments_of_a_company_say_why_it_is_in_them(caller):
    make_profile("acme")
    choose(caller, ["acme"], True, reason="Pilot of the new price list")
    toner = Segment.objects.create(
        key="toner",
        name="Toner buyers",
        priority=90,
        rule={"dimension": "bought_category", "is": "ever", "items": ["toner"]},
    )
    SegmentMembership.objects.create(segment=toner, customer_key="acme", since=timezone.now())

    told = {row["segment"]: row["because"] for row in caller.get("profiles/acme/segments/").json()}

    assert told == {
        "routine": "Buying type: Routine",
        "new": "By hand: Pilot of the new price list",
        "toner": "Bought in a category (Toner): at any time",
    }


@pytest.mark.parametrize("count", [1, 20])
def test_segments_of_a_company_take_the_same_queries_for_any_number(caller, count, django_assert_num_queries):
    make_profile("acme")
    rule = {"dimension": "bought_category", "is": "ever", "items": ["toner"]}
    segments = [Segment(key=f"s{n}", name=f"S {n}", priority=90 + n, rule=rule) for n in range(count)]
    for segment in Segment.objects.bulk_create(segments):
        SegmentMembership.objects.create(segment=segment, customer_key="acme", since=timezone.now())

    with django_assert_num_queries(3):
        assert len(caller.get("profiles/acme/segments/").json()) == count + 1


@pytest.mark.parametrize(
    ("facts", "path"),
    [
        ({"customer_keys": []}, ["customer_keys"]),
        ({"customer_keys": ["acme", "nobody"]}, ["customer_keys", 1]),
        ({"customer_keys": ["x" * 65]}, ["customer_keys", 0]),
        ({"customer_keys": [f"c{n}" for n in range(5001)]}, ["customer_keys"]),
        ({"include": "perhaps"}, ["include"]),
        ({"reason": ""}, ["reason"]),
        ({"reason": "x" * 301}, ["reason"]),
        ({"expires_at": "2020-01-01T00:00:00Z"}, ["expires_at"]),
    ],
)
def test_choice_that_is_not_right_is_refused_and_changes_nothing(caller, facts, path):
    make_profile("acme")
    sent = {"customer_keys": ["acme"], "include": True, "reason": "Because", **facts}

    answer = caller.post("segments/new/choices/", sent)

    problem = answer.json()["problems"][0]
    found = [int(part) if str(part).isdigit() else part for part in problem["path"]]
    assert (answer.status_code, found, MembershipChoice.objects.count()) == (400, path, 0)


def test_segment_that_is_not_there(caller):
    paths = ("segments/no-such/members/", "segments/no-such/choices/", "segments/no-such/refreshes/")

    assert [caller.get(path).status_code for path in paths] == [404] * 3
    assert caller.post("segments/no-such/choices/", {}).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize("path", ["segments/routine/members/", "segments/new/choices/"])
def test_lists_take_the_same_queries_for_any_number(caller, path, count, django_assert_num_queries):
    keys = [make_profile(f"c{n:02}").pk for n in range(count)]
    choose(caller, keys, True)

    with django_assert_num_queries(3):
        assert len(caller.get(path).json()["results"]) == count
    assert Segment.objects.get(key="new").choices.count() == count
