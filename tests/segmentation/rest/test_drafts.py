from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django import Settings

from segmentation.models import AuditEntry, Draft, FeatureOverride
from segmentation.public import has_feature
from segmentation.selectors.switches import read_switches
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.standing import SwitchRule
from tests.segmentation.admin.rows import make_profile
from tests.segmentation.rest.conftest import Caller, make_person
from tests.segmentation.toy_flags import toy_list

pytestmark = pytest.mark.django_db

ON = {"kind": "rule", "feature": "toy_list", "segment": "new", "after": {"state": "on", "share": 20}}
DRAFT = {"title": "Spring", "reason": "Fair", "changes": [ON]}
EVERYWHERE = "view_draft", "add_draft", "change_draft", "change_featurerule", "approve_draft"


@pytest.fixture(autouse=True)
def _toy_list(_toy_host: None) -> Iterator[None]:
    with toy_list():
        yield


def started(caller: Caller, **changes: Any) -> int:
    answer = caller.post("drafts/", DRAFT | changes)
    assert answer.status_code == 201, answer.json()
    return int(answer.json()["id"])


def step(caller: Caller, draft: int, name: str, sent: Any = None, **headers: str) -> Any:
    return caller.post(f"drafts/{draft}/{name}/", {} if sent is None else sent, **headers)


def rule() -> SwitchRule | None:
    return read_switches().of("toy_list").rules.get("new")


def test_draft_is_written_published_and_taken_back(caller):
    draft = started(caller)
    written = caller.get(f"drafts/{draft}/").json()
    before = rule()
    published = step(caller, draft, "publish").json()
    stood = rule()
    back = step(caller, draft, "roll-back", {"reason": "Too soon"}).json()

    assert (written["state"], written["author"], written["revision"]) == ("open", caller.person.get_username(), 1)
    [change] = written["changes"]
    assert (change["before"], change["after"], change["segment"]) == ({}, {"state": "on", "share": 20}, "new")
    assert (change["what"], change["after_text"]) == ("Toy list for New buyers", "On; for 20 % of the companies")
    assert (before, stood, rule()) == (None, SwitchRule(state="on", share=20), None)
    assert (published["state"], published["version"] > 0, back["state"]) == ("published", True, "rolled_back")
    assert AuditEntry.objects.filter(draft=draft, action="feature_rule", actor=caller.person).count() == 2


def test_every_kind_of_change_is_put_in_and_published(caller):
    make_profile("acme")
    order = [segment["key"] for segment in caller.get("segments/").json()["results"]][::-1]
    everywhere = {"kind": "rule", "feature": "toy_list", "segment": "everybody", "after": {"state": "off"}}
    by_hand = {"enabled": True, "reason": "pilot", "parameters": {"lines": 3}}
    changes = [
        {"kind": "kill_switch", "feature": "toy_search", "after": {"killed": True}},
        {"kind": "by_category", "feature": "toy_list", "after": {"allowed": False}},
        {"kind": "override", "feature": "toy_list", "customer_key": "acme", "after": by_hand},
        {"kind": "segment_order", "after": {"order": order}},
        everywhere,
    ]
    draft = started(caller, changes=changes)
    wanted = {"dimension": "headcount", "is": "at_least", "value": 5}
    sent = {"kind": "segment_rule", "segment": "new", "after": {"rule": wanted}}
    answer = caller.post(f"drafts/{draft}/changes/", sent)

    told = step(caller, draft, "publish")

    switches = read_switches()
    assert (answer.status_code, told.status_code, len(told.json()["changes"])) == (200, 200, 6)
    assert (switches.of("toy_search").killed, switches.of("toy_list").by_category) == (True, False)
    assert (list(switches.segments), switches.of("toy_list").rules) == (order, {"": SwitchRule(state="off")})
    assert FeatureOverride.objects.get().parameters == {"lines": 3}
    assert caller.get("segments/new/").json()["rule"] == wanted


def test_change_is_replaced_and_taken_out(caller):
    draft = started(caller)

    replaced = caller.post(f"drafts/{draft}/changes/", ON | {"after": {"state": "off"}}).json()
    [change] = replaced["changes"]
    elsewhere = started(caller, changes=[])
    of_another = caller.call("delete", f"drafts/{elsewhere}/changes/{change['id']}/")
    dropped = caller.call("delete", f"drafts/{draft}/changes/{change['id']}/")

    assert (change["after"], of_another.status_code, dropped.status_code) == ({"state": "off"}, 404, 204)
    assert caller.get(f"drafts/{draft}/").json()["changes"] == []


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        (ON | {"feature": "nonsense"}, "unknown_feature", ["changes", 1, "feature"]),
        (ON | {"segment": "nonsense"}, "unknown_segment", ["changes", 1, "segment"]),
        (ON | {"segment": ""}, "invalid", ["changes", 1, "segment"]),
        (ON | {"customer_key": "acme"}, "invalid", ["changes", 1, "customer_key"]),
        (ON | {"after": {"state": "on", "share": 200}}, "invalid", ["changes", 1, "after", "share"]),
        (
            ON | {"after": {"state": "on", "parameters": {"lines": 51}}},
            "invalid_parameters",
            ["changes", 1, "after", "parameters", "lines"],
        ),
        (
            {"kind": "override", "feature": "toy_list", "customer_key": "nobody", "after": {}},
            "unknown_company",
            ["changes", 1, "customer_key"],
        ),
        (
            {"kind": "segment_rule", "segment": "new", "after": {"rule": {"dimension": "x"}}},
            "invalid_rule",
            ["changes", 1, "after", "rule", "dimension"],
        ),
        (
            {"kind": "segment_rule", "segment": "new", "after": {"rule": None}},
            "builtin",
            ["changes", 1, "after", "rule"],
        ),
        ({"kind": "segment_order", "after": {"order": ["new"]}}, "invalid", ["changes", 1, "after"]),
    ],
)
def test_change_that_is_not_right_is_refused_where_it_is_wrong_and_nothing_is_kept(caller, change, code, path):
    answer = caller.post("drafts/", DRAFT | {"changes": [ON, change]})

    told = answer.json()
    assert (answer.status_code, told["code"], told["problems"][0]["path"]) == (400, code, path)
    assert not Draft.objects.exists()


def test_call_that_comes_twice_starts_one_draft_and_publishes_it_once(caller):
    key, other = ({"Idempotency-Key": str(uuid4())} for _ in range(2))
    first, again = (caller.post("drafts/", DRAFT, **key).json() for _ in range(2))
    published, once_more = (step(caller, first["id"], "publish", **other) for _ in range(2))
    without = step(caller, first["id"], "publish")

    assert (first, Draft.objects.count(), published.json()) == (again, 1, once_more.json())
    assert (without.status_code, without.json()["code"]) == (409, "draft_state")


def test_only_what_was_seen_is_published(caller):
    draft = started(caller)
    seen = {"If-Match": caller.get(f"drafts/{draft}/").headers["ETag"]}
    changed = caller.post(f"drafts/{draft}/changes/", ON | {"after": {"state": "off"}}, **seen)

    late = step(caller, draft, "publish", **seen)
    right = step(caller, draft, "publish", **{"If-Match": changed.headers["ETag"]})

    assert (changed.status_code, late.status_code, right.status_code) == (200, 412, 200)


def test_end_is_as_scheduled_unless_another_is_sent_and_never_in_the_past(caller):
    long_ago, later = (timezone.now() + timedelta(days=days) for days in (-1, 2))
    drafts = [started(caller) for _ in range(3)]
    Draft.objects.filter(pk__in=drafts).update(ends_at=later)
    Draft.objects.filter(pk=drafts[0]).update(ends_at=long_ago)

    late = step(caller, drafts[0], "publish")
    sent = step(caller, drafts[0], "publish", {"ends_at": long_ago.isoformat()})
    moments = {"publish_at": (long_ago - timedelta(days=1)).isoformat(), "ends_at": long_ago.isoformat()}
    scheduled = step(caller, drafts[0], "schedule", moments)
    kept = step(caller, drafts[1], "publish")
    step(caller, drafts[1], "roll-back")
    dropped = step(caller, drafts[2], "publish", {"ends_at": None})

    for refused in (late, sent, scheduled):
        told = refused.json()
        assert (refused.status_code, told["problems"]) == (
            400,
            [{"path": ["ends_at"], "message": "The end lies in the past. Please give a later one, or none."}],
        )
    assert Draft.objects.get(pk=drafts[0]).state == "open"
    assert Draft.objects.get(pk=drafts[1]).ends_at == later
    assert (kept.status_code, dropped.status_code, dropped.json()["ends_at"]) == (200, 200, None)


def test_what_somebody_changed_meanwhile_is_told_and_can_be_overruled(caller, admin):
    draft = started(caller)
    change = caller.get(f"drafts/{draft}/").json()["changes"][0]["id"]
    set_feature_rule(feature="toy_list", segment="new", state="off", actor=admin)

    refused = step(caller, draft, "publish")
    despite = step(caller, draft, "publish", {"despite": [change]})

    told = refused.json()
    assert (refused.status_code, told["code"], told["problems"][0]["path"]) == (
        409,
        "switches_moved",
        ["changes", change],
    )
    assert admin.get_username() in told["problems"][0]["message"]
    assert (despite.status_code, rule()) == (200, SwitchRule(state="on", share=20))


def test_draft_waits_for_its_moment_and_waits_no_more(caller):
    draft, now = started(caller), timezone.now()
    moments = {"publish_at": now + timedelta(days=1), "ends_at": now + timedelta(days=2)}

    wrong = step(caller, draft, "schedule", {**moments, "ends_at": now})
    scheduled = step(caller, draft, "schedule", moments).json()
    back = step(caller, draft, "unschedule").json()
    gone = step(caller, draft, "discard", {"reason": "No"}).json()

    assert (wrong.status_code, wrong.json()["problems"][0]["path"]) == (400, ["ends_at"])
    assert (scheduled["state"], back["state"], back["publish_at"], gone["state"]) == (
        "scheduled",
        "open",
        None,
        "discarded",
    )


@pytest.mark.parametrize(
    ("permissions", "open_to"),
    [
        (("view_draft",), set()),
        (("view_draft", "change_draft"), {"propose", "discard", "propose-roll-back"}),
        (("view_draft", "approve_draft"), {"approve", "send-back", "approve-roll-back", "decline-roll-back"}),
        (("view_draft", "change_featurerule"), {"publish", "schedule", "unschedule", "roll-back"}),
    ],
)
def test_role_takes_the_steps_it_is_for(caller, permissions, open_to):
    draft = started(caller)
    role = Caller(make_person("cleo@example.com", permissions=permissions))
    steps = ["propose", "discard", "approve", "send-back", "publish", "schedule", "unschedule", "roll-back"]
    steps += ["propose-roll-back", "approve-roll-back", "decline-roll-back"]

    found = {name: step(role, draft, name, {"title": ""}).status_code for name in steps}

    assert {name for name, status in found.items() if status != 403} == open_to
    assert role.get(f"drafts/{draft}/").status_code == 200


def test_draft_is_published_by_whoever_may_make_each_of_its_changes(caller):
    draft = started(caller, changes=[{"kind": "kill_switch", "feature": "toy_search", "after": {"killed": True}}])
    half = Caller(make_person("cleo@example.com", permissions=("view_draft", "change_featurerule")))
    both = ("view_draft", "change_featurerule", "change_featuresetting")
    whole = Caller(make_person("dina@example.com", permissions=both))

    refused, published = step(half, draft, "publish", {}), step(whole, draft, "publish", {})

    assert (refused.status_code, refused.json()["code"]) == (403, "no_permission")
    assert (published.status_code, has_feature("acme", "toy_search")) == (200, False)


def test_drafts_are_listed_from_the_newest_in_few_queries(caller, django_assert_num_queries):
    for n in range(30):
        started(caller, title=f"Draft {n}")
    step(caller, Draft.objects.first().pk, "discard")
    caller.get("drafts/")

    with django_assert_num_queries(2):
        told = caller.get("drafts/").json()["results"]

    assert [row["title"] for row in told] == [f"Draft {n}" for n in reversed(range(30))]
    assert [row["title"] for row in caller.get("drafts/?state=discarded").json()["results"]] == ["Draft 29"]
    with django_assert_num_queries(3):
        caller.get(f"drafts/{told[0]['id']}/")


def test_draft_is_tried_before_it_is_published(caller, settings: Settings):
    make_profile("acme", buyclass="new", share_routine=0.1, share_new=0.8)
    draft = started(caller, changes=[ON | {"after": {"state": "on"}}])

    missing = caller.get(f"drafts/{draft}/dry-run/")
    tried = step(caller, draft, "dry-run")
    told = tried.json()
    caller.post(f"drafts/{draft}/changes/", ON | {"after": {"state": "off"}})
    later = caller.get(f"drafts/{draft}/dry-run/").json()

    assert (missing.status_code, tried.status_code, told["state"], told["stale"]) == (404, 200, "finished", False)
    result = told["result"]
    assert (result["companies"], result["gaining"], result["losing"]) == (1, 1, 0)
    assert [(row["feature"], row["gains"]) for row in result["features"]] == [("toy_list", 1)]
    assert [(row["customer_key"], row["gains"]) for row in result["named"]] == [("acme", ["toy_list"])]
    assert (later["stale"], later["result"]) == (True, result)
    assert read_switches().features == {}
