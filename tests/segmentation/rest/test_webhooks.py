from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from standardwebhooks import Webhook, WebhookVerificationError

from segmentation.models import AuditEntry
from segmentation.public import forget_customer
from segmentation.rest.models import WebhookDelivery, WebhookEndpoint
from segmentation.rest.services.prune import prune
from segmentation.rest.services.queue_webhooks import queue_membership_changes
from segmentation.rest.services.send_webhooks import delay_after, send_webhooks
from segmentation.rest.services.webhook_endpoints import rotate_secret, send_again
from segmentation.services.announce_memberships import announce_memberships
from segmentation.services.ensure_builtin_segments import ensure_builtin_segments
from segmentation.services.set_membership_choice import set_membership_choice
from tests.segmentation.rest.endpoints import listen_at
from tests.segmentation.rest.listener import listening

pytestmark = pytest.mark.django_db

ROUTINE, NEW = frozenset({"routine"}), frozenset({"new"})


@pytest.fixture(autouse=True)
def _inside(settings: Any) -> None:
    """Listeners of these tests are on this machine, and speak plain http."""
    settings.SEGMENTATION = settings.SEGMENTATION | {
        "WEBHOOK_PLAIN_HTTP": True,
        "WEBHOOK_PRIVATE_ADDRESSES": True,
        "WEBHOOK_TIMEOUT": 5.0,
    }


def queue(count: int = 1) -> int:
    return queue_membership_changes(
        joined={f"c{n}": ROUTINE for n in range(count)}, left={"c0": NEW}, now=timezone.now()
    )


class DyingError(BaseException):
    """Whatever was to follow the commit does not: as if the process had been killed."""


def die() -> None:
    raise DyingError


@contextmanager
def dying_right_after_the_commit() -> Iterator[None]:
    with suppress(DyingError), transaction.atomic():
        transaction.on_commit(die)
        yield


def later() -> Any:
    """A moment at which whatever waits is due."""
    return timezone.now() + timedelta(days=2)


@pytest.mark.django_db(transaction=True)
def test_change_is_told_and_can_be_checked_with_the_library():
    with listening() as listener:
        endpoint = listen_at(listener.url)
        announce_memberships(joined={"acme": ROUTINE}, left={"acme": NEW})

    [(headers, body)] = listener.heard
    told = Webhook(endpoint.secret).verify(body, headers)
    assert told["type"] == "membership_changed"
    assert told["data"]["changes"] == [{"customer_key": "acme", "joined": ["routine"], "left": ["new"]}]
    assert headers["webhook-id"] == WebhookDelivery.objects.get(state="delivered").event_id
    with pytest.raises(WebhookVerificationError):
        Webhook(endpoint.secret).verify(body + b" ", headers)


def test_many_changes_become_messages_of_bounded_size(settings, django_assert_num_queries):
    settings.SEGMENTATION = settings.SEGMENTATION | {"WEBHOOK_CHANGES": 100}
    listen_at("https://one.example/")
    listen_at("https://two.example/")
    listen_at("https://three.example/", active=False)

    with django_assert_num_queries(2):
        assert queue(1001) == 22

    rows = WebhookDelivery.objects.all()
    assert max(len(row.payload["data"]["changes"]) for row in rows) == 100
    assert (len({row.event_id for row in rows}), len(rows)) == (11, 22)
    assert len({c["customer_key"] for row in rows for c in row.payload["data"]["changes"]}) == 1001


def test_without_listeners_a_change_costs_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert queue(1000) == 0


def test_refused_message_is_sent_again_with_the_same_id_and_body():
    with listening(500, 429) as listener:
        listen_at(listener.url)
        queue()
        for _ in range(3):
            send_webhooks(now=later())

    assert len({headers["webhook-id"] for headers, _ in listener.heard}) == 1
    assert (len(listener.heard), len({body for _, body in listener.heard})) == (3, 1)
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.last_status) == ("delivered", 3, 204)


def test_refused_message_waits_before_it_is_due():
    with listening(500) as listener:
        listen_at(listener.url)
        queue()
        tried = [send_webhooks(now=timezone.now()) for _ in range(2)]

    assert (tried, len(listener.heard)) == ([1, 0], 1)


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 10), (2, 40), (3, 160), (7, 40960), (8, 43200), (60, 43200)])
def test_waiting_grows_and_is_spread(attempts, seconds):
    waits = [delay_after(attempts, chance=chance).total_seconds() for chance in (0, 0.5, 1)]

    assert waits == [seconds * 0.75, seconds, seconds * 1.25]


def test_message_is_given_up_and_sent_again_from_the_admin(settings, boss_client):
    settings.SEGMENTATION = settings.SEGMENTATION | {"WEBHOOK_ATTEMPTS": 2}
    with listening(500, 500) as listener:
        listen_at(listener.url)
        queue()
        tried = [send_webhooks(now=later()) for _ in range(3)]
        dead = WebhookDelivery.objects.get()
        assert (tried, dead.state, dead.last_error) == ([1, 1, 0], "dead", "The address answered 500.")

        page = boss_client.get("/admin/segmentation_rest/webhookdelivery/?state__exact=dead")
        boss_client.post(
            "/admin/segmentation_rest/webhookdelivery/", {"action": "send_again", "_selected_action": [dead.pk]}
        )
        send_webhooks(now=later())

    assert "The address answered 500." in page.text
    assert len({headers["webhook-id"] for headers, _ in listener.heard}) == 1
    assert WebhookDelivery.objects.get().state == "delivered"
    assert AuditEntry.objects.get(action="webhook_resent").after == "1"


def test_delivered_messages_are_not_sent_again():
    with listening() as listener:
        listen_at(listener.url)
        queue()
        send_webhooks(now=later())

        assert send_again([WebhookDelivery.objects.get().pk], now=timezone.now()) == 0


def test_address_that_does_not_answer_is_asked_once_in_a_go(settings):
    settings.SEGMENTATION = settings.SEGMENTATION | {"WEBHOOK_CHANGES": 1}
    with listening() as listener:
        listen_at(listener.url)
    with listening() as other:
        listen_at(other.url)
        queue(3)
        send_webhooks(now=later())

    assert (len(listener.heard), len(other.heard)) == (0, 3)
    silent = WebhookDelivery.objects.filter(endpoint__url=listener.url)
    assert [(row.state, row.attempts, row.last_status) for row in silent] == [("waiting", 1, None)] * 3


def test_address_that_is_gone_is_used_no_more():
    with listening(410) as listener:
        endpoint = listen_at(listener.url)
        queue()
        send_webhooks(now=later())

    endpoint.refresh_from_db()
    assert (endpoint.active, WebhookDelivery.objects.get().state, queue()) == (False, "dead", 0)


def test_redirection_is_not_followed():
    with listening(302) as listener:
        listen_at(listener.url)
        queue()
        send_webhooks(now=later())

    assert (len(listener.heard), WebhookDelivery.objects.get().last_status) == (1, 302)


def test_both_secrets_sign_for_a_day_after_a_change():
    with listening() as listener:
        old = listen_at(listener.url).secret
        endpoint = rotate_secret(WebhookEndpoint.objects.get().pk, actor=None, now=timezone.now())
        queue()
        send_webhooks(now=later())
        WebhookEndpoint.objects.update(old_secret_until=timezone.now())
        queue()
        send_webhooks(now=later())

    for (headers, body), held in zip(listener.heard, [[old, endpoint.secret], [endpoint.secret]], strict=True):
        assert len(headers["webhook-signature"].split()) == len(held)
        assert [Webhook(secret).verify(body, headers)["type"] for secret in held] == ["membership_changed"] * len(held)


@pytest.mark.django_db(transaction=True)
def test_process_that_dies_right_after_the_change_keeps_nobody_in_the_dark(admin):
    ensure_builtin_segments()
    listen_at("https://one.example/")

    with dying_right_after_the_commit():
        set_membership_choice(segment_key="routine", customer_keys=["acme"], include=True, reason="Pilot", actor=admin)

    [waiting] = WebhookDelivery.objects.values_list("state", "payload__data__changes")
    assert waiting == ("waiting", [{"customer_key": "acme", "joined": ["routine"], "left": []}])


def test_one_go_sends_a_bounded_number(settings):
    settings.SEGMENTATION = settings.SEGMENTATION | {"WEBHOOK_CHANGES": 1, "WEBHOOK_BATCH": 2}
    with listening() as listener:
        listen_at(listener.url)
        queue(5)

        assert [send_webhooks(now=later()) for _ in range(4)] == [2, 2, 1, 0]
    assert len(listener.heard) == 5


@pytest.mark.django_db(transaction=True)
def test_broken_listener_does_not_break_the_change(settings):
    settings.SEGMENTATION = settings.SEGMENTATION | {"WEBHOOK_PRIVATE_ADDRESSES": False}
    WebhookEndpoint.objects.create(
        url="http://127.0.0.1:9/", secret="whsec_AAAA", events=["membership_changed"], created_at=timezone.now()
    )

    with transaction.atomic():
        announce_memberships(joined={"acme": ROUTINE}, left={})

    assert WebhookDelivery.objects.get().last_error == "This address is inside a private network."


def test_forgotten_customer_is_taken_out_of_every_message(settings):
    listen_at("https://one.example/")
    queue_membership_changes(joined={"æbler": ROUTINE, "bolt": ROUTINE}, left={}, now=timezone.now())
    queue_membership_changes(joined={"æbler": ROUTINE}, left={}, now=timezone.now())

    forget_customer(customer_key="æbler")

    assert [row.payload["data"]["changes"] for row in WebhookDelivery.objects.all()] == [
        [{"customer_key": "bolt", "joined": ["routine"], "left": []}]
    ]
    assert "bler" not in json.dumps(list(WebhookDelivery.objects.values_list("payload", flat=True)))


def test_messages_are_kept_for_their_days():
    listen_at("https://one.example/")
    queue()

    prune(now=timezone.now() + timedelta(days=29))
    kept = WebhookDelivery.objects.count()
    prune(now=timezone.now() + timedelta(days=31))

    assert (kept, WebhookDelivery.objects.count()) == (1, 0)
