"""Addresses of other systems that are told of changes."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from segmentation.rest.models import WebhookEndpoint
from segmentation.rest.services.webhook_endpoints import save_endpoint


def listen_at(url: str, **facts: Any) -> WebhookEndpoint:
    endpoint = WebhookEndpoint(**{"url": url, "events": ["membership_changed"], **facts})
    save_endpoint(endpoint, actor=None, now=timezone.now())
    return endpoint
