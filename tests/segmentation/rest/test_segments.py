from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from segmentation.models import AuditEntry, Segment, SegmentRefresh
from segmentation.services import delete_segment
from segmentation.services.save_segment import save_segment
from tests.segmentation.admin.rows import make_profile, make_segments
from tests.segmentation.rest.conftest import Caller

pytestmark = pytest.mark.django_db

RULE = {"dimension": "share_routine", "is": "at_least", "value": 0.5}
NEW = {"key": "often", "name": "Often", "rule": RULE}


def change(caller: Caller, key: str, data: Any, **headers: str) -> Any:
    return caller.call("patch", f"segments/{key}/", data, **headers)


def test_segments_are_listed_by_priority_with_members_and_rule(caller):
    make_profile("acme")

    told = caller.get("segments/").json()["results"]

    assert [row["key"] for row in told] == list(Segment.objects.values_list("key", flat=True))
    routine = next(row for row in told if row["key"] == "routine")
    assert (routine["name"], routine["members"], routine["is_builtin"]) == ("Routine buyers", 1, True)
    assert routine["rule"] == Segment.objects.get(key="routine").rule


@pytest.mark.django_db(transaction=True)
def test_segment_is_added_and_filled_by_a_task(caller):
    with transaction.atomic():
        make_profile("acme")
        make_profile("bolt", share_routine=0.1)

    answer = caller.post("segments/", NEW)

    added = answer.json()
    assert (answer.status_code, added["rule"], added["rule_version"]) == (201, RULE, 1)
    assert added["priority"] == max(Segment.objects.values_list("priority", flat=True))
    refresh = caller.get(f"refreshes/{added['refresh']['id']}/").json()
    assert (refresh["state"], refresh["percent"], refresh["joined"]) == ("finished", 100, 1)
    members = caller.get("segments/often/members/").json()["results"]
    assert [(row["customer_key"], row["source"]) for row in members] == [("acme", "automatic")]
    assert AuditEntry.objects.filter(segment_key="often", actor=caller.person).exists()


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"key": "routine"}, "invalid", ["key"]),
        ({"key": "no blanks"}, "invalid", ["key"]),
        ({"name": ""}, "invalid", ["name"]),
        ({"priority": 10**30}, "invalid", ["priority"]),
        ({"rule": {"all": [RULE, {"dimension": "x"}]}}, "invalid_rule", ["rule", "all", 1, "dimension"]),
        ({"rule": []}, "invalid_rule", ["rule"]),
    ],
)
def test_segment_that_is_not_right_is_refused_where_it_is_wrong(caller, changes, code, path):
    answer = caller.post("segments/", NEW | changes)

    assert (answer.status_code, answer.json()["code"], answer.json()["problems"][0]["path"]) == (400, code, path)
    assert not Segment.objects.filter(key="often").exists()


def test_priority_belongs_to_one_segment(caller):
    taken = Segment.objects.get(key="new").priority

    answers = [caller.post("segments/", NEW | {"priority": taken}), change(caller, "major", {"priority": taken})]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(400, "taken")] * 2


def test_call_that_comes_twice_adds_one_segment(caller):
    key = str(uuid4())

    first, again = (caller.post("segments/", NEW, **{"Idempotency-Key": key}) for _ in range(2))
    other = caller.post("segments/", NEW | {"key": "other"}, **{"Idempotency-Key": key})
    odd = caller.post("segments/", NEW, **{"Idempotency-Key": "seven"})

    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert (other.status_code, other.json()["code"], odd.status_code) == (409, "key_used", 400)
    assert Segment.objects.filter(is_builtin=False).count() == 1


def test_change_of_a_name_keeps_the_rule_and_asks_for_nothing(caller):
    caller.post("segments/", NEW)
    before = SegmentRefresh.objects.count()

    told = change(caller, "often", {"name": "Very often"}).json()

    assert (told["name"], told["rule"], told["refresh"], SegmentRefresh.objects.count()) == (
        "Very often",
        RULE,
        None,
        before,
    )


def test_lost_update_is_refused(caller):
    caller.post("segments/", NEW)
    seen = caller.get("segments/often/").headers["ETag"]
    first = change(caller, "often", {"name": "Mine"}, **{"If-Match": seen})
    second = change(caller, "often", {"name": "Yours"}, **{"If-Match": seen})
    removed = caller.call("delete", "segments/often/", **{"If-Match": seen})
    third = change(caller, "often", {"name": "Yours now"}, **{"If-Match": first.headers["ETag"]})

    assert [answer.status_code for answer in (first, second, removed, third)] == [200, 412, 412, 200]
    assert second.json()["code"] == "changed_meanwhile"


def test_members_that_come_and_go_are_no_lost_update_and_yet_another_answer(caller):
    seen = caller.get("segments/routine/").headers["ETag"]
    make_profile("acme")

    read = caller.get("segments/routine/", **{"If-None-Match": seen})
    written = change(caller, "routine", {"description": "Seen"}, **{"If-Match": seen})

    assert (read.status_code, read.json()["members"], written.status_code) == (200, 1, 200)


def test_builtin_segment_is_tuned_and_not_deleted(caller):
    tuned = change(caller, "routine", {"rule": RULE})
    emptied = change(caller, "routine", {"rule": None})
    deleted = caller.call("delete", "segments/routine/")

    assert [answer.status_code for answer in (tuned, emptied, deleted)] == [200, 400, 409]
    assert (emptied.json()["code"], deleted.json()["code"]) == ("builtin", "builtin")


def test_other_segment_is_deleted(caller):
    caller.post("segments/", NEW)

    codes = [caller.call("delete", "segments/often/").status_code for _ in range(2)]

    assert codes == [204, 404]


def test_what_somebody_changes_right_before_it_is_deleted_is_not_lost(caller, monkeypatch):
    caller.post("segments/", NEW)
    seen = caller.get("segments/often/").headers["ETag"]
    real = delete_segment.lock_switches

    def meanwhile():
        segment = Segment.objects.get(key="often")
        segment.name = "Mine"
        save_segment(segment, actor=None)
        return real()

    monkeypatch.setattr(delete_segment, "lock_switches", meanwhile)
    answer = caller.call("delete", "segments/often/", **{"If-Match": seen})

    assert (answer.status_code, Segment.objects.filter(key="often").exists()) == (412, True)


def test_order_is_set_as_a_whole(caller):
    before = caller.get("segment-order/").json()["keys"]

    changed = caller.call("put", "segment-order/", {"keys": before[::-1]})
    partly = caller.call("put", "segment-order/", {"keys": before[:-1]})

    assert (changed.json()["keys"], caller.get("segment-order/").json()["keys"]) == (before[::-1], before[::-1])
    assert (partly.status_code, partly.json()["code"]) == (400, "not_all_segments")


@pytest.mark.django_db(transaction=True)
def test_refresh_is_started_and_followed(caller):
    with transaction.atomic():
        make_profile("acme")

    started = caller.post("segments/routine/refreshes/", {})
    listed = caller.get("segments/routine/refreshes/").json()["results"]

    assert (started.status_code, started.json()["state"], started.json()["segment"]) == (202, "waiting", "routine")
    assert [(row["id"], row["state"]) for row in listed][:1] == [(started.json()["id"], "finished")]


def test_segment_without_a_rule_has_nothing_to_refresh(caller):
    caller.post("segments/", {"key": "friends", "name": "Friends"})

    assert caller.post("segments/friends/refreshes/", {}).json()["code"] == "no_rule"


@pytest.mark.parametrize("count", [1, 30])
def test_list_takes_the_same_queries_for_any_number(caller, count, django_assert_num_queries):
    make_segments(count)
    caller.get("dimensions/")

    with django_assert_num_queries(2):
        assert len(caller.get("segments/").json()["results"]) == count + 4
