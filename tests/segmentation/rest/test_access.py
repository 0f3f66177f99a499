"""Nobody but the shop's own people reaches anything of this, and who may look may not change."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from segmentation.models import Segment
from segmentation.rest.scopes import Scope
from segmentation.selectors.switches import read_switches
from segmentation.services.put_change import put_change
from segmentation.services.schedule_draft import schedule_draft
from segmentation.services.start_draft import start_draft
from segmentation.standing import FeatureSwitches
from tests.segmentation.admin.rows import make_profile, make_run
from tests.segmentation.rest.conftest import Caller, make_person
from tests.segmentation.rest.routes import Route, routes
from tests.segmentation.toy_flags import toy_list

pytestmark = pytest.mark.django_db

PAGES = ("/api/schema/", "/api/docs/", "/api/redoc/")


@pytest.fixture(autouse=True)
def _something_to_reach() -> None:
    make_profile("acme")
    make_run()


def send(client: Client, route: Route, **headers: str) -> int:
    """The status of an answer; a body is an object without anything in it."""
    sent = {} if route.method == "get" else {"data": {}, "content_type": "application/json"}
    answer = getattr(client, route.method)(route.path, headers=headers, **sent)
    return int(answer.status_code)


def statuses(client: Client, called: Collection[Route], **headers: str) -> dict[str, int]:
    return {route.operation: send(client, route, **headers) for route in called}


def everything() -> Any:
    return list(Segment.objects.order_by("pk").values())


def test_visitor_is_turned_away_everywhere():
    assert set(statuses(Client(), list(routes())).values()) == {401}


def test_reseller_reaches_nothing():
    client = Client()
    client.force_login(make_person(staff=False))
    before = everything()

    assert (set(statuses(client, list(routes())).values()), everything()) == ({403}, before)


def test_reseller_with_every_permission_reaches_nothing():
    person = make_person(staff=False)
    person.user_permissions.set(Permission.objects.all())
    client = Client()
    client.force_login(person)

    assert set(statuses(client, list(routes())).values()) == {403}


@pytest.mark.parametrize("page", PAGES)
def test_descriptions_are_for_the_shops_own_people(page):
    reseller, staff = Client(), Client()
    reseller.force_login(make_person("c@example.com", staff=False))
    staff.force_login(make_person())

    codes = [client.get(page).status_code for client in (Client(), reseller, staff)]

    assert codes[1:] == [403, 200]
    assert codes[0] in {401, 403}


def test_token_without_scopes_reaches_nothing(caller):
    bare = Caller(caller.person, scopes=())

    assert set(statuses(Client(), list(routes()), Authorization=f"Bearer {bare.secret}").values()) == {403}


@pytest.mark.parametrize("scope", Scope)
def test_scope_opens_what_it_names_and_nothing_else(caller, scope):
    kind, right = scope.value.split(":")
    alone = Caller(caller.person, scopes=(scope.value,))

    opened = {
        name
        for name, status in statuses(Client(), list(routes()), Authorization=f"Bearer {alone.secret}").items()
        if status != 403
    }

    assert opened or scope == Scope.ATTRIBUTES_WRITE
    assert all(route.is_read == (right == "read") for route in routes() if route.operation in opened), (kind, opened)


def test_role_that_may_see_sees_everything_and_changes_nothing():
    person = make_person()
    person.user_permissions.set(
        Permission.objects.filter(content_type__app_label="segmentation", codename__startswith="view_")
    )
    client = Client()
    client.force_login(person)
    before = everything()

    found = statuses(client, list(routes()))

    reads = {found[route.operation] for route in routes() if route.is_read}
    writes = {found[route.operation] for route in routes() if not route.is_read}
    assert (reads <= {200, 400, 404}, writes, everything()) == (True, {403}, before)


@pytest.mark.usefixtures("_toy_host")
@pytest.mark.parametrize("held", [("change_featurerule",), ("change_featuresetting",)])
@pytest.mark.parametrize("wish", [{"killed": True}, {"by_category": False}])
def test_who_switches_for_segments_alone_switches_nothing_for_everybody(caller_with, held, wish):
    whole = FeatureSwitches(killed=wish.get("killed", False), by_category=wish.get("by_category", True))
    caller = caller_with("view_featurerule", *held)

    with toy_list():
        status = caller.call("patch", "features/toy_list/", wish).status_code

        expected = (200, whole) if held == ("change_featuresetting",) else (403, FeatureSwitches())
        assert (status, read_switches().of("toy_list")) == expected


@pytest.mark.usefixtures("_toy_host")
@pytest.mark.parametrize(
    ("held", "unscheduled", "discarded"),
    [
        (("change_draft",), 403, 403),
        (("change_draft", "change_featurerule"), 403, 403),
        (("change_draft", "change_featuresetting"), 403, 200),
        (("change_draft", "change_featurerule", "change_featuresetting"), 200, 200),
    ],
)
def test_draft_that_waits_for_its_moment_is_stopped_by_who_may_publish_it(caller_with, held, unscheduled, discarded):
    now = timezone.now()
    drafts = [start_draft(title="Spring", actor=None, now=now) for _ in range(2)]
    for draft in drafts:
        put_change(draft.pk, kind="kill_switch", feature="toy_ideas", after={"killed": True}, actor=None, now=now)
        schedule_draft(draft.pk, publish_at=now + timedelta(days=1), actor=None, now=now)
    caller = caller_with("view_draft", *held)

    answers = [
        caller.post(f"drafts/{draft.pk}/{step}/", {}).status_code
        for draft, step in zip(drafts, ("unschedule", "discard"), strict=True)
    ]

    assert answers == [unscheduled, discarded]
