from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from segmentation.contracts import Feature
from segmentation.models import AuditEntry, FeatureOverride, Segment
from segmentation.public import features_for
from segmentation.registry import features
from segmentation.selectors.switches import read_switches
from segmentation.services.set_feature_override import set_feature_override
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.services.set_kill_switch import set_kill_switch
from segmentation.standing import EVERYBODY, FeatureSwitches, SwitchRule
from tests.segmentation.admin.rows import make_profile
from tests.segmentation.rest.conftest import Caller
from tests.segmentation.toy_flags import toy_list

pytestmark = pytest.mark.django_db

RULE = "features/toy_list/rules/routine/"
OVERRIDE = "overrides/acme/toy_list/"
REASON = "Asked for by phone"


@pytest.fixture(autouse=True)
def _toy_list(_toy_host: None) -> Iterator[None]:
    with toy_list():
        yield


@pytest.fixture
def _acme(caller: Caller) -> None:
    make_profile("acme")


def refusal(answer: Any) -> tuple[int, str, list[Any]]:
    told = answer.json()
    return answer.status_code, told["code"], [problem["path"] for problem in told["problems"]]


def rule_of(segment: str = "routine") -> SwitchRule:
    return read_switches().of("toy_list").rules.get(segment, SwitchRule())


def test_features_are_listed_as_they_are_declared_with_what_is_said_of_them(caller, admin):
    set_kill_switch(feature="toy_list", killed=True, actor=admin)

    rows = {row["key"]: row for row in caller.get("features/").json()}

    told = rows["toy_list"]
    assert list(rows) == [feature.key for feature in features]
    assert (told["label"], told["serves"], told["per_category"], told["killed"], told["by_category"]) == (
        "Toy list",
        ["routine"],
        True,
        True,
        True,
    )
    parameters = {one["key"]: one for one in told["parameters"]}
    assert (parameters["lines"]["kind"], parameters["lines"]["minimum"], parameters["lines"]["maximum"]) == (
        "whole",
        1,
        50,
    )
    assert (parameters["points"]["default"], parameters["points"]["unit"]) == ("0.5", "per krone")
    assert [choice["value"] for choice in parameters["look"]["choices"]] == ["rows", "cards"]
    assert caller.get("features/toy_list/").json() == told


def test_reading_takes_few_queries_however_many_features_there_are(caller, admin, django_assert_num_queries):
    set_feature_rule(feature="toy_list", segment="routine", state="on", actor=admin)
    toys = [Feature(key=f"toy_{n}", label="Toy") for n in range(30)]
    caller.get("features/")
    features.register(*toys)
    try:
        # One finds the token; whoever may do everything is asked for no permission.
        with django_assert_num_queries(2):
            caller.get("features/")
        with django_assert_num_queries(3):
            caller.get("features/toy_list/rules/")
    finally:
        for toy in toys:
            features.unregister(toy.key)


def test_feature_is_switched_off_for_everybody_and_kept_from_going_by_category(caller):
    facts = {"killed": True, "by_category": False, "reason": "Broken since noon"}

    told = caller.call("patch", "features/toy_list/", facts).json()

    assert (told["killed"], told["by_category"]) == (True, False)
    assert read_switches().of("toy_list") == FeatureSwitches(killed=True, by_category=False)
    assert set(AuditEntry.objects.exclude(feature="").values_list("action", "reason", "actor")) == {
        ("kill_switch", "Broken since noon", caller.person.pk),
        ("by_category", "Broken since noon", caller.person.pk),
    }


def test_feature_that_is_never_asked_for_a_category_cannot_go_by_one(caller):
    answer = caller.call("patch", "features/toy_search/", {"by_category": False})

    assert refusal(answer) == (400, "invalid", [["by_category"]])


@pytest.mark.parametrize("segment", ["routine", "everybody"])
def test_rule_is_said_changed_in_part_and_dropped(caller, segment):
    path, place = f"features/toy_list/rules/{segment}/", "" if segment == "everybody" else segment
    said = caller.call("put", path, {"state": "on", "share": 30, "parameters": {"lines": 9, "points": "1.5"}}).json()
    changed = caller.call("patch", path, {"held_out": 10, "parameters": {"look": "cards", "lines": None}}).json()
    rule = rule_of(place)
    listed = caller.get("features/toy_list/rules/").json()
    dropped = caller.call("delete", f"{path}?reason=Over")

    assert (said["segment"], said["state"], said["share"], said["held_out"]) == (segment, "on", 30, 0)
    assert said["parameters"] == {"lines": 9, "points": "1.5"}
    assert rule == SwitchRule(state="on", share=30, held_out=10, parameters={"points": "1.5", "look": "cards"})
    assert listed == [changed]
    assert (dropped.status_code, rule_of(place)) == (204, SwitchRule())
    assert caller.get(path).json()["state"] == "inherit"
    assert AuditEntry.objects.first().reason == "Over"


def test_rule_that_is_put_says_nothing_else(caller, admin):
    set_feature_rule(feature="toy_list", segment="routine", state="on", share=5, parameters={"lines": 9}, actor=admin)

    caller.call("put", RULE, {"state": "off"})

    assert rule_of() == SwitchRule(state="off")


def test_rules_come_in_the_order_in_which_they_decide(caller, admin):
    for segment in (EVERYBODY, "new", "mixed"):
        set_feature_rule(feature="toy_list", segment=segment, state="on", actor=admin)

    told = caller.get("features/toy_list/rules/").json()

    assert [rule["segment"] for rule in told] == ["mixed", "new", "everybody"]


@pytest.mark.parametrize(
    ("sent", "code", "paths"),
    [
        ({"state": "perhaps"}, "invalid", [["state"]]),
        ({"state": "on", "share": 101}, "invalid", [["share"]]),
        ({"state": "on", "parameters": {"lines": 51}}, "invalid_parameters", [["parameters", "lines"]]),
        ({"state": "on", "parameters": {"lines": "1e999999999"}}, "invalid_parameters", [["parameters", "lines"]]),
        (
            {"state": "on", "parameters": {"look": "x", "nonsense": 1}},
            "invalid_parameters",
            [["parameters", "nonsense"], ["parameters", "look"]],
        ),
        ({"state": "on", "parameters": {"greeting": ["hi"]}}, "invalid", [["parameters", "greeting"]]),
        ({}, "invalid", [["state"]]),
    ],
)
def test_rule_that_is_not_right_is_refused_where_it_is_wrong(caller, sent, code, paths):
    assert refusal(caller.call("put", RULE, sent)) == (400, code, paths)
    assert rule_of() == SwitchRule()


def test_what_was_stored_before_and_fits_no_more_does_not_stop_a_change(caller, admin, monkeypatch):
    set_feature_rule(feature="toy_list", segment="routine", parameters={"lines": 9, "look": "cards"}, actor=admin)
    declared = features.get("toy_list")
    features.unregister("toy_list")
    fewer = tuple(parameter for parameter in declared.parameters if parameter.key != "look")
    features.register(Feature(key="toy_list", label="Toy list", parameters=fewer))

    answer = caller.call("patch", RULE, {"parameters": {"greeting": "hi"}})

    assert (answer.status_code, rule_of().parameters) == (200, {"lines": 9, "greeting": "hi"})


@pytest.mark.parametrize(
    "path", ["features/nonsense/", "features/nonsense/rules/", "features/toy_list/rules/nonsense/"]
)
def test_what_does_not_exist_is_not_there(caller, path):
    assert caller.get(path).status_code == 404


def test_lost_update_of_a_rule_and_of_a_feature_is_refused(caller):
    for path, sent in ((RULE, [{"state": "on"}, {"state": "off"}]), ("features/toy_list/", [{"killed": True}] * 2)):
        seen = caller.get(path).headers["ETag"]
        first, second = (caller.call("patch", path, facts, **{"If-Match": seen}) for facts in sent)
        third = caller.call("patch", path, sent[1], **{"If-Match": first.headers["ETag"]})
        again = caller.get(path, **{"If-None-Match": third.headers["ETag"]})
        assert [answer.status_code for answer in (first, second, third, again)] == [200, 412, 200, 304]


def test_change_of_another_feature_is_no_lost_update(caller, admin):
    seen = caller.get(RULE).headers["ETag"]
    set_feature_rule(feature="toy_search", segment="routine", state="off", actor=admin)

    assert caller.call("patch", RULE, {"state": "on"}, **{"If-Match": seen}).status_code == 200


def test_no_segment_can_take_the_place_of_everybody(caller):
    assert refusal(caller.post("segments/", {"key": "everybody", "name": "All"})) == (400, "invalid", [["key"]])


@pytest.mark.usefixtures("_acme")
def test_company_is_switched_by_hand_and_left_to_its_segments_again(caller):
    ends = timezone.now() + timedelta(days=3)
    sent = {"enabled": False, "reason": REASON, "expires_at": ends.isoformat(), "parameters": {"lines": 3}}

    told = caller.call("put", OVERRIDE, sent).json()
    row = FeatureOverride.objects.get()
    answer = features_for("acme").answer("toy_list")
    listed = caller.get("overrides/?customer_key=acme&feature=toy_list").json()["results"]
    dropped = caller.call("delete", f"{OVERRIDE}?reason=Over")

    assert (row.enabled, row.expires_at, row.reason, row.author) == (False, ends, REASON, caller.person)
    assert (answer.enabled, answer.parameters["lines"]) == (False, 3)
    assert (told["customer_key"], told["parameters"], listed) == ("acme", {"lines": 3}, [told])
    assert (dropped.status_code, FeatureOverride.objects.count()) == (204, 0)
    assert caller.get(OVERRIDE).status_code == 404
    assert list(AuditEntry.objects.exclude(feature="").values_list("reason", flat=True)) == ["Over", REASON]


@pytest.mark.usefixtures("_acme")
@pytest.mark.parametrize(
    ("path", "sent", "expected"),
    [
        (OVERRIDE, {"enabled": True}, (400, "invalid", [["reason"]])),
        (
            OVERRIDE,
            {"enabled": True, "reason": "x", "expires_at": "2020-01-01T00:00Z"},
            (400, "invalid", [["expires_at"]]),
        ),
        (
            OVERRIDE,
            {"enabled": True, "reason": "x", "parameters": {"lines": 0}},
            (400, "invalid_parameters", [["parameters", "lines"]]),
        ),
        ("overrides/acme/nonsense/", {"enabled": True, "reason": "x"}, (404, "not_found", [])),
        ("overrides/nobody/toy_list/", {"enabled": True, "reason": "x"}, (404, "not_found", [])),
    ],
)
def test_override_that_is_not_right_is_refused(caller, path, sent, expected):
    assert refusal(caller.call("put", path, sent)) == expected
    assert not FeatureOverride.objects.exists()


@pytest.mark.usefixtures("_acme")
def test_lost_update_of_an_override_is_refused(caller):
    first = caller.call("put", OVERRIDE, {"enabled": True, "reason": "one"})
    seen = {"If-Match": first.headers["ETag"]}
    second = caller.call("put", OVERRIDE, {"enabled": False, "reason": "two"}, **seen)
    third = caller.call("delete", OVERRIDE, **seen)

    assert [answer.status_code for answer in (second, third)] == [200, 412]


def test_overrides_are_listed_in_pages_of_few_queries(caller, admin, django_assert_num_queries):
    for n in range(30):
        set_feature_override(feature="toy_list", customer_key=f"c{n:02}", state="on", reason="x", actor=admin)
    caller.get("overrides/")

    with django_assert_num_queries(2):
        page = caller.get("overrides/?limit=20").json()
    rest = caller.get(page["next"].split("/api/")[1]).json()

    keys = [row["customer_key"] for row in (*page["results"], *rest["results"])]
    assert keys == [f"c{n:02}" for n in range(30)]


@pytest.mark.usefixtures("_acme")
def test_where_drafts_are_approved_nothing_is_switched_directly_but_off_for_everybody(caller, settings: Settings):
    settings.SEGMENTATION = settings.SEGMENTATION | {"DRAFTS_NEED_APPROVAL": True}
    order = list(Segment.objects.order_by("-priority").values_list("key", flat=True))

    refused = [
        caller.call("put", RULE, {"state": "on"}),
        caller.call("patch", RULE, {"state": "on"}),
        caller.call("delete", RULE),
        caller.call("put", OVERRIDE, {"enabled": True, "reason": "x"}),
        caller.call("delete", OVERRIDE),
        caller.call("patch", "features/toy_list/", {"killed": False}),
        caller.call("patch", "segments/routine/", {"priority": 1}),
        caller.call("put", "segment-order/", {"keys": order}),
    ]
    off = caller.call("patch", "features/toy_list/", {"killed": True})

    assert {(answer.status_code, answer.json()["code"]) for answer in refused} == {(409, "needs_draft")}
    assert (off.status_code, read_switches().features) == (200, {"toy_list": FeatureSwitches(killed=True)})
