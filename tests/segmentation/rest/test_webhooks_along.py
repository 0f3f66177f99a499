"""Messages that are written in the statement of the change they tell of."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.utils.timezone import now

from segmentation.locks import lock_customers
from segmentation.models import CustomerProfile
from segmentation.rest.models import WebhookDelivery
from segmentation.services.ensure_builtin_segments import ensure_builtin_segments
from segmentation.services.refresh_memberships import refresh_memberships
from tests.segmentation.admin.rows import make_profile
from tests.segmentation.rest.endpoints import listen_at
from tests.segmentation.rest.listener import listening

pytestmark = pytest.mark.django_db


def refresh(*keys: str) -> None:
    with transaction.atomic():
        lock_customers(keys)
        refresh_memberships(keys, now=now())


@pytest.fixture(autouse=True)
def _company(db: None) -> None:
    ensure_builtin_segments()
    make_profile("æbler")
    refresh("æbler")
    CustomerProfile.objects.update(buyclass="major")


def test_every_address_in_use_that_wants_it_is_told_once() -> None:
    wanted = [listen_at("https://one.example/"), listen_at("https://two.example/")]
    listen_at("https://three.example/", active=False)
    listen_at("https://four.example/", events=["feature_changed"])

    refresh("æbler")
    refresh("æbler")

    rows = list(WebhookDelivery.objects.order_by("endpoint"))
    assert [row.endpoint_id for row in rows] == [endpoint.pk for endpoint in wanted]
    assert len({row.event_id for row in rows}) == 1
    assert [(row.event, row.state, row.attempts, row.last_error) for row in rows] == [
        ("membership_changed", "waiting", 0, "")
    ] * 2
    assert {row.next_try_at == row.created_at for row in rows} == {True}
    assert rows[0].payload == rows[1].payload
    assert rows[0].payload["data"] == {"changes": [{"customer_key": "æbler", "joined": ["major"], "left": ["routine"]}]}


def test_message_is_gone_with_a_change_that_is_taken_back() -> None:
    listen_at("https://one.example/")

    with transaction.atomic():
        refresh("æbler")
        transaction.set_rollback(True)

    assert WebhookDelivery.objects.count() == 0


def test_message_is_sent_once_the_change_has_committed(settings: Any, django_capture_on_commit_callbacks: Any) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"WEBHOOK_PLAIN_HTTP": True, "WEBHOOK_PRIVATE_ADDRESSES": True}
    with listening() as listener:
        listen_at(listener.url)
        with django_capture_on_commit_callbacks(execute=True):
            refresh("æbler")
            assert listener.heard == []

    assert len(listener.heard) == 1


def test_nobody_is_called_where_nobody_listens(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        refresh("æbler")

    names = [getattr(getattr(callback, "func", callback), "__qualname__", "") for callback in callbacks]
    assert names == ["Signal.send_robust"]
