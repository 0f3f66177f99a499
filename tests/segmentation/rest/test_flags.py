"""OpenFeature's remote evaluation protocol, and a standard client of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from openfeature import api
from openfeature.contrib.provider.ofrep import OFREPProvider
from openfeature.evaluation_context import EvaluationContext
from openfeature.exception import ErrorCode
from openfeature.flag_evaluation import Reason

from segmentation.contrib.openfeature import BuyclassProvider
from segmentation.registry import features
from segmentation.services.ensure_builtin_segments import ensure_builtin_segments
from segmentation.services.set_feature_rule import set_feature_rule
from tests.segmentation.admin.rows import make_profile
from tests.segmentation.rest.conftest import Caller
from tests.segmentation.toy_flags import toy_list

pytestmark = pytest.mark.django_db

FLAGS = "ofrep/v1/evaluate/flags"
ACME = {"context": {"targetingKey": "acme"}}


@pytest.fixture(autouse=True)
def _toy_list(_toy_host: None) -> Iterator[None]:
    with toy_list():
        yield


def test_feature_and_parameter_are_answered_as_the_protocol_says(caller):
    make_profile("acme")

    on, lines, points = (caller.post(f"{FLAGS}/toy_list{part}", ACME).json() for part in ("", ".lines", ".points"))

    assert (on["key"], on["value"], on["reason"], on["variant"]) == ("toy_list", True, "TARGETING_MATCH", "on")
    assert (on["metadata"]["decided_by"], on["metadata"]["segment"]) == ("default", "routine")
    assert [(told["value"], told["reason"], told["variant"]) for told in (lines, points)] == [
        (5, "DEFAULT", "declared"),
        (0.5, "DEFAULT", "declared"),
    ]


def test_all_parameters_are_answered_as_an_object(caller, admin):
    make_profile("acme")
    set_feature_rule(feature="toy_list", segment="routine", state="on", parameters={"lines": 7}, actor=admin)

    told = caller.post(f"{FLAGS}/toy_list.*", ACME).json()

    assert (told["key"], told["reason"], told["variant"]) == ("toy_list.*", "TARGETING_MATCH", "on")
    assert told["value"] == {"lines": 7, "points": 0.5, "sorted": True, "look": "rows", "greeting": ""}
    in_bulk = {flag["key"]: flag for flag in caller.post(FLAGS, ACME).json()["flags"]}
    assert in_bulk["toy_list.*"] == told
    assert "toy_ideas.*" not in in_bulk


def test_all_flags_are_answered_at_once_and_only_where_they_changed(caller, admin):
    make_profile("acme")

    first = caller.post(FLAGS, ACME)
    etag = {"If-None-Match": first.headers["ETag"]}
    same, of_another = (
        caller.post(FLAGS, ACME, **etag),
        caller.post(FLAGS, {"context": {"targetingKey": "zeta"}}, **etag),
    )
    set_feature_rule(feature="toy_list", segment="routine", state="off", actor=admin)
    changed = caller.post(FLAGS, ACME, **etag)

    values = {flag["key"]: flag["value"] for flag in first.json()["flags"]}
    assert values["toy_list"] is True
    assert values["toy_list.look"] == "rows"
    assert set(values) >= {feature.key for feature in features}
    assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert (of_another.status_code, changed.status_code) == (200, 200)


@pytest.mark.parametrize(
    ("path", "sent", "status", "code"),
    [
        ("/nonsense", ACME, 404, "FLAG_NOT_FOUND"),
        ("/toy_list.nonsense", ACME, 404, "FLAG_NOT_FOUND"),
        ("/toy_ideas.*", ACME, 404, "FLAG_NOT_FOUND"),
        ("/toy_list", {}, 400, "TARGETING_KEY_MISSING"),
        ("/toy_list", {"context": {"targetingKey": ""}}, 400, "TARGETING_KEY_MISSING"),
        ("/toy_list", {"context": {"targetingKey": ["acme"]}}, 400, "INVALID_CONTEXT"),
        ("/toy_list", {"context": "acme"}, 400, "INVALID_CONTEXT"),
        ("/toy_list", {"context": {"targetingKey": "acme", "category": {}}}, 400, "INVALID_CONTEXT"),
        ("", {"context": {}}, 400, "TARGETING_KEY_MISSING"),
    ],
)
def test_question_that_cannot_be_answered_is_refused_as_the_protocol_says(caller, path, sent, status, code):
    answer = caller.post(FLAGS + path, sent)

    told = answer.json()
    assert (answer.status_code, answer.headers["Content-Type"], told["errorCode"]) == (status, "application/json", code)
    assert set(told) == {"errorCode", "errorDetails"} | ({"key"} if path else set())


def test_what_is_no_json_is_a_parse_error(caller):
    headers = {"Authorization": f"Bearer {caller.secret}"}

    answer = Client().post(f"/api/{FLAGS}/toy_list", "{", content_type="application/json", headers=headers)

    assert (answer.status_code, answer.json()["errorCode"]) == (400, "PARSE_ERROR")


def test_warm_answers_cost_what_the_token_costs(caller, django_assert_num_queries):
    make_profile("acme")
    caller.post(FLAGS, ACME)

    for path in (FLAGS, f"{FLAGS}/toy_list"):
        with django_assert_num_queries(1):
            caller.post(path, ACME)


@pytest.mark.django_db(transaction=True)
def test_standard_client_answers_as_the_provider_does(live_server: Any, django_user_model: Any) -> None:
    ensure_builtin_segments()
    with transaction.atomic():
        make_profile("acme")
    caller = Caller(django_user_model._default_manager.create_superuser(email="anna@example.com", password="x"))
    token = {"Authorization": f"Bearer {caller.secret}"}
    far = OFREPProvider(f"{live_server.url}/api", headers_factory=lambda: token)
    stranger = OFREPProvider(f"{live_server.url}/api")
    for domain, provider in (("far", far), ("near", BuyclassProvider()), ("stranger", stranger)):
        api.set_provider_and_wait(provider, domain)
    acme = EvaluationContext(targeting_key="acme")
    try:
        answers = {}
        for domain in ("far", "near"):
            client = api.get_client(domain)
            answers[domain] = [
                client.get_boolean_details("toy_list", False, acme),
                client.get_boolean_details("toy_ideas", True, acme),
                client.get_integer_details("toy_list.lines", 1, acme),
                client.get_float_details("toy_list.points", 0.1, acme),
                client.get_string_details("toy_list.look", "bye", acme),
                client.get_object_details("toy_list.*", {}, acme),
            ]
        client = api.get_client("far")
        failed = [
            client.get_boolean_details("nonsense", True, acme).error_code,
            client.get_boolean_details("toy_list", True).error_code,
            client.get_string_details("toy_list", "bye", acme).error_code,
            client.get_object_details("toy_list", {}, acme).error_code,
            client.get_float_details("toy_list.*", 0.1, acme).error_code,
            api.get_client("stranger").get_boolean_details("toy_list", True, acme).error_code,
        ]
    finally:
        far.session.close()
        stranger.session.close()
        api.shutdown()

    assert answers["far"] == answers["near"]
    assert [answer.value for answer in answers["far"]] == [
        *(True, False, 5, 0.5, "rows"),
        {"lines": 5, "points": 0.5, "sorted": True, "look": "rows", "greeting": ""},
    ]
    assert {answer.reason for answer in answers["far"]} == {Reason.TARGETING_MATCH, Reason.DEFAULT}
    assert failed == [
        ErrorCode.FLAG_NOT_FOUND,
        ErrorCode.TARGETING_KEY_MISSING,
        *[ErrorCode.TYPE_MISMATCH] * 3,
        ErrorCode.GENERAL,
    ]
    assert json.dumps(dict(answers["far"][0].flag_metadata), sort_keys=True).count("routine") == 1
