from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from standardwebhooks import Webhook

from segmentation.public import forget_customer
from segmentation.rest.models import WebhookDelivery
from segmentation.rest.services.queue_webhooks import queue_membership_changes, queue_switched_features
from segmentation.services.ensure_builtin_segments import ensure_builtin_segments
from segmentation.services.publish_draft import publish_draft
from segmentation.services.put_change import put_change
from segmentation.services.set_feature_override import set_feature_override
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.services.start_draft import start_draft
from tests.segmentation.rest.listener import listening
from tests.segmentation.rest.test_webhooks import DyingError, die, dying_right_after_the_commit, listen_at
from tests.segmentation.toy_flags import toy_list

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _inside(settings: Any) -> None:
    """Listeners of these tests are on this machine, and speak plain http."""
    settings.SEGMENTATION = settings.SEGMENTATION | {
        "WEBHOOK_PLAIN_HTTP": True,
        "WEBHOOK_PRIVATE_ADDRESSES": True,
        "WEBHOOK_TIMEOUT": 5.0,
    }


@pytest.fixture(autouse=True)
def _toy_list(_toy_host: None) -> Iterator[None]:
    with toy_list():
        yield


@pytest.mark.django_db(transaction=True)
def test_switched_feature_is_told_with_what_was_and_is_said_and_by_whom(admin):
    ensure_builtin_segments()
    with listening() as listener:
        endpoint = listen_at(listener.url, events=["feature_changed"])
        set_feature_rule(feature="toy_list", segment="routine", state="on", share=30, actor=admin)
        set_feature_override(feature="toy_list", customer_key="acme", state="off", reason="trial", actor=admin)
        set_feature_override(feature="toy_list", customer_key="acme", state="inherit", actor=None)

    rule, by_hand, back = (Webhook(endpoint.secret).verify(body, headers) for headers, body in listener.heard)
    said = {"enabled": False, "expires_at": None, "reason": "trial", "parameters": {}}
    assert (rule["type"], rule["data"]["by"], rule["data"]["version"] > 0) == (
        "feature_changed",
        admin.get_username(),
        True,
    )
    assert rule["data"]["changes"] == [
        {"feature": "toy_list", "before": {}, "after": {"rules": {"routine": {"share": 30, "state": "on"}}}}
    ]
    company = {"feature": "toy_list", "customer_key": "acme"}
    assert [by_hand["data"], back["data"]] == [
        {
            "version": None,
            "by": admin.get_username(),
            "changes": [company | {"before": None, "after": said}],
        },
        {"version": None, "by": "", "changes": [company | {"before": said, "after": None}]},
    ]


@pytest.mark.django_db(transaction=True)
def test_published_draft_is_told_once_and_a_forgotten_company_is_taken_out(admin, settings):
    settings.SEGMENTATION = settings.SEGMENTATION | {"WEBHOOK_PLAIN_HTTP": False}
    ensure_builtin_segments()
    listen_at("https://one.example/", events=["feature_changed"])
    draft = start_draft(title="Spring", actor=admin, now=timezone.now())
    for key, kind, about, after in (
        ("toy_list", "kill_switch", {}, {"killed": True}),
        ("toy_search", "kill_switch", {}, {"killed": True}),
        ("toy_list", "override", {"customer_key": "acme"}, {"enabled": True, "reason": "trial"}),
    ):
        put_change(draft.pk, kind=kind, feature=key, after=after, actor=admin, now=timezone.now(), **about)
    assert not WebhookDelivery.objects.exists()

    publish_draft(draft.pk, actor=admin, now=timezone.now())
    told = [row.payload["data"] for row in WebhookDelivery.objects.order_by("pk")]
    forget_customer(customer_key="acme")

    assert [[change["feature"] for change in data["changes"]] for data in told] == [
        ["toy_list", "toy_search"],
        ["toy_list"],
    ]
    assert {data["by"] for data in told} == {admin.get_username()}
    assert [row.payload["data"] for row in WebhookDelivery.objects.all()] == told[:1]


@pytest.mark.django_db(transaction=True)
def test_process_that_dies_right_after_a_switch_keeps_nobody_in_the_dark(admin, settings):
    settings.SEGMENTATION = settings.SEGMENTATION | {"WEBHOOK_PLAIN_HTTP": False}
    ensure_builtin_segments()
    listen_at("https://one.example/", events=["feature_changed"])

    with dying_right_after_the_commit():
        set_feature_rule(feature="toy_list", segment="routine", state="on", actor=admin)
        set_feature_override(feature="toy_list", customer_key="acme", state="on", reason="trial", actor=admin)

    told = [row.payload["data"]["changes"][0] for row in WebhookDelivery.objects.order_by("pk")]
    assert [(change["feature"], change.get("customer_key")) for change in told] == [
        ("toy_list", None),
        ("toy_list", "acme"),
    ]


@pytest.mark.django_db(transaction=True)
def test_change_that_is_taken_back_is_told_to_nobody(admin):
    listen_at("https://one.example/", events=["feature_changed"])

    with suppress(DyingError), transaction.atomic():
        set_feature_override(feature="toy_list", customer_key="acme", state="on", reason="trial", actor=admin)
        die()

    assert not WebhookDelivery.objects.exists()


def test_address_hears_only_of_what_it_asked_for(admin):
    listen_at("https://one.example/")

    queued = queue_switched_features(before={"x": {}}, after={"x": {}}, version=1, by="", now=timezone.now())

    assert (queued, queue_membership_changes(joined={"acme": frozenset({"new"})}, left={}, now=timezone.now())) == (
        0,
        1,
    )
