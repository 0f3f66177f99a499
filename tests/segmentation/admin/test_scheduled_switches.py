from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from segmentation.models import AuditEntry, ScheduledSwitch, Segment
from segmentation.services.ensure_builtin_segments import ensure_builtin_segments
from segmentation.services.schedule_switch import schedule_switch
from tests.segmentation.admin.conftest import LogIn
from tests.segmentation.admin.rows import AT

URL = "/admin/segmentation/scheduledswitch/"
THEN = datetime(2099, 6, 1, 10, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _segments(db: None) -> None:
    ensure_builtin_segments()


def posted(**changes: Any) -> dict[str, Any]:
    routine = Segment.objects.get(key="routine")
    plan = {"feature": "toy_ideas", "segment": routine.pk, "state": "on", "reason": "Summer"}
    return {**plan, "apply_at_0": "2099-06-01", "apply_at_1": "12:00:00", **changes}


def planned() -> ScheduledSwitch:
    return schedule_switch(feature="toy_ideas", segment="routine", state="on", apply_at=THEN, actor=None)


def audited() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_switch_is_planned_by_whoever_is_logged_in(boss: Client) -> None:
    response = boss.post(f"{URL}add/", posted())

    assert response.status_code == 302
    switch = ScheduledSwitch.objects.select_related("author", "segment").get()
    assert (switch.feature, switch.segment.key, switch.state, switch.reason) == ("toy_ideas", "routine", "on", "Summer")
    assert (switch.apply_at, switch.author.email) == (THEN, "anna@example.com")
    assert audited() == ["switch_scheduled"]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"apply_at_0": "2001-01-01"}, "This moment has passed. To switch now, use the page of switches."),
        (
            {"segment": ""},
            "A feature can be off for everybody, but not on for everybody. To lift that, choose “As declared”.",
        ),
        ({"feature": "gone"}, "Select a valid choice. gone is not one of the available choices."),
    ],
)
def test_switch_is_refused_with_a_reason(boss: Client, changes: dict[str, str], refusal: str) -> None:
    response = boss.post(f"{URL}add/", posted(**changes))

    assert ([list(errors) for errors in response.context["errors"]], ScheduledSwitch.objects.count()) == (
        [[refusal]],
        0,
    )


def test_waiting_switch_is_changed(boss: Client) -> None:
    switch = planned()

    boss.post(f"{URL}{switch.pk}/change/", posted(state="off"))

    assert ScheduledSwitch.objects.get().state == "off"
    assert audited() == ["switch_scheduled", "switch_rescheduled"]


def test_waiting_switch_is_dropped(boss: Client) -> None:
    switch = planned()

    boss.post(f"{URL}{switch.pk}/delete/", {"post": "yes"})

    assert (ScheduledSwitch.objects.count(), audited()) == (0, ["switch_scheduled", "switch_cancelled"])


@pytest.mark.parametrize("doing", ["change", "delete"])
def test_switch_that_was_made_is_left_alone(boss: Client, doing: str) -> None:
    switch = planned()
    ScheduledSwitch.objects.update(applied_at=AT)

    response = boss.post(f"{URL}{switch.pk}/{doing}/", {**posted(state="off"), "post": "yes"})

    assert (response.status_code, ScheduledSwitch.objects.get().state) == (403, "on")


def test_planning_needs_the_right(log_in: LogIn) -> None:
    response = log_in("view_scheduledswitch").post(f"{URL}add/", posted())

    assert (response.status_code, ScheduledSwitch.objects.count()) == (403, 0)


@pytest.mark.parametrize("count", [1, 30])
def test_list_costs_the_same_for_many_switches(boss: Client, count: int, django_assert_num_queries: Any) -> None:
    for _n in range(count):
        planned()

    with django_assert_num_queries(5):
        boss.get(URL)
