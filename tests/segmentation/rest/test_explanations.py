from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.http import urlencode

from segmentation.models import AuditEntry
from segmentation.services.set_feature_override import set_feature_override
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.services.set_kill_switch import set_kill_switch
from segmentation.standing import EVERYBODY
from tests.segmentation.admin.rows import make_category_profile, make_profile
from tests.segmentation.toy_flags import toy_list

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _toy_list(_toy_host: None) -> Iterator[None]:
    with toy_list():
        yield


def test_answer_comes_with_all_that_spoke(caller, admin, django_assert_num_queries):
    make_profile("acme")
    set_feature_rule(feature="toy_list", segment="routine", state="off", actor=admin, parameters={"lines": 9})
    set_feature_rule(feature="toy_list", segment=EVERYBODY, state="on", actor=admin, parameters={"points": "2.5"})
    set_feature_override(feature="toy_list", customer_key="acme", state="on", actor=admin, reason="trial")
    caller.get("explain/?feature=toy_list")

    with django_assert_num_queries(4):
        told = caller.get("explain/?feature=toy_list&customer_key=acme").json()

    assert (told["enabled"], told["variant"], told["decided_by"]) == (True, "on", "company_override")
    assert (told["sentence"], told["since"] is not None) == ("On for this company by hand: trial.", True)
    assert [(other["decided_by"], other["code"], other["segment"]) for other in told["others"]] == [
        ("segment", "segment_off", "routine"),
        ("default", "everybody_on", None),
        ("default", "serves", "routine"),
    ]
    assert {said["key"]: (said["value"], said["source"]) for said in told["parameters"]} == {
        "lines": (5, "declared"),
        "points": ("2.5", "everybody"),
        "sorted": (True, "declared"),
        "look": ("rows", "declared"),
        "greeting": ("", "declared"),
    }


def test_category_and_visitor_are_heard(caller):
    make_category_profile("bolt", "chairs", buyclass="new")
    make_profile("bolt")

    in_chairs, everywhere, visitor = (
        caller.get(f"explain/?{urlencode({'feature': 'toy_list', **asked})}").json()
        for asked in ({"customer_key": "bolt", "category": "chairs"}, {"customer_key": "bolt"}, {})
    )

    assert [told["enabled"] for told in (in_chairs, everywhere, visitor)] == [False, True, False]
    assert (in_chairs["category"], visitor["customer_key"]) == ("chairs", "")


def test_person_is_heard_by_name(caller):
    users = get_user_model()._default_manager
    users.create_user(email="bo@example.com", password="x")

    told = caller.get("explain/?feature=toy_budget&user=bo@example.com").json()

    assert (told["enabled"], told["decided_by"], told["user"]) == (False, "user_permission", "bo@example.com")


@pytest.mark.parametrize(
    ("query", "code", "path"),
    [
        ("feature=nonsense", "unknown_feature", ["feature"]),
        ("feature=toy_list&user=nobody", "unknown_user", ["user"]),
        ("", "invalid", ["feature"]),
    ],
)
def test_question_that_is_not_right_is_refused(caller, query, code, path):
    answer = caller.get(f"explain/?{query}")

    assert (answer.status_code, answer.json()["code"], answer.json()["problems"][0]["path"]) == (400, code, path)


def test_audit_is_read_from_the_newest_and_narrowed_down(caller, admin):
    set_feature_rule(feature="toy_list", segment="routine", state="off", actor=admin, reason="season over")
    set_kill_switch(feature="toy_search", killed=True, actor=None)
    set_feature_override(feature="toy_list", customer_key="acme", state="on", actor=admin)
    AuditEntry.objects.filter(feature="").delete()
    AuditEntry.objects.filter(action="kill_switch").update(at=timezone.now() - timedelta(days=2))

    def found(**asked: str) -> list[str]:
        return [row["action"] for row in caller.get(f"audit/?{urlencode(asked)}").json()["results"]]

    yesterday = (timezone.now() - timedelta(days=1)).isoformat()
    assert found() == ["feature_override", "kill_switch", "feature_rule"]
    assert found(feature="toy_list") == ["feature_override", "feature_rule"]
    assert (found(customer_key="acme"), found(segment="routine")) == (["feature_override"], ["feature_rule"])
    assert found(who=admin.get_username(), action="feature_rule") == ["feature_rule"]
    assert (found(until=yesterday), found(**{"from": yesterday})) == (
        ["kill_switch"],
        ["feature_override", "feature_rule"],
    )


def test_audit_says_who_and_why_in_codes_and_in_words(caller, admin, django_assert_num_queries):
    for state in ("off", "on"):
        set_feature_rule(feature="toy_list", segment="routine", state=state, share=30, actor=admin, reason="season")
    caller.get("audit/")

    with django_assert_num_queries(2):
        told = caller.get("audit/?limit=1").json()

    row = told["results"][0]
    assert (row["who"], row["reason"], row["what"]) == (admin.get_username(), "season", "Feature for a segment")
    assert (row["before"], row["after"]) == ("off; share=30", "on; share=30")
    assert row["after_text"] == "On; for 30 % of the companies"
    assert [row["before"] for row in caller.get(told["next"].split("/api/")[1]).json()["results"]] == ["inherit"]
