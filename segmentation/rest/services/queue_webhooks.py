from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from segmentation import conf
from segmentation.rest.models import WebhookDelivery, WebhookEndpoint

MEMBERSHIP_CHANGED = "membership_changed"

ROWS_A_TIME = 100

Moves = Mapping[str, frozenset[str]]


def queue_membership_changes(*, joined: Moves, left: Moves, now: datetime) -> int:
    """Lay down what every address in use is to be told; brings back how many messages.

    A message lists at most WEBHOOK_CHANGES companies, so that many changes become many messages of bounded size.
    """
    listening = WebhookEndpoint.objects.filter(active=True).values_list("pk", "events")
    endpoints = [pk for pk, events in listening if MEMBERSHIP_CHANGED in events]
    if not endpoints:
        return 0
    queued = 0
    waiting: list[WebhookDelivery] = []
    for changes in _parts(joined, left):
        event_id = f"msg_{uuid4().hex}"
        payload = {"type": MEMBERSHIP_CHANGED, "timestamp": now.isoformat(), "data": {"changes": changes}}
        waiting += [
            WebhookDelivery(
                endpoint_id=endpoint,
                event_id=event_id,
                event=MEMBERSHIP_CHANGED,
                payload=payload,
                created_at=now,
                next_try_at=now,
            )
            for endpoint in endpoints
        ]
        if len(waiting) >= ROWS_A_TIME:
            queued += len(WebhookDelivery.objects.bulk_create(waiting))
            waiting = []
    return queued + len(WebhookDelivery.objects.bulk_create(waiting))


def _parts(joined: Moves, left: Moves) -> Iterator[list[dict[str, Any]]]:
    keys, most = sorted(joined.keys() | left.keys()), conf.get("WEBHOOK_CHANGES")
    for start in range(0, len(keys), most):
        yield [
            {"customer_key": key, "joined": sorted(joined.get(key, ())), "left": sorted(left.get(key, ()))}
            for key in keys[start : start + most]
        ]
