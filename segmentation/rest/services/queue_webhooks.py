from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import uuid4

from segmentation import conf
from segmentation.rest.models import DeliveryState, WebhookDelivery, WebhookEndpoint
from segmentation.services.write_along import Along

MEMBERSHIP_CHANGED = "membership_changed"
FEATURE_CHANGED = "feature_changed"

ROWS_A_TIME = 100

INSERT = """
INSERT INTO segmentation_rest_webhookdelivery
    (endpoint_id, event_id, event, payload, state, attempts, created_at, next_try_at, last_error)
SELECT endpoint.id, message.id, %s, message.payload::jsonb, %s, 0, %s, %s, ''
FROM segmentation_rest_webhookendpoint AS endpoint
CROSS JOIN unnest(%s::text[], %s::text[]) AS message (id, payload)
WHERE endpoint.active AND endpoint.events @> %s::jsonb
RETURNING id
"""

Moves = Mapping[str, frozenset[str]]
Said = Mapping[str, Mapping[str, Any]]


def queue_membership_changes(*, joined: Moves, left: Moves, now: datetime) -> int:
    """Lay down what every address in use is to be told; brings back how many messages.

    A message lists at most WEBHOOK_CHANGES companies, so that many changes become many messages of bounded size.
    """
    return _queue(MEMBERSHIP_CHANGED, ({"changes": changes} for changes in _parts(joined, left)), now=now)


def membership_messages(*, joined: Moves, left: Moves, now: datetime, then: Callable[[int], object]) -> Along:
    """What `queue_membership_changes` lays down, to be written in the statement of the change itself."""
    return Along(
        insert=INSERT,
        parameters=partial(_row_parameters, joined, left, now),
        alone=partial(queue_membership_changes, joined=joined, left=left, now=now),
        then=then,
    )


def _row_parameters(joined: Moves, left: Moves, now: datetime) -> Sequence[Any]:
    payloads = [json.dumps(_payload(MEMBERSHIP_CHANGED, {"changes": part}, now=now)) for part in _parts(joined, left)]
    ids = [_new_id() for _ in payloads]
    wanted = json.dumps([MEMBERSHIP_CHANGED])
    return [MEMBERSHIP_CHANGED, DeliveryState.WAITING.value, now, now, ids, payloads, wanted]


def queue_switched_features(*, before: Said, after: Said, version: int, by: str, now: datetime) -> int:
    """The same for what is said of features for everybody, and for segments."""
    changes = [{"feature": key, "before": before[key], "after": after[key]} for key in sorted(after)]
    return _queue_features(changes, version=version, by=by, now=now)


def queue_switched_companies(*, before: Said, after: Said, by: str, now: datetime) -> int:
    """The same for features switched for single companies, by customer key and feature; null where nothing is said."""
    changes = [
        {
            "feature": feature,
            "customer_key": key,
            "before": _by_hand(before[key].get(feature)),
            "after": _by_hand(after[key].get(feature)),
        }
        for key in sorted(after)
        for feature in sorted(before[key].keys() | after[key].keys())
    ]
    return _queue_features(changes, version=None, by=by, now=now)


def _queue_features(changes: Sequence[Any], *, version: int | None, by: str, now: datetime) -> int:
    parts = _bundles(changes, conf.get("WEBHOOK_CHANGES"))
    return _queue(FEATURE_CHANGED, ({"version": version, "by": by, "changes": some} for some in parts), now=now)


def _by_hand(said: Sequence[Any] | None) -> Mapping[str, Any] | None:
    if said is None:
        return None
    enabled, expires_at, reason, parameters = said
    return {"enabled": enabled, "expires_at": expires_at or None, "reason": reason, "parameters": parameters}


def _queue(event: str, parts: Iterable[Mapping[str, Any]], *, now: datetime) -> int:
    listening = WebhookEndpoint.objects.filter(active=True).values_list("pk", "events")
    endpoints = [pk for pk, events in listening if event in events]
    if not endpoints:
        return 0
    queued = 0
    waiting: list[WebhookDelivery] = []
    for data in parts:
        event_id, payload = _new_id(), _payload(event, data, now=now)
        waiting += [
            WebhookDelivery(
                endpoint_id=endpoint,
                event_id=event_id,
                event=event,
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


def _payload(event: str, data: Mapping[str, Any], *, now: datetime) -> Mapping[str, Any]:
    return {"type": event, "timestamp": now.isoformat(), "data": data}


def _new_id() -> str:
    return f"msg_{uuid4().hex}"


def _bundles(changes: Sequence[Any], most: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(changes), most):
        yield changes[start : start + most]


def _parts(joined: Moves, left: Moves) -> Iterator[list[dict[str, Any]]]:
    for keys in _bundles(sorted(joined.keys() | left.keys()), conf.get("WEBHOOK_CHANGES")):
        yield [
            {"customer_key": key, "joined": sorted(joined.get(key, ())), "left": sorted(left.get(key, ()))}
            for key in keys
        ]
