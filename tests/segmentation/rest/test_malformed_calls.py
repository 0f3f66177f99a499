"""Calls that no description allows: broken bodies, impossible numbers, bytes that are no text. Each is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.segmentation.rest.conftest import Caller
from tests.segmentation.rest.everything import fill
from tests.segmentation.rest.routes import PARAMETERS, Route, described, routes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_toy_host")]

JSON = "application/json"
PROBLEM = {"title", "status", "code", "detail", "problems"}
DEEP = 100_000
BODIES = [
    b"",
    b"{",
    b"{'a': 1}",
    b"null",
    b"[]",
    b"[[]]",
    b"7",
    b'"text"',
    b"true",
    b'{"a": NaN}',
    b'{"a": Infinity}',
    b'{"a": 1e400}',
    b'{"a": ' + b"9" * 5_000 + b"}",
    b"[" * DEEP + b"]" * DEEP,
    b'{"a":' * DEEP,
    b'{"a": "\\u0000"}',
    b'{"\\u0000": 1}',
    b'{"a": "\\ud800"}',
    b'{"a": "\xff\xfe"}',
    b"\xef\xbb\xbf{}",
    "{}".encode("utf-16"),
    b"\x00",
]
CONTENT_TYPES = [
    "",
    "text/plain",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=x",
    "application/json; charset=utf-16",
    "application/json; charset=no-such",
    "application/" + "x" * 5_000,
    ";;;",
]
QUERIES = [
    "no_such=1",
    "limit=abc",
    "limit=-1",
    "limit=0",
    "limit=" + "9" * 100,
    "limit=1.5",
    "limit=%00",
    "page=" + "9" * 30,
    "cursor=",
    "cursor=abc",
    "cursor=%00",
    "cursor=%ff%fe",
    "cursor=" + "a" * 5_000,
    "cursor=a:b:c",
    "cursor=1&cursor=2",
    "format=xml",
    "size=" + "9" * 400,
    "size=nan",
    "from=0001-01-01T00:00:00Z",
    "until=9999-12-31T23:59:59-23:59",
    "from=99999-01-01",
    "customer_key=%00",
    "feature=%00&segment=%00&who=%00&action=%00",
    "user=%00&category=%00",
    "family=%00",
    "buyclass=%ff",
    "&&&=&=",
    "a" * 5_000,
]
PARTS = [
    "%00",
    "%ff%fe",
    "%F0%9F%98%80",
    "a%0ab",
    "..%2f..%2fetc",
    "x" * 3_000,
    "-1",
    "0",
    "9" * 30,
    str(2**63),
    str(2**31),
    "1e5",
    "%D9%A3",
]
HEADERS = [
    {"Accept": "application/xml"},
    {"Accept": "nonsense"},
    {"Accept": ";;q=,"},
    {"Accept": "application/json; indent=999999"},
    {"Accept-Language": "x" * 3_000},
    {"If-Match": "nonsense"},
    {"If-Match": 'W/"' + "x" * 3_000},
    {"If-None-Match": '","'},
    {"If-None-Match": "\u00ff"},
    {"Idempotency-Key": "\u00ff"},
    {"Idempotency-Key": "0" * 5_000},
    {"Authorization": "Bearer"},
    {"Authorization": "Bearer a b"},
    {"Authorization": "Bearer \u00ff"},
    {"Authorization": "Bearer " + "x" * 5_000},
    {"Authorization": "Basic Og=="},
    {"Content-Length": "-1"},
    {"Content-Length": "many"},
    {"X-HTTP-Method-Override": "DELETE"},
]

Call = tuple[str, bytes, str, dict[str, str]]


@pytest.fixture
def known(caller: Caller) -> dict[str, object]:
    return fill(caller)


def calls_of(route: Route) -> list[Call]:
    """The address, the body, its type and the headers of every call that is tried on an operation."""
    # What only changes something reads next to nothing of it.
    queries = QUERIES if route.is_read else ["format=xml", *QUERIES[::5]]
    calls = [(f"{route.path}?{query}", b"{}", JSON, {}) for query in queries]
    calls += [(route.path, b"{}", JSON, headers) for headers in HEADERS]
    if route.method != "get":
        calls += [(route.path, body, JSON, {}) for body in BODIES]
        calls += [(route.path, b"{}", kind, {}) for kind in CONTENT_TYPES]
    return calls


def described_statuses() -> dict[str, dict[str, Any]]:
    return {op["operationId"]: op["responses"] for methods in described().values() for op in methods.values()}


def check(answer: Any, responses: dict[str, Any], about: Any) -> None:
    """Not a breakdown, described, and a refusal as refusals are described."""
    status = str(answer.status_code)
    assert answer.status_code < 500, about
    assert status in responses, (about, status, answer.content[:300])
    if answer.status_code < 400:
        return
    kind = answer.headers["Content-Type"]
    assert kind in responses[status]["content"], (about, status, kind)
    if kind == "application/problem+json":
        told = answer.json()
        assert set(told) == PROBLEM, about
        assert (told["status"], bool(told["detail"]), bool(told["code"])) == (answer.status_code, True, True), about
        assert all(set(problem) == {"path", "message"} for problem in told["problems"]), about


@pytest.mark.parametrize("operation", [route.operation for route in routes()])
def test_what_no_description_allows_is_refused_as_described(
    caller: Caller, known: dict[str, object], operation: str
) -> None:
    [route] = [route for route in routes(**known) if route.operation == operation]
    responses = described_statuses()[operation]
    client = Client(raise_request_exception=False)

    for path, body, kind, headers in calls_of(route):
        sent = {"Authorization": f"Bearer {caller.secret}", **headers}
        answer = client.generic(route.method.upper(), path, b"" if route.method == "get" else body, kind, headers=sent)
        check(answer, responses, (path[:200], body[:60], kind[:60], headers))


@pytest.mark.parametrize("part", PARTS)
def test_address_that_nothing_can_have_is_not_there(caller: Caller, known: dict[str, object], part: str) -> None:
    responses = described_statuses()
    client = Client(raise_request_exception=False)
    tried = 0

    for name in PARAMETERS:
        for route in routes(**{**known, name: part}):
            if part not in route.path.split("/"):
                continue
            headers = {"Authorization": f"Bearer {caller.secret}"}
            kind = "" if route.method == "get" else JSON
            answer = client.generic(route.method.upper(), route.path, b"", kind, headers=headers)
            tried += 1
            check(answer, responses[route.operation], (route.method, route.path[:200]))
    assert tried > 0


@pytest.mark.parametrize("path", ["", "no-such/", "segments/new/no-such/", "drafts/seven/", "%F0%9F%98%80/"])
@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_address_where_nothing_is_answers_as_the_rest(caller: Caller, path: str, method: str) -> None:
    answer = caller.call(method, path)

    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["code"] == "not_found"


def test_slash_that_was_left_out_is_added(caller: Caller, settings: Any) -> None:
    settings.MIDDLEWARE = ["django.middleware.common.CommonMiddleware", *settings.MIDDLEWARE]

    answer = caller.get("segments?limit=5")

    assert (answer.status_code, answer.headers["Location"]) == (301, "/api/segments/?limit=5")


def test_method_that_an_address_does_not_take_is_told(caller: Caller) -> None:
    headers = {"Authorization": f"Bearer {caller.secret}"}
    answers = [getattr(caller.client, name)("/api/profiles/", headers=headers) for name in ("post", "trace", "options")]

    assert [answer.status_code for answer in answers] == [405] * 3
    assert answers[0].json()["code"] == "method_not_allowed"
