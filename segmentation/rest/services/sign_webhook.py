"""Messages are signed as the Standard Webhooks specification says, so that a receiver can check them with a library."""

from __future__ import annotations

import base64
import secrets
from datetime import UTC, datetime, timedelta

from standardwebhooks import Webhook

from segmentation.rest.models import WebhookEndpoint

OLD_SECRET_HOLDS = timedelta(days=1)


def new_secret() -> str:
    """A secret to sign with, 256 random bits."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def signed_headers(endpoint: WebhookEndpoint, *, event_id: str, body: str, now: datetime) -> dict[str, str]:
    """What goes with a message; while a secret is being changed over, it is signed with both."""
    held = [endpoint.secret]
    if endpoint.old_secret and endpoint.old_secret_until and endpoint.old_secret_until > now:
        held.append(endpoint.old_secret)
    at = now.astimezone(UTC)
    return {
        "webhook-id": event_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(Webhook(secret).sign(event_id, at, body) for secret in held),
    }
