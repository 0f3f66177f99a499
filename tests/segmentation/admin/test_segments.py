from __future__ import annotations

from typing import Any
from unittest.mock import Mock

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from kombu.exceptions import OperationalError

from segmentation.admin import segment_deletion
from segmentation.models import AuditEntry, Segment, SegmentMembership
from segmentation.public import features_for, has_feature
from segmentation.services.ensure_builtin_segments import ensure_builtin_segments
from segmentation.services.save_segment import save_segment
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.services.set_membership_choice import set_membership_choice
from segmentation.words.feature_reasons import feature_reason_text
from tests.segmentation.admin.conftest import LogIn
from tests.segmentation.admin.rows import make_profile, make_segments

URL = "/admin/segmentation/segment/"
ROUTINE = {"rule:join": "all", "rule.0:dimension": "buyclass", "rule.0:operator": "one_of", "rule.0:chosen": "routine"}
"""The rule of the segment of routine buyers, as its page posts it."""

pytestmark = pytest.mark.django_db


@pytest.fixture
def routine(db: None) -> Segment:
    ensure_builtin_segments()
    return Segment.objects.get(key="routine")


def save(client: Client, segment: Segment, **fields: str) -> Any:
    posted = {"name": segment.name, "description": "", "do": "save", **ROUTINE, **fields}
    return client.post(f"{URL}{segment.pk}/change/", posted)


def test_builtin_segment_is_renamed_but_keeps_its_key_and_rule(boss: Client, routine: Segment) -> None:
    rule = routine.rule

    save(boss, routine, name="Regulars", key="other")

    routine.refresh_from_db()
    assert (routine.name, routine.key, routine.is_builtin, routine.rule) == ("Regulars", "routine", True, rule)
    assert AuditEntry.objects.get().after == "20. Regulars"


def test_builtin_segment_is_never_deleted(boss: Client, routine: Segment) -> None:
    response = boss.post(f"{URL}{routine.pk}/delete/", {"post": "yes"})

    assert (response.status_code, Segment.objects.filter(key="routine").count()) == (403, 1)


def test_builtin_segment_needs_a_rule(boss: Client, routine: Segment) -> None:
    response = boss.post(f"{URL}{routine.pk}/change/", {"name": "Regulars", "rule:join": "all"})

    assert [problem["message"] for problem in response.context["problems"]] == ["A built-in segment needs a rule."]


def test_tuned_segment_goes_back_to_the_rule_it_came_with(boss: Client, routine: Segment) -> None:
    rule = routine.rule
    save(boss, routine, **{"rule:join": "none"})
    routine.refresh_from_db()
    assert routine.rule != rule
    assert "Back to the rule it came with" in boss.get(f"{URL}{routine.pk}/").content.decode()

    boss.post(f"{URL}{routine.pk}/reset/")

    routine.refresh_from_db()
    assert routine.rule == rule


def test_new_order_decides_at_once(boss: Client) -> None:
    make_profile("acme", mixed=True)
    set_feature_rule(feature="toy_reorder", segment="mixed", state="off", actor=None)
    set_feature_rule(feature="toy_reorder", segment="routine", state="on", actor=None)
    assert not has_feature("acme", "toy_reorder")

    boss.post(f"{URL}order/", {"move": "up:routine"})

    assert has_feature("acme", "toy_reorder")


def test_dragged_order_is_stored(boss: Client, routine: Segment) -> None:
    boss.post(f"{URL}order/", {"order": "new,major,routine,mixed"})

    assert list(Segment.objects.values_list("key", flat=True)) == ["new", "major", "routine", "mixed"]


def test_order_of_segments_that_are_gone_is_refused(boss: Client, routine: Segment) -> None:
    boss.post(f"{URL}order/", {"order": "new,major,gone"})

    assert list(Segment.objects.values_list("key", flat=True)) == ["mixed", "routine", "major", "new"]


def test_own_segment_is_added_after_all_others(boss: Client, routine: Segment) -> None:
    boss.post(f"{URL}add/", {"name": "Schools & nurseries", "key": "", "description": "", "rule:join": "all"})

    added = Segment.objects.get(name="Schools & nurseries")
    assert (added.key, added.is_builtin, added.priority, added.rule) == ("schools-nurseries", False, 50, None)


def test_own_segment_is_deleted_with_what_it_switched(boss: Client) -> None:
    make_profile("acme")
    (group,) = make_segments(1)
    set_membership_choice(segment_key=group.key, customer_keys=["acme"], include=True, reason="Pilot", actor=None)
    set_feature_rule(feature="toy_ideas", segment=group.key, state="on", actor=None)
    assert has_feature("acme", "toy_ideas")

    boss.post(f"{URL}{group.pk}/delete/", {"post": "yes"})

    assert SegmentMembership.objects.filter(segment__key=group.key).count() == 0
    assert not has_feature("acme", "toy_ideas")


@pytest.mark.parametrize(("is_reached", "left"), [(True, 0), (False, 1)])
def test_large_segment_is_deleted_in_the_background(
    boss: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
    is_reached: bool,
    left: int,
) -> None:
    make_profile("acme")
    (group,) = make_segments(1)
    set_membership_choice(segment_key=group.key, customer_keys=["acme"], include=True, reason="Pilot", actor=None)
    monkeypatch.setattr(segment_deletion, "AT_ONCE", 0)
    if not is_reached:
        monkeypatch.setattr(segment_deletion.delete_task, "delay", Mock(side_effect=OperationalError("refused")))

    with django_capture_on_commit_callbacks() as waiting:
        response = boss.post(f"{URL}{group.pk}/delete/", {"post": "yes"})
    before = Segment.objects.filter(pk=group.pk).count()
    for callback in waiting:
        callback()
    said = [str(message) for message in get_messages(response.wsgi_request)]

    assert (before, Segment.objects.filter(pk=group.pk).count()) == (1, left)
    assert ["Nothing was deleted" in text for text in said] == [not is_reached]


def test_deleting_says_how_many_companies_leave(boss: Client) -> None:
    make_profile("acme")
    (group,) = make_segments(1)
    set_membership_choice(segment_key=group.key, customer_keys=["acme"], include=True, reason="Pilot", actor=None)

    assert "1 company leaves it" in boss.get(f"{URL}{group.pk}/delete/").content.decode()


def test_who_may_only_look_sees_everything_and_changes_nothing(log_in: LogIn, routine: Segment) -> None:
    client = log_in("view_segment", "view_segmentmembership")
    pages = ["", f"{routine.pk}/", f"{routine.pk}/choices/", f"{routine.pk}/profile/", f"{routine.pk}/members.csv"]
    changes = ["order/", "add/", *(f"{routine.pk}/{name}/" for name in ("change", "refresh", "reset", "choices"))]

    assert [client.get(f"{URL}{page}").status_code for page in pages] == [200] * len(pages)
    assert [client.post(f"{URL}{page}", {"do": "save"}).status_code for page in changes] == [403] * len(changes)


def test_who_may_not_know_the_companies_sees_the_rule_alone(log_in: LogIn, boss: Client, routine: Segment) -> None:
    make_profile("acme")
    set_membership_choice(segment_key="routine", customer_keys=["acme"], include=True, reason="Pilot", actor=None)
    client = log_in("view_segment")

    pages = [f"{routine.pk}/{name}" for name in ("members.csv", "members.xlsx", "choices/")]

    assert [client.get(f"{URL}{page}").status_code for page in pages] == [403] * len(pages)
    assert "acme" in boss.get(f"{URL}{routine.pk}/").content.decode()
    shown = client.get(f"{URL}{routine.pk}/").content.decode()
    assert ("Routine" in shown, "acme" in shown) == (True, False)


def test_nothing_is_shown_without_the_right(log_in: LogIn, routine: Segment) -> None:
    client = log_in()
    pages = ["", f"{routine.pk}/", f"{routine.pk}/change/", f"{routine.pk}/choices/", f"{routine.pk}/members.xlsx"]

    assert [client.get(f"{URL}{page}").status_code for page in pages] == [403] * len(pages)


def test_nobody_but_staff_gets_in(db: None, routine: Segment) -> None:
    pages = ["", f"{routine.pk}/", f"{routine.pk}/change/", f"{routine.pk}/progress/", f"{routine.pk}/members.csv"]

    answers = [Client().get(f"{URL}{page}") for page in pages]

    assert [answer.headers["Location"].partition("?")[0] for answer in answers] == ["/admin/login/"] * len(pages)


def test_reason_names_a_renamed_segment_as_the_admin_did(boss: Client, routine: Segment) -> None:
    make_profile("acme")
    save(boss, routine, name="Regulars")

    reason = feature_reason_text(features_for("acme").answer("toy_reorder"))

    assert reason == "On, because it is made for “Regulars”."


def test_change_of_a_renamed_segment_is_listed_under_its_name(boss: Client, routine: Segment) -> None:
    save(boss, routine, name="Regulars")

    page = boss.get("/admin/segmentation/auditentry/").content.decode()

    assert ("Regulars" in page, "Routine buyers</td>" in page) == (True, False)


@pytest.mark.parametrize("count", [1, 30])
def test_list_costs_the_same_for_many_segments(boss: Client, count: int, django_assert_num_queries: Any) -> None:
    make_segments(count)

    with django_assert_num_queries(6):
        boss.get(URL)


def test_audit_keeps_a_long_rule_whole(boss: Client) -> None:
    (group,) = make_segments(1)
    group.rule = {"any": [{"dimension": "headcount", "is": "at_least", "value": 10 + n} for n in range(40)]}
    save_segment(group, actor=None)

    kept = AuditEntry.objects.get(action="segment_rule", segment_key=group.key).after

    assert len(kept) > 300
    assert kept.endswith("Employees: at least 49")
    assert "Employees: at least 49" in boss.get("/admin/segmentation/auditentry/").content.decode()
