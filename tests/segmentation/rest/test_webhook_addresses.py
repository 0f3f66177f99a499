"""Which addresses may be told of changes, and what an admin does with them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from segmentation.models import AuditEntry
from segmentation.rest.models import WebhookEndpoint
from segmentation.rest.services.post_abroad import ForbiddenAddressError, check_url, post_abroad
from tests.segmentation.rest.listener import listening

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _inside(settings: Any) -> None:
    """Listeners of these tests are on this machine, and speak plain http."""
    settings.SEGMENTATION = settings.SEGMENTATION | {
        "WEBHOOK_PLAIN_HTTP": True,
        "WEBHOOK_PRIVATE_ADDRESSES": True,
        "WEBHOOK_TIMEOUT": 5.0,
    }


@pytest.mark.parametrize(
    "url",
    [
        "http://listener.example/",
        "ftp://listener.example/",
        "https://user:word@listener.example/",
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::a00:1]/",
        "https://224.0.0.1/",
        "https://",
        "nonsense",
        "https://x\0y/",
    ],
)
def test_address_that_must_not_be_called_is_refused(settings, url):
    settings.SEGMENTATION = settings.SEGMENTATION | {"WEBHOOK_PLAIN_HTTP": None, "WEBHOOK_PRIVATE_ADDRESSES": False}

    with pytest.raises(ForbiddenAddressError):
        check_url(url)


def test_name_that_points_inside_is_refused_when_it_is_called(settings):
    settings.SEGMENTATION = settings.SEGMENTATION | {"WEBHOOK_PRIVATE_ADDRESSES": False}

    with listening() as listener, pytest.raises(ForbiddenAddressError):
        post_abroad(listener.url.replace("127.0.0.1", "localhost"), body="{}", headers={}, timeout=1)
    assert listener.heard == []


def test_name_is_called_by_its_own_name():
    with listening() as listener:
        by_name = listener.url.replace("127.0.0.1", "localhost")
        assert post_abroad(by_name, body="{}", headers={}, timeout=5) == 204

    assert f"http://{listener.heard[0][0]['host']}/" == by_name


def test_address_is_added_in_the_admin_and_its_secret_shown_once(boss_client: Client):
    form = {"url": "https://one.example/hook", "events": ["membership_changed"], "active": "on"}

    page = boss_client.post("/admin/segmentation_rest/webhookendpoint/add/", form)
    refused = boss_client.post(
        "/admin/segmentation_rest/webhookendpoint/add/", form | {"url": "https://user:word@one.example/"}
    )

    endpoint = WebhookEndpoint.objects.get()
    assert (endpoint.secret in page.text, "no-store" in page.headers["Cache-Control"]) == (True, True)
    assert "must not hold a name or a password" in refused.text
    assert (
        endpoint.secret not in boss_client.get(f"/admin/segmentation_rest/webhookendpoint/{endpoint.pk}/change/").text
    )


def test_whatever_is_done_with_an_address_is_in_the_audit(boss_client: Client):
    form = {"url": "https://one.example/hook", "events": ["membership_changed"], "active": "on"}
    boss_client.post("/admin/segmentation_rest/webhookendpoint/add/", form)
    endpoint = WebhookEndpoint.objects.get()
    page = f"/admin/segmentation_rest/webhookendpoint/{endpoint.pk}"

    boss_client.post(f"{page}/change/", form | {"events": ["membership_changed", "feature_changed"]})
    boss_client.post(f"{page}/change/", form | {"events": ["membership_changed", "feature_changed"]})
    boss_client.post(f"{page}/delete/", {"post": "yes"})

    told = AuditEntry.objects.filter(action="webhook").order_by("pk").values_list("before", "after")
    address = "https://one.example/hook"
    assert list(told) == [
        ("", f"{address}: active Yes, is told of membership_changed"),
        (
            f"{address}: is told of membership_changed",
            f"{address}: is told of feature_changed; membership_changed",
        ),
        (f"{address}: active Yes, is told of feature_changed; membership_changed", ""),
    ]
    assert not any(endpoint.secret in text for entry in told for text in entry)
