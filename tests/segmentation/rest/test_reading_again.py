"""What was read before is not sent again, from any address; and whatever is another in it is."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from segmentation.models import (
    AttributeImport,
    AuditEntry,
    CustomerProfile,
    Draft,
    MembershipChoice,
    Run,
    Segment,
    SegmentMembership,
    SegmentRefresh,
)
from tests.segmentation.rest.conftest import Caller
from tests.segmentation.rest.everything import fill, state_headcount
from tests.segmentation.rest.routes import described, routes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_toy_host")]

PATHS = {"get_dimension": "dimensions/headcount/", "explain_feature": "explain/?feature=toy_search&customer_key=acme"}

BOLT = SegmentMembership.objects.filter(customer_key="bolt")
BY_HAND = MembershipChoice.objects.all()


@pytest.fixture
def known(caller: Caller) -> dict[str, object]:
    return fill(caller)


def reads(known: dict[str, object]) -> dict[str, str]:
    return {
        route.operation: PATHS.get(route.operation, route.path.removeprefix("/api/"))
        for route in routes(**known)
        if route.method == "get"
    }


def test_every_address_answers_304_to_who_has_it(
    caller: Caller, known: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = reads(known)
    firsts = {name: caller.get(path) for name, path in paths.items()}
    assert {name: first.status_code for name, first in firsts.items()} == dict.fromkeys(paths, 200)

    # Nothing in an answer may depend on when it is asked for; a link to the next page could.
    at = time.time() + 3600
    monkeypatch.setattr("time.time", lambda: at)
    agains = {name: caller.get(path, **{"If-None-Match": firsts[name].headers["ETag"]}) for name, path in paths.items()}

    assert {name: (again.status_code, again.content) for name, again in agains.items()} == dict.fromkeys(
        paths, (304, b"")
    )
    for name, first in firsts.items():
        kept = [answer.headers[header] for answer in (first, agains[name]) for header in ("ETag", "Cache-Control")]
        assert kept[:2] == kept[2:]
        assert kept[1] == "private, no-cache"
        assert {"Authorization", "Cookie", "Accept-Language"} <= set(first.headers["Vary"].split(", "))
        assert first.headers["Vary"] == agains[name].headers["Vary"]


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("segments/", lambda: Segment.objects.filter(key="new").update(name="Fresh")),
        ("segments/new/", BOLT.delete),
        (
            "segments/new/members/",
            lambda: BOLT.update(source="automatic"),
        ),
        ("segments/new/choices/", lambda: BY_HAND.update(reason="Other")),
        ("segments/large/refreshes/", lambda: SegmentRefresh.objects.update(done=1)),
        ("profiles/", lambda: CustomerProfile.objects.filter(pk="bolt").update(buyclass="major")),
        ("profiles/acme/attributes/", lambda: state_headcount(13)),
        (
            "profiles/acme/segments/",
            lambda: BY_HAND.update(reason="Other"),
        ),
        ("imports/", lambda: AttributeImport.objects.update(rows_done=1)),
        ("runs/", lambda: Run.objects.update(kind="partial")),
        ("audit/", lambda: AuditEntry.objects.filter(pk=AuditEntry.objects.latest("pk").pk).update(reason="Other")),
        ("drafts/", lambda: Draft.objects.update(title="Autumn")),
    ],
)
@pytest.mark.usefixtures("known")
def test_change_of_any_row_is_sent_again(caller: Caller, path: str, change: Callable[[], object]) -> None:
    first = caller.get(path)

    change()
    changed = caller.get(path, **{"If-None-Match": first.headers["ETag"]})

    assert (changed.status_code, changed.content != first.content) == (200, True)
    assert changed.headers["ETag"] != first.headers["ETag"]


@pytest.mark.parametrize("limit", [1, 50])
def test_following_pages_are_marked_each_for_itself(caller: Caller, known: dict[str, object], limit: int) -> None:
    pages, path = [], f"profiles/?limit={limit}"
    while path:
        answer = caller.get(path)
        pages.append(answer.headers["ETag"])
        path = (answer.json()["next"] or "").partition("/api/")[2]

    assert (len(pages), len(set(pages))) == ((2, 2) if limit == 1 else (1, 1))


@pytest.mark.parametrize(
    ("sent", "status"),
    [("*", 304), ("W/{}", 304), ('"other", {}', 304), ('"other"', 200), ("nonsense", 200), ("", 200)],
)
def test_mark_is_read_as_clients_send_it(caller: Caller, sent: str, status: int) -> None:
    etag = caller.get("dimensions/").headers["ETag"]

    assert caller.get("dimensions/", **{"If-None-Match": sent.format(etag)}).status_code == status


def test_refusal_is_never_answered_304(caller: Caller) -> None:
    answer = caller.get("segments/no-such/", **{"If-None-Match": "*"})

    assert (answer.status_code, "ETag" in answer.headers) == (404, False)
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_mark_that_was_weakened_on_the_way_still_guards_a_change(caller: Caller) -> None:
    weak = "W/" + caller.get("segments/new/").headers["ETag"]

    changes = [caller.call("patch", "segments/new/", {"name": name}, **{"If-Match": weak}) for name in ("One", "Two")]

    assert [answer.status_code for answer in changes] == [200, 412]


def test_asking_for_the_head_alone_is_answered_alike(caller: Caller) -> None:
    first = caller.get("segments/")

    heads = [
        caller.call("head", "segments/"),
        caller.call("head", "segments/", **{"If-None-Match": first.headers["ETag"]}),
    ]

    assert [(head.status_code, head.headers["ETag"]) for head in heads] == [
        (200, first.headers["ETag"]),
        (304, first.headers["ETag"]),
    ]


def test_description_says_so_of_every_read() -> None:
    for methods in described().values():
        for method, operation in methods.items():
            takes_it = any(one["name"] == "If-None-Match" for one in operation.get("parameters", ()))
            assert (
                takes_it
                == ("304" in operation["responses"])
                == (method == "get" or operation["operationId"] == "evaluate_flags")
            )
            if method == "get":
                assert "ETag" in operation["responses"]["200"]["headers"]
