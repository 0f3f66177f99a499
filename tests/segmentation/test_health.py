"""Whatever is down, the health page answers, and says what the storefront answers by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from celery import current_app
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.core.cache.backends.locmem import LocMemCache
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from segmentation.cache import clear_published
from segmentation.models import Heartbeat, OutboxEntry, Run
from segmentation.public import features_for, has_feature
from segmentation.selectors.health import read_health
from segmentation.services.note_heartbeat import note_heartbeat
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.vital_signs import Check, State
from segmentation.words.health import OVERALL, STATES, check_name, check_text
from tests.browser.stack import free_port

NOW = datetime(2026, 3, 2, 12, tzinfo=timezone.get_default_timezone())


def found(key: str, now: datetime | None = None) -> Check:
    return next(check for check in read_health(now=now or timezone.now()).checks if check.key == key)


@pytest.fixture
def background(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """A host whose tasks go through a broker, at a port where nobody listens."""
    monkeypatch.setenv("CELERY_BROKER_WRITE_URL", f"redis://127.0.0.1:{free_port()}/0")
    current_app.conf.task_always_eager = False
    yield monkeypatch
    current_app.conf.task_always_eager = True


def refuse(*_args: Any) -> None:
    raise OperationalError("connection refused")


@pytest.mark.django_db
def test_all_is_well_where_nothing_is_wrong(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    features_for("").all()
    with django_assert_num_queries(9 if connection.vendor == "postgresql" else 4):
        health = read_health(now=NOW)

    assert (health.state, health.can_answer) == (State.GOOD, True)


@pytest.mark.django_db
def test_a_broker_that_is_down_is_said_and_the_storefront_answers(background: pytest.MonkeyPatch) -> None:
    note_heartbeat(now=timezone.now())

    answer = Client().get("/health/")

    assert (answer.status_code, answer.json()["status"], answer.json()["checks"]["broker"]) == (
        200,
        "trouble",
        "trouble",
    )
    assert check_text(found("broker")) == "Messages do not get through. Nothing is lost: orders wait until they do."


class LostCache(LocMemCache):
    """A cache whose server has gone."""

    def get(self, *_args: Any, **_more: Any) -> Any:
        raise ConnectionError("connection refused")

    set = get


class SilentCache(LocMemCache):
    """A cache whose server has gone, and which keeps that to itself."""

    def get(self, *_args: Any, **_more: Any) -> Any:
        return None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("backend", "state", "overall"),
    [
        (f"{__name__}.LostCache", State.TROUBLE, State.TROUBLE),
        (f"{__name__}.SilentCache", State.TROUBLE, State.TROUBLE),
        ("django.core.cache.backends.locmem.LocMemCache", State.GOOD, State.GOOD),
        ("django.core.cache.backends.dummy.DummyCache", State.UNUSED, State.GOOD),
    ],
)
def test_a_cache_that_is_down_is_said_and_takes_no_feature_away(
    settings: Settings, backend: str, state: State, overall: State
) -> None:
    before = features_for("acme").all()
    settings.CACHES = {"default": {"BACKEND": backend}}
    clear_published()

    assert (found("cache").state, read_health(now=timezone.now()).state) == (state, overall)
    assert features_for("acme").all() == before


@pytest.mark.redis
@pytest.mark.django_db
def test_a_broker_that_is_there_is_reached(background: pytest.MonkeyPatch) -> None:
    background.setenv("CELERY_BROKER_WRITE_URL", django_settings.REDIS_URL)

    assert found("broker").state == State.GOOD


@pytest.mark.django_db
def test_a_background_that_is_silent_is_said(background: pytest.MonkeyPatch) -> None:
    assert found("background", NOW).code == "never_heard"

    note_heartbeat(now=NOW)
    note_heartbeat(now=NOW)

    assert Heartbeat.objects.count() == 1
    assert found("background", NOW + timedelta(minutes=1)).state == State.GOOD
    assert found("background", NOW + timedelta(minutes=3)).state == State.TROUBLE


@pytest.mark.django_db
def test_an_order_that_waits_too_long_is_said() -> None:
    OutboxEntry.objects.create(customer_key="acme", marked_at=NOW)

    assert found("outbox", NOW + timedelta(minutes=1)).state == State.GOOD
    assert found("outbox", NOW + timedelta(minutes=3)).state == State.TROUBLE


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "hours", "code", "expected"),
    [
        ("finished", 1, "finished", State.GOOD),
        ("problems", 1, "finished", State.GOOD),
        ("finished", 40, "finished", State.TROUBLE),
        ("failed", 1, "failed", State.TROUBLE),
        ("running", 0, "running", State.GOOD),
        ("running", 1, "stands", State.TROUBLE),
    ],
)
def test_how_the_last_full_run_went(state: str, hours: int, code: str, expected: State) -> None:
    began = NOW - timedelta(hours=hours)
    Run.objects.create(kind="full", state=state, as_of=began.date(), started_at=began, touched_at=began)

    check = found("runs", NOW)

    assert (check.code, check.state) == (code, expected)


@pytest.mark.django_db
def test_a_database_that_fails_leaves_the_last_switches_and_says_so() -> None:
    set_feature_rule(feature="toy_ideas", segment="new", state="off", actor=None)
    assert not has_feature("", "toy_ideas")

    with connection.execute_wrapper(refuse):
        answer = Client().get("/health/")
        assert not has_feature("", "toy_ideas")

    assert answer.status_code == 200
    assert answer.json()["status"] == "trouble"
    assert answer.json()["version"] is not None
    assert "The shop answers by the switches published last" in answer.json()["detail"]
    assert answer.json()["checks"]["outbox"] == "unknown"
    assert Client().get("/health/").json()["status"] == "good"


@pytest.mark.django_db
def test_a_database_that_fails_before_anything_was_read_is_down() -> None:
    clear_published()

    with connection.execute_wrapper(refuse):
        answer = Client().get("/health/")

    assert (answer.status_code, answer.json()["status"], answer.json()["version"]) == (503, "down", None)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_database_that_takes_no_connection_leaves_the_last_switches() -> None:
    assert has_feature("", "toy_ideas")
    port = connection.settings_dict["PORT"]
    connection.close()
    connection.settings_dict["PORT"] = free_port()
    try:
        answer = Client().get("/health/")
        still = has_feature("", "toy_ideas")
    finally:
        connection.close()
        connection.settings_dict["PORT"] = port

    assert (answer.status_code, answer.json()["status"], still) == (200, "trouble", True)


@pytest.mark.django_db
def test_figures_and_the_page_are_for_staff() -> None:
    users: Any = get_user_model()
    staff = Client(headers={"Accept": "text/html"})
    staff.force_login(users.objects.create_superuser("anna@example.com", "secret secret"))

    page = staff.get("/health/")
    figures = staff.get("/health/", headers={"Accept": "application/json"}).json()
    public = Client().get("/health/", headers={"Accept": "text/html"})

    assert "All is well." in page.content.decode()
    assert figures["figures"]["switches"] == {"code": "fresh"}
    assert "figures" not in public.json()
    assert "no-store" in page["Cache-Control"]


def test_every_finding_has_words() -> None:
    checks = [
        Check(key="switches", state=State.TROUBLE, code="answers_as_of", seconds=1.2),
        Check(key="drafts", state=State.TROUBLE, code="late", count=2),
        Check(key="runs", state=State.GOOD, code="never_ran"),
        Check(key="broker", state=State.GOOD, code="reached"),
    ]

    assert [check_text(check) for check in checks] == [
        "The database cannot be read. The shop answers by the switches published last, read 1 second ago.",
        "2 planned changes are late. They are made up for as soon as the background is back.",
        "It has never been done yet.",
        "Messages get through.",
    ]
    assert check_name(checks[0]) == "Features"
    assert {str(STATES[state]) for state in State} >= {"Good", "Down"}
    assert set(OVERALL) == {State.GOOD, State.TROUBLE, State.DOWN}
