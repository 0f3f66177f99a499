from __future__ import annotations

import json
import logging
import random
from collections.abc import Sequence
from datetime import datetime, timedelta

import httpx
from django.db import connections, router, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from segmentation import conf
from segmentation.rest.models import DeliveryState, WebhookDelivery, WebhookEndpoint
from segmentation.rest.models.webhooks import ERROR_LENGTH
from segmentation.rest.services.post_abroad import ForbiddenAddressError, post_abroad
from segmentation.rest.services.sign_webhook import signed_headers

logger = logging.getLogger(__name__)

FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=12)
TIMES_LONGER = 4
GONE = 410


def send_webhooks(*, now: datetime) -> int:
    """Send what is due, at most WEBHOOK_BATCH messages; brings back how many were tried.

    Nothing is locked while a message is under way. A message whose sender dies is due again after a while, so that a
    receiver may get it twice, with the same id. An address that does not answer is not asked again in the same go.
    """
    due = _claim(now=now)
    silent: dict[int, str] = {}
    for delivery in due:
        if delivery.endpoint_id in silent:
            _put_off(delivery, error=silent[delivery.endpoint_id])
        else:
            _send(delivery, silent)
    return len(due)


def delay_after(attempts: int, *, chance: float) -> timedelta:
    """How long to wait after so many attempts: four times longer each time, spread by a chance from 0 to 1."""
    wait: timedelta = min(FIRST_WAIT * TIMES_LONGER ** min(attempts - 1, 10), LONGEST_WAIT)
    return wait * (0.75 + chance / 2)


def _claim(*, now: datetime) -> Sequence[WebhookDelivery]:
    """The messages that have waited longest, put off for as long as sending them all may take."""
    batch: int = conf.get("WEBHOOK_BATCH")
    lease = timedelta(seconds=batch * conf.get("WEBHOOK_TIMEOUT") + 60)
    features = connections[router.db_for_write(WebhookDelivery)].features
    with transaction.atomic():
        rows = WebhookDelivery.objects.select_for_update(
            skip_locked=features.has_select_for_update_skip_locked,
            of=("self",) if features.has_select_for_update_of else (),
        )
        waiting = rows.filter(state=DeliveryState.WAITING, next_try_at__lte=now, endpoint__active=True)
        due = list(waiting.select_related("endpoint").order_by("next_try_at", "pk")[:batch])
        WebhookDelivery.objects.filter(pk__in=[row.pk for row in due]).update(next_try_at=now + lease)
    return due


def _send(delivery: WebhookDelivery, silent: dict[int, str]) -> None:
    endpoint, now = delivery.endpoint, timezone.now()
    body = json.dumps(delivery.payload, ensure_ascii=False, separators=(",", ":"))
    headers = signed_headers(endpoint, event_id=delivery.event_id, body=body, now=now)
    headers |= {"content-type": "application/json", "user-agent": "Buyclass-Webhooks/1"}
    try:
        status = post_abroad(endpoint.url, body=body, headers=headers, timeout=conf.get("WEBHOOK_TIMEOUT"))
    except (httpx.HTTPError, ForbiddenAddressError) as error:
        silent[delivery.endpoint_id] = str(error) or type(error).__name__
        _put_off(delivery, error=silent[delivery.endpoint_id])
        return
    if 200 <= status < 300:
        _finish(delivery, state=DeliveryState.DELIVERED, status=status, error="")
    elif status == GONE:
        WebhookEndpoint.objects.filter(pk=endpoint.pk).update(active=False)
        silent[delivery.endpoint_id] = _("The address says that it is gone for good, so it is no longer used.")
        _finish(delivery, state=DeliveryState.DEAD, status=status, error=silent[delivery.endpoint_id])
    else:
        _put_off(delivery, status=status, error=_("The address answered %(status)d.") % {"status": status})


def _put_off(delivery: WebhookDelivery, *, error: str, status: int | None = None) -> None:
    """Note a failed attempt: another one later, or none after WEBHOOK_ATTEMPTS."""
    attempts = delivery.attempts + 1
    if attempts >= conf.get("WEBHOOK_ATTEMPTS"):
        logger.warning("Message %s for %s is given up: %s", delivery.event_id, delivery.endpoint.url, error)
        _finish(delivery, state=DeliveryState.DEAD, status=status, error=error)
        return
    delivery.attempts, delivery.last_status, delivery.last_error = attempts, status, error[:ERROR_LENGTH]
    delivery.next_try_at = timezone.now() + delay_after(attempts, chance=random.random())  # noqa: S311
    delivery.save(update_fields=["attempts", "last_status", "last_error", "next_try_at"])


def _finish(delivery: WebhookDelivery, *, state: DeliveryState, status: int | None, error: str) -> None:
    delivery.state, delivery.attempts = state, delivery.attempts + 1
    delivery.last_status, delivery.last_error = status, error[:ERROR_LENGTH]
    delivery.finished_at = timezone.now()
    delivery.save(update_fields=["state", "attempts", "last_status", "last_error", "finished_at"])
