from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from segmentation.models import Draft, FeatureOverride
from segmentation.services.publish_draft import publish_draft
from segmentation.services.schedule_draft import schedule_draft
from tests.segmentation.admin.conftest import LogIn
from tests.segmentation.admin.draft_pages import STEPS, URL, buttons, changes_of, page_of, put, state_of, take
from tests.segmentation.admin.rows import AT

pytestmark = pytest.mark.django_db


def test_second_person_approves_and_the_first_cannot(log_in: LogIn, draft: Draft, settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"DRAFTS_NEED_APPROVAL": True}
    may = ["view_draft", "add_draft", "change_draft", "approve_draft", "change_featuresetting"]
    first = log_in(*may)
    second = Client()
    bea = get_user_model()._default_manager.create_user(email="bea@example.com", password="x", is_staff=True)
    bea.user_permissions.set(Permission.objects.filter(codename__in=may))
    second.force_login(bea)
    put(first, draft, "kill_switch/?feature=toy_search", killed="yes")

    assert buttons(first, draft) == ["propose", "discard"]
    assert take(first, draft, "publish").status_code == 403
    take(first, draft, "propose")
    assert take(first, draft, "approve").status_code == 403
    take(second, draft, "approve")
    assert state_of(draft) == "approved"
    take(first, draft, "publish")

    assert state_of(draft) == "published"
    assert (buttons(first, draft), buttons(second, draft)) == (["propose-roll-back"],) * 2
    assert take(first, draft, "roll-back").status_code == 403
    take(first, draft, "propose-roll-back", reason="Too early")
    assert buttons(first, draft) == ["decline-roll-back"]
    assert take(first, draft, "approve-roll-back").status_code == 403
    assert "bo@example.com proposed to take it back." in page_of(second, draft)
    take(second, draft, "approve-roll-back")
    assert buttons(first, draft) == ["roll-back", "decline-roll-back"]
    take(first, draft, "roll-back")

    assert state_of(draft) == "rolled_back"


@pytest.mark.parametrize("step", ["approve-roll-back", "decline-roll-back", "roll-back"])
def test_who_may_only_write_takes_nothing_back(log_in: LogIn, draft: Draft, settings: Settings, step: str) -> None:
    publish_draft(draft.pk, actor=None, now=AT)
    settings.SEGMENTATION = settings.SEGMENTATION | {"DRAFTS_NEED_APPROVAL": True}
    client = log_in("view_draft", "change_draft")
    take(client, draft, "propose-roll-back")

    assert take(client, draft, step).status_code == 403
    assert state_of(draft) == "back_proposed"


@pytest.mark.parametrize(
    ("held", "offered"),
    [
        (["view_draft"], []),
        (["view_draft", "change_draft"], ["propose", "discard"]),
        (["view_draft", "change_featurerule"], []),
        (["view_draft", "change_featuresetting"], ["publish", "schedule"]),
        (["view_draft", "approve_draft"], []),
    ],
)
def test_buttons_are_for_who_may_and_the_server_refuses_the_others(
    log_in: LogIn, draft: Draft, held: list[str], offered: list[str]
) -> None:
    client = log_in(*held)

    assert buttons(client, draft) == offered
    refused = [step for step in STEPS if client.get(f"{URL}{draft.pk}/do/{step}/").status_code == 403]
    of_this_state = [step for step in STEPS if step in {"propose", "publish", "schedule", "discard"}]
    assert refused == [step for step in of_this_state if step not in offered]


@pytest.mark.parametrize(
    ("held", "offered"),
    [
        (["change_draft"], []),
        (["change_draft", "change_featurerule"], []),
        (["change_featuresetting"], ["publish", "schedule", "unschedule"]),
        (["change_draft", "change_featuresetting"], ["publish", "schedule", "unschedule", "discard"]),
    ],
)
def test_draft_that_waits_for_its_moment_is_stopped_by_who_may_publish_it(
    log_in: LogIn, draft: Draft, held: list[str], offered: list[str]
) -> None:
    schedule_draft(draft.pk, publish_at=timezone.now() + timedelta(days=1), actor=None, now=timezone.now())
    client = log_in("view_draft", *held)

    assert buttons(client, draft) == offered
    assert take(client, draft, "discard", reason="No").status_code == (302 if "discard" in offered else 403)
    assert state_of(draft) == ("discarded" if "discard" in offered else "scheduled")


def test_who_only_looks_changes_nothing(log_in: LogIn, draft: Draft) -> None:
    client = log_in("view_draft")
    change = draft.changes.get().pk
    refused = [
        client.get(f"{URL}add/"),
        client.get(f"{URL}plan/"),
        client.get(f"{URL}{draft.pk}/title/"),
        client.get(f"{URL}{draft.pk}/put/rule/"),
        put(client, draft, "kill_switch/?feature=toy_search", killed="yes"),
        client.post(f"{URL}{draft.pk}/drop/{change}/"),
        *(take(client, draft, step) for step in ("propose", "publish", "schedule", "discard")),
    ]

    assert {response.status_code for response in refused} == {403}
    assert (state_of(draft), len(changes_of(draft))) == ("open", 1)


@pytest.mark.parametrize(
    ("also_held", "needs_approval", "status"),
    [([], False, 403), ([], True, 200), (["change_featurerule"], False, 200), (["change_segment"], False, 403)],
)
def test_single_switch_is_planned_by_who_may_move_it_or_propose(
    log_in: LogIn, settings: Settings, also_held: list[str], needs_approval: bool, status: int
) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"DRAFTS_NEED_APPROVAL": needs_approval}
    client = log_in("view_draft", "add_draft", "change_draft", *also_held)

    assert client.get(f"{URL}plan/").status_code == status


@pytest.mark.parametrize("is_staff", [True, False])
def test_nobody_without_the_right_reaches_a_draft(draft: Draft, is_staff: bool) -> None:
    client = Client()
    person = get_user_model()._default_manager.create_user(
        email="reseller@example.com", password="x", is_staff=is_staff
    )
    client.force_login(person)
    pages = ["", "add/", "plan/", *(f"{draft.pk}/{end}" for end in ("change/", "title/", "put/rule/"))]
    pages += [f"{draft.pk}/do/{step}/" for step in STEPS]
    pages += [f"{draft.pk}/dry-run/progress/", f"{draft.pk}/dry-run/everybody.csv"]

    answers = {client.get(f"{URL}{page}").status_code for page in pages}
    answers |= {client.post(f"{URL}{draft.pk}/{end}").status_code for end in ("dry-run/", "do/publish/", "drop/1/")}

    assert answers == ({403} if is_staff else {302})
    assert not FeatureOverride.objects.exists()
    assert state_of(draft) == "open"
