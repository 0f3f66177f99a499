from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from segmentation.models import AuditEntry, Segment, SegmentMembership
from segmentation.public import features_for, has_feature
from segmentation.services.ensure_builtin_segments import ensure_builtin_segments
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.services.set_membership_choice import set_membership_choice
from segmentation.words.feature_reasons import feature_reason_text
from tests.segmentation.admin.conftest import LogIn
from tests.segmentation.admin.rows import make_profile, make_segments

URL = "/admin/segmentation/segment/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def routine(db: None) -> Segment:
    ensure_builtin_segments()
    return Segment.objects.get(key="routine")


def test_builtin_segment_is_renamed_but_keeps_its_key(boss: Client, routine: Segment) -> None:
    posted = {"name": "Regulars", "key": "other", "description": "", "priority": 20}

    boss.post(f"{URL}{routine.pk}/change/", posted)

    routine.refresh_from_db()
    assert (routine.name, routine.key, routine.is_builtin) == ("Regulars", "routine", True)
    assert AuditEntry.objects.get().after == "20. Regulars"


def test_builtin_segment_is_never_deleted(boss: Client, routine: Segment) -> None:
    response = boss.post(f"{URL}{routine.pk}/delete/", {"post": "yes"})

    assert (response.status_code, Segment.objects.filter(key="routine").count()) == (403, 1)


def test_new_priority_decides_at_once(boss: Client) -> None:
    make_profile("acme", mixed=True)
    set_feature_rule(feature="toy_reorder", segment="mixed", state="off", actor=None)
    set_feature_rule(feature="toy_reorder", segment="routine", state="on", actor=None)
    assert not has_feature("acme", "toy_reorder")
    routine = Segment.objects.get(key="routine")

    boss.post(f"{URL}{routine.pk}/change/", {"name": "Regulars", "description": "", "priority": 5})

    assert has_feature("acme", "toy_reorder")


def test_taken_priority_is_refused(boss: Client, routine: Segment) -> None:
    response = boss.post(f"{URL}{routine.pk}/change/", {"name": "Regulars", "description": "", "priority": 10})

    assert response.context["errors"] == [["Segment with this Priority already exists."]]


def test_own_segment_is_added_and_published(boss: Client) -> None:
    boss.post(f"{URL}add/", {"name": "Schools", "key": "schools", "description": "", "priority": 5})

    added = Segment.objects.get(key="schools")
    assert (added.key, added.is_builtin) == ("schools", False)


def test_own_segment_is_deleted_with_what_it_switched(boss: Client) -> None:
    make_profile("acme")
    (group,) = make_segments(1)
    set_membership_choice(segment_key=group.key, customer_keys=["acme"], include=True, reason="A tender", actor=None)
    set_feature_rule(feature="toy_ideas", segment=group.key, state="on", actor=None)
    assert has_feature("acme", "toy_ideas")

    boss.post(f"{URL}{group.pk}/delete/", {"post": "yes"})

    assert SegmentMembership.objects.filter(segment__key=group.key).count() == 0
    assert not has_feature("acme", "toy_ideas")


def test_deleting_says_how_many_companies_leave(boss: Client) -> None:
    make_profile("acme")
    (group,) = make_segments(1)
    set_membership_choice(segment_key=group.key, customer_keys=["acme"], include=True, reason="A tender", actor=None)

    assert "1 company leaves it" in boss.get(f"{URL}{group.pk}/delete/").content.decode()


def test_segments_are_only_changed_with_the_right(log_in: LogIn, routine: Segment) -> None:
    client = log_in("view_segment")

    response = client.post(f"{URL}{routine.pk}/change/", {"name": "Regulars", "description": "", "priority": 20})

    assert (client.get(URL).status_code, response.status_code) == (200, 403)


def test_reason_names_a_renamed_segment_as_the_admin_did(boss: Client, routine: Segment) -> None:
    make_profile("acme")
    boss.post(f"{URL}{routine.pk}/change/", {"name": "Regulars", "description": "", "priority": 20})

    reason = feature_reason_text(features_for("acme").answer("toy_reorder"))

    assert reason == "On, because it is made for “Regulars”."


def test_change_of_a_renamed_segment_is_listed_under_its_name(boss: Client, routine: Segment) -> None:
    boss.post(f"{URL}{routine.pk}/change/", {"name": "Regulars", "description": "", "priority": 20})

    page = boss.get("/admin/segmentation/auditentry/").content.decode()

    assert ("Regulars" in page, "Routine buyers</td>" in page) == (True, False)


@pytest.mark.parametrize("count", [1, 30])
def test_list_costs_the_same_for_many_segments(boss: Client, count: int, django_assert_num_queries: Any) -> None:
    make_segments(count)

    with django_assert_num_queries(5):
        boss.get(URL)
