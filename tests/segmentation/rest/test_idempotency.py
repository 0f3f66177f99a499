"""A call that is sent again because its answer was lost takes effect once, whatever it changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from segmentation.models import AuditEntry
from tests.segmentation.admin.rows import make_profile
from tests.segmentation.rest.conftest import Caller
from tests.segmentation.rest.routes import described, routes
from tests.segmentation.toy_flags import toy_list

pytestmark = pytest.mark.django_db

RULE = "features/toy_list/rules/routine/"
FEATURE = "features/toy_list/"
OVERRIDE = "overrides/acme/toy_list/"
ON = {"enabled": True, "reason": "Pilot"}


@pytest.fixture(autouse=True)
def _toy_list(_toy_host: None) -> Iterator[None]:
    make_profile("acme")
    with toy_list():
        yield


def told(answer: Any) -> tuple[int, bytes, dict[str, str]]:
    return answer.status_code, answer.content, dict(answer.items())


def keyed(**headers: str) -> dict[str, str]:
    return {"Idempotency-Key": str(uuid4()), **headers}


def test_every_call_that_changes_something_takes_a_key_and_says_so(caller: Caller) -> None:
    answers = {}
    for route in routes():
        form = {"data": {}} if route.operation == "send_import" else {"data": {}, "content_type": "application/json"}
        headers = {"Authorization": f"Bearer {caller.secret}", "Idempotency-Key": "seven"}
        answer = getattr(caller.client, route.method)(route.path, headers=headers, **form)
        answers[route.operation] = answer.status_code == 400 and answer.json().get("code") == "bad_idempotency_key"
    says = {
        operation["operationId"]: any(one["name"] == "Idempotency-Key" for one in operation.get("parameters", ()))
        for methods in described().values()
        for operation in methods.values()
    }

    assert answers == {route.operation: not route.is_read for route in routes()}
    assert says == answers


@pytest.mark.parametrize(
    ("method", "path", "sent"),
    [
        ("put", RULE, {"state": "on", "share": 30}),
        ("patch", RULE, {"share": 30, "parameters": {"lines": 9}}),
        ("delete", f"{RULE}?reason=Over", None),
        ("patch", FEATURE, {"killed": True}),
        ("put", OVERRIDE, ON),
        ("delete", f"{OVERRIDE}?reason=Over", None),
    ],
)
def test_switch_that_is_sent_twice_is_answered_the_same_and_made_once(
    caller: Caller, method: str, path: str, sent: Any
) -> None:
    caller.call("put", RULE, {"state": "off"})
    caller.call("put", OVERRIDE, {"enabled": False, "reason": "Before"})
    seen = caller.get(path.partition("?")[0]).headers["ETag"]
    before = AuditEntry.objects.count()
    headers = keyed(**{"If-Match": seen})

    first, again = (caller.call(method, path, sent, **headers) for _ in range(2))

    assert first.status_code in {200, 204}
    assert told(again) == told(first)
    assert ("ETag" in again.headers) == (method != "delete")
    assert AuditEntry.objects.count() == before + 1
    assert caller.call(method, path, sent, **keyed(**{"If-Match": seen})).status_code == 412


def test_key_is_for_one_call_with_all_that_it_says(caller: Caller) -> None:
    caller.call("put", RULE, {"state": "off"})
    headers = keyed()
    caller.call("delete", f"{RULE}?reason=Over", **headers)

    other = caller.call("delete", f"{RULE}?reason=Done", **headers)

    assert (other.status_code, other.json()["code"]) == (409, "key_used")


def test_call_that_was_refused_may_be_repeated_with_its_key(caller: Caller) -> None:
    headers = keyed()

    refused = caller.call("put", OVERRIDE, {"enabled": True}, **headers)
    accepted = caller.call("put", OVERRIDE, ON, **headers)

    assert (refused.status_code, accepted.status_code) == (400, 200)
