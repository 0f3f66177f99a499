"""What OpenFeature's SDK and its evaluation suite ask of a provider."""

from __future__ import annotations

from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth import get_user_model
from openfeature import api
from openfeature.client import OpenFeatureClient
from openfeature.evaluation_context import EvaluationContext
from openfeature.exception import ErrorCode
from openfeature.flag_evaluation import FlagEvaluationDetails, FlagEvaluationOptions, Reason
from openfeature.hook import Hook, HookContext

from segmentation.cache import clear_published
from segmentation.contrib.openfeature import BuyclassProvider
from segmentation.services.publish import publish_customers
from segmentation.services.set_feature_override import set_feature_override
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.services.set_kill_switch import set_kill_switch
from segmentation.shares import holdout_salt, is_in_share, rollout_salt
from segmentation.standing import EVERYBODY
from segmentation.testing import override_features
from tests.segmentation.admin.rows import make_category_profile, make_profile
from tests.segmentation.contrib.conftest import KINDS, context, details

pytestmark = pytest.mark.django_db

ASKED = {
    "boolean": ("toy_list", False, True, "on", Reason.TARGETING_MATCH),
    "boolean parameter": ("toy_list.sorted", False, True, "declared", Reason.DEFAULT),
    "string": ("toy_list.look", "bye", "rows", "declared", Reason.DEFAULT),
    "empty string": ("toy_list.greeting", "hi", "", "declared", Reason.DEFAULT),
    "integer": ("toy_list.lines", 1, 5, "declared", Reason.DEFAULT),
    "float": ("toy_list.points", 0.1, 0.5, "declared", Reason.DEFAULT),
    "whole number as float": ("toy_list.lines", 0.1, 5.0, "declared", Reason.DEFAULT),
    "all parameters": (
        "toy_list.*",
        {},
        {"lines": 5, "points": 0.5, "sorted": True, "look": "rows", "greeting": ""},
        "on",
        Reason.TARGETING_MATCH,
    ),
    "object": (
        "toy_list",
        {},
        {"lines": 5, "points": 0.5, "sorted": True, "look": "rows", "greeting": ""},
        "on",
        Reason.TARGETING_MATCH,
    ),
}


def in_async(client: OpenFeatureClient, key: str, default: Any) -> FlagEvaluationDetails[Any]:
    ask = getattr(client, f"get_{KINDS[type(default)]}_details_async")
    found: FlagEvaluationDetails[Any] = async_to_sync(ask)(key, default, context())
    return found


@pytest.mark.parametrize("ask", [details, in_async])
@pytest.mark.parametrize("asked", ASKED)
def test_value_is_resolved_with_variant_and_reason(client, ask, asked):
    key, default, value, variant, reason = ASKED[asked]

    found = ask(client, key, default)

    assert (found.value, type(found.value)) == (value, type(value))
    assert (found.flag_key, found.variant, found.reason, found.error_code) == (key, variant, reason, None)


@pytest.mark.parametrize("default", [False, "bye", 1, 0.1, {"a": 1}])
def test_unknown_flag_gives_the_default(client, default):
    for key in ("nonsense", "toy_list.nonsense", "toy_list.", ""):
        found = details(client, key, default)
        assert (found.value, found.reason, found.error_code) == (default, Reason.ERROR, ErrorCode.FLAG_NOT_FOUND)


@pytest.mark.parametrize(
    ("key", "default"),
    [
        ("toy_list", "bye"),
        ("toy_list", 1),
        ("toy_list.look", False),
        ("toy_list.look", 1),
        ("toy_list.look", 0.1),
        ("toy_list.look", {"a": 1}),
        ("toy_list.sorted", 1),
        ("toy_list.sorted", 0.1),
        ("toy_list.points", 1),
        ("toy_list.*", 0.1),
        ("toy_list.*", False),
    ],
)
def test_other_type_gives_the_default(client, key, default):
    found = details(client, key, default)

    assert (found.value, found.reason, found.error_code) == (default, Reason.ERROR, ErrorCode.TYPE_MISMATCH)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (None, ErrorCode.TARGETING_KEY_MISSING),
        (EvaluationContext(attributes={"category": "paper"}), ErrorCode.TARGETING_KEY_MISSING),
        (context(category=7), ErrorCode.INVALID_CONTEXT),
        (context(user=["bo"]), ErrorCode.INVALID_CONTEXT),
    ],
)
def test_context_that_does_not_do_gives_the_default(client, asked, code):
    found = details(client, "toy_list", True, evaluation_context=asked)

    assert (found.value, found.error_code) == (True, code)


def test_answer_says_what_decided_and_by_which_version(client, admin):
    set_feature_rule(feature="toy_list", segment="routine", state="off", actor=admin)

    found = details(client, "toy_list", True)

    version = found.flag_metadata["version"]
    assert (found.value, found.variant, found.reason, version > 0) == (False, "off", Reason.TARGETING_MATCH, True)
    assert found.flag_metadata == {
        "feature": "toy_list",
        "enabled": False,
        "decided_by": "segment",
        "code": "segment_off",
        "version": version,
        "segment": "routine",
    }


def test_reasons_are_those_of_the_step_that_decided(client, admin):
    def reason(key: str = "toy_list", **asked: Any) -> Any:
        return details(client, key, False, evaluation_context=context(**asked)).reason

    assert (reason("toy_search"), reason(key="toy_ideas")) == (Reason.DEFAULT, Reason.DEFAULT)
    set_feature_rule(feature="toy_search", segment=EVERYBODY, state="on", actor=admin)
    set_feature_override(feature="toy_ideas", customer_key="acme", state="on", actor=admin)
    set_kill_switch(feature="toy_list", killed=True, actor=admin)
    assert (reason("toy_search"), reason("toy_ideas"), reason()) == (
        Reason.DEFAULT,
        Reason.TARGETING_MATCH,
        Reason.DISABLED,
    )
    with override_features(toy_list=True):
        assert reason() == Reason.STATIC


def test_shares_are_split_for_whom_they_take_and_whom_not(client, admin):
    set_feature_rule(feature="toy_list", segment=EVERYBODY, state="on", share=50, held_out=50, actor=admin)

    found = {key: details(client, "toy_list", False, evaluation_context=context(key)) for key in map(str, range(60))}

    assert {one.reason for one in found.values()} == {Reason.SPLIT}
    for key, one in found.items():
        taken = is_in_share(rollout_salt("toy_list"), key, 50)
        held_out = taken and is_in_share(holdout_salt("toy_list"), key, 50)
        assert one.variant == ("held_out" if held_out else "on" if taken else "off")
    assert {one.variant for one in found.values()} == {"on", "off", "held_out"}


def test_parameter_names_who_said_it(client, admin):
    set_feature_rule(feature="toy_list", segment="routine", parameters={"lines": 9}, actor=admin)
    set_feature_rule(feature="toy_list", segment=EVERYBODY, parameters={"lines": 7, "points": "1.5"}, actor=admin)
    set_feature_override(
        feature="toy_list", customer_key="acme", state="off", parameters={"look": "cards"}, actor=admin
    )

    lines, points, look = (
        details(client, f"toy_list.{key}", d) for key, d in (("lines", 1), ("points", 0.1), ("look", ""))
    )

    assert [(one.value, one.variant, one.reason) for one in (lines, points, look)] == [
        (9, "segment:routine", Reason.TARGETING_MATCH),
        (1.5, "everybody", Reason.DEFAULT),
        ("cards", "override", Reason.TARGETING_MATCH),
    ]
    assert lines.flag_metadata["enabled"] is False


def test_category_is_heard(client):
    make_profile("bolt")
    make_category_profile("bolt", "chairs", buyclass="new")
    publish_customers(["bolt"])

    everywhere, in_chairs = (
        details(client, "toy_list", True, evaluation_context=context("bolt", **asked))
        for asked in ({}, {"category": "chairs"})
    )

    assert (everywhere.value, in_chairs.value, in_chairs.flag_metadata["category"]) == (True, False, "chairs")


def test_permission_of_a_person_is_heard_where_one_is_named(client, django_assert_num_queries):
    users: Any = get_user_model()._default_manager
    users.create_user(email="bo@example.com", password="x")
    users.create_superuser(email="anna@example.com", password="x")

    def may(**asked: Any) -> FlagEvaluationDetails[Any]:
        return details(client, "toy_budget", False, evaluation_context=context(**asked))

    assert (may().value, may(user="anna@example.com").value) == (True, True)
    assert (may(user="bo@example.com").value, may(user="nobody").value) == (False, False)
    assert may(user="nobody").flag_metadata["decided_by"] == "user_permission"
    with django_assert_num_queries(0):
        details(client, "toy_list", False, evaluation_context=context(user="bo@example.com"))


def test_warm_answers_cost_no_query(client, django_assert_num_queries):
    clear_published()
    with django_assert_num_queries(1):
        details(client, "toy_list", False)
    with django_assert_num_queries(0):
        for key, default, *_ in ASKED.values():
            details(client, key, default)


class Noting(Hook):
    def __init__(self) -> None:
        self.stages: list[str] = []
        self.told: FlagEvaluationDetails[Any] | None = None

    def before(self, hook_context: HookContext, hints: Any) -> None:
        self.stages.append("before")

    def after(self, hook_context: HookContext, details: Any, hints: Any) -> None:
        self.stages.append("after")

    def error(self, hook_context: HookContext, exception: Exception, hints: Any) -> None:
        self.stages.append("error")

    def finally_after(self, hook_context: HookContext, details: Any, hints: Any) -> None:
        self.stages.append("finally")
        self.told = details


@pytest.mark.parametrize(
    ("key", "default", "stages", "code"),
    [
        ("toy_list", False, ["before", "after", "finally"], None),
        ("missing", "uh-oh", ["before", "error", "finally"], ErrorCode.FLAG_NOT_FOUND),
        ("toy_list", "13", ["before", "error", "finally"], ErrorCode.TYPE_MISMATCH),
    ],
)
def test_hooks_of_a_call_and_of_the_provider_run(client, key, default, stages, code):
    of_provider, of_call = Noting(), Noting()
    api.set_provider_and_wait(BuyclassProvider(hooks=[of_provider]))

    details(client, key, default, flag_evaluation_options=FlagEvaluationOptions(hooks=[of_call]))

    assert (of_call.stages, of_provider.stages) == (stages, stages)
    assert (of_call.told.flag_key, of_call.told.error_code) == (key, code)


def test_provider_has_a_name(client):
    assert api.get_provider_metadata().name == "Buyclass"
