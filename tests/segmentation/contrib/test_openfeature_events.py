"""What a provider tells by itself, and what it does in trouble."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from openfeature import api
from openfeature.client import OpenFeatureClient
from openfeature.evaluation_context import EvaluationContext
from openfeature.event import EventDetails, ProviderEvent
from openfeature.exception import ErrorCode, ProviderNotReadyError
from openfeature.provider import ProviderStatus
from pytest_django import Settings

from segmentation.cache import clear_published
from segmentation.contrib.openfeature import BuyclassProvider
from segmentation.models import FeatureRule
from segmentation.services.set_feature_override import set_feature_override
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.services.set_kill_switch import set_kill_switch
from segmentation.signals import features_changed
from segmentation.testing import override_features
from tests.segmentation.contrib.conftest import details

pytestmark = pytest.mark.django_db

PATIENCE = 20


class Heard:
    """Events, as handlers hear them in a thread of their own."""

    def __init__(self, client: OpenFeatureClient, event: ProviderEvent) -> None:
        self.details: list[EventDetails] = []
        self.there = threading.Semaphore(0)
        client.add_handler(event, self)

    def __call__(self, details: EventDetails) -> None:
        self.details.append(details)
        self.there.release()

    def next(self) -> EventDetails:
        assert self.there.acquire(timeout=PATIENCE)
        return self.details.pop(0)


def test_ready_is_told(client):
    assert Heard(client, ProviderEvent.PROVIDER_READY).next().provider_name == "Buyclass"


@pytest.mark.django_db(transaction=True)
def test_change_made_here_is_told_at_once_and_once(client, admin):
    heard = Heard(client, ProviderEvent.PROVIDER_CONFIGURATION_CHANGED)

    set_feature_rule(feature="toy_list", segment="routine", state="off", actor=admin)
    first = heard.next()
    details(client, "toy_list", False)
    set_feature_override(feature="toy_ideas", customer_key="acme", state="on", actor=admin)
    second = heard.next()

    assert (first.flags_changed, first.metadata["version"] > 0, second.flags_changed) == (
        ["toy_list"],
        True,
        ["toy_ideas"],
    )
    assert heard.details == []


def test_change_made_elsewhere_is_told_when_it_is_seen(client, admin):
    heard = Heard(client, ProviderEvent.PROVIDER_CONFIGURATION_CHANGED)
    with transaction.atomic():
        # What is told on commit is not, in a test that never commits, so this is as another process would do it.
        set_kill_switch(feature="toy_search", killed=True, actor=admin)
    clear_published()

    details(client, "toy_list", False)

    assert heard.next().flags_changed == ["toy_search"]


class Broken:
    """A database that cannot be reached."""

    def __call__(self, execute: Any, *args: Any) -> Any:
        raise OperationalError("the server is gone")


def test_last_published_answers_stand_while_the_database_is_gone(client, settings: Settings, caplog):
    stale, ready = (Heard(client, e) for e in (ProviderEvent.PROVIDER_STALE, ProviderEvent.PROVIDER_READY))
    ready.next()
    details(client, "toy_list", False)
    settings.SEGMENTATION = settings.SEGMENTATION | {"SNAPSHOT_MAX_AGE": 0.0}

    with connection.execute_wrapper(Broken()):
        found = details(client, "toy_list", False)
    stale.next()
    status = client.get_provider_status()
    details(client, "toy_list", False)
    ready.next()

    assert (found.value, found.error_code, status) == (True, None, ProviderStatus.STALE)
    assert client.get_provider_status() == ProviderStatus.READY


def test_nothing_read_yet_is_not_ready_and_gets_well(client):
    failed, ready = (Heard(client, e) for e in (ProviderEvent.PROVIDER_ERROR, ProviderEvent.PROVIDER_READY))
    ready.next()
    clear_published()

    with connection.execute_wrapper(Broken()):
        found = details(client, "toy_list", True)
    failed.next()
    again = details(client, "toy_list", False)
    ready.next()

    assert (found.value, found.error_code) == (True, ErrorCode.PROVIDER_NOT_READY)
    assert (again.value, client.get_provider_status()) == (True, ProviderStatus.READY)


def test_provider_that_cannot_read_at_its_start_fails_and_gets_well(client):
    clear_published()
    with connection.execute_wrapper(Broken()), pytest.raises(ProviderNotReadyError):
        api.set_provider_and_wait(BuyclassProvider())
    status = client.get_provider_status()

    assert (status, details(client, "toy_list", False).value) == (ProviderStatus.ERROR, True)
    assert client.get_provider_status() == ProviderStatus.READY


def test_provider_that_was_not_set_up_yet_gives_defaults(client):
    begun, go_on = threading.Event(), threading.Event()

    class Slow(BuyclassProvider):
        def initialize(self, evaluation_context: EvaluationContext) -> None:
            begun.set()
            go_on.wait(PATIENCE)

    api.set_provider(Slow())
    begun.wait(PATIENCE)
    found = details(client, "toy_list", True)
    go_on.set()

    assert (found.value, found.error_code) == (True, ErrorCode.PROVIDER_NOT_READY)


def test_provider_that_was_shut_down_hears_nothing_more(client, admin):
    provider = BuyclassProvider()
    api.set_provider_and_wait(provider)
    provider.shutdown()
    told: list[Any] = []
    provider.attach(lambda *event: told.append(event))

    features_changed.send_robust(
        sender=FeatureRule, features=("toy_list",), version=None, actor=admin, before={}, after={}
    )

    assert told == []


def test_forced_answers_of_a_hosts_tests_hold_here_too(client):
    with override_features(toy_list=False):
        assert details(client, "toy_list", True).value is False
        assert details(client, "toy_list.lines", 1).variant == "declared"
