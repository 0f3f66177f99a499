from __future__ import annotations

import pytest

from segmentation.models import Segment
from segmentation.registry import dimensions
from tests.segmentation.admin.rows import make_profile

pytestmark = pytest.mark.django_db

RULE = {"all": [{"dimension": "share_routine", "is": "at_least", "value": 0.5}, {"dimension": "nonsense", "is": "yes"}]}
GOOD = {"not": {"dimension": "share_routine", "is": "at_least", "value": 0.5}}


def test_every_dimension_is_listed_with_its_questions(caller):
    told = {row["key"]: row for row in caller.get("dimensions/").json()}

    assert list(told) == [dimension.key for dimension in dimensions]
    assert [o["key"] for o in told["headcount"]["operators"]][:3] == ["at_least", "at_most", "more_than"]
    assert [(told[key]["least"], told[key]["most"]) for key in ("share_routine", "mixed")] == [(0, 1), (None, None)]
    assert told["buyclass"]["choices"][0] == {"key": "routine", "label": "Routine"}
    assert caller.get("dimensions/headcount/").json() == told["headcount"]
    assert caller.get("dimensions/no-such/").status_code == 404


def test_rule_is_checked_and_each_problem_has_its_place(caller):
    bad = caller.post("rules/check/", {"rule": RULE}).json()
    good = caller.post("rules/check/", {"rule": GOOD}).json()

    assert (bad["valid"], bad["rule"], [p["path"] for p in bad["problems"]]) == (False, None, [["all", 1, "dimension"]])
    assert good == {"valid": True, "rule": GOOD, "problems": []}


def test_preview_counts_and_changes_nothing(caller):
    make_profile("acme")
    make_profile("bolt", share_routine=0.2)
    segment = Segment.objects.get(key="routine")

    told = caller.post("rules/preview/", {"rule": GOOD, "segment": "routine", "sample": 5}).json()

    assert told == {
        "companies": 2,
        "matches": 1,
        "joining": 0,
        "leaving": 1,
        "sample": [{"customer_key": "bolt", "name": "bolt"}],
        "counts": [{"path": [], "companies": 1}, {"path": ["not"], "companies": 1}],
    }
    assert segment.memberships.count() == 2


def test_preview_of_a_bad_rule_says_where_in_what_was_sent(caller):
    answer = caller.post("rules/preview/", {"rule": RULE})

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_rule")
    assert [problem["path"] for problem in answer.json()["problems"]] == [["rule", "all", 1, "dimension"]]


def test_preview_against_a_segment_that_is_not_there(caller):
    assert caller.post("rules/preview/", {"rule": GOOD, "segment": "no-such"}).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"rule": NaN}',
        b'{"rule": "\\u0000"}',
        b'{"rule": "\\ud800"}',
        b"\xff",
        b"[" * 100_000,
        b'{"rule": ' + b"9" * 10_000 + b"}",
    ],
)
def test_what_is_no_json_that_can_be_kept_is_refused(caller, body):
    assert caller.post("rules/preview/", body).status_code == 400


def test_body_that_is_too_large_is_refused(caller, settings):
    settings.SEGMENTATION = settings.SEGMENTATION | {"API_BODY_BYTES": 100}

    answer = caller.post("rules/preview/", {"rule": "x" * 100})

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_cache_that_is_down_holds_no_call_up(caller, settings):
    settings.CACHES = {"default": {"BACKEND": "tests.segmentation.test_health.LostCache"}}

    assert caller.get("dimensions/").status_code == 200


def test_calls_of_a_token_are_limited_by_their_sort(caller, settings):
    settings.SEGMENTATION = settings.SEGMENTATION | {"API_RATES": {"read": "2/min", "heavy": "1/min"}}

    heavy = [caller.post("rules/preview/", {"rule": GOOD}) for _ in range(2)]
    read = [caller.get("dimensions/") for _ in range(3)]

    assert [answer.status_code for answer in heavy + read] == [200, 429, 200, 200, 429]
    assert (heavy[1].json()["code"], 0 < int(heavy[1].headers["Retry-After"]) <= 60) == ("throttled", True)
