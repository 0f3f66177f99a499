"""Row locks. One documented order: a run or a shard of it or notes of the outbox or a draft, the switches, then
customers by key.

A customer's lock is the row that publishes its standing, because whoever changes anything about a customer publishes.
The empty subject sorts first, so the switches are locked before any customer.
"""

from __future__ import annotations

import json
from collections.abc import Collection

from django.db import connections, router
from django.utils import timezone

from segmentation.models import PublishedSnapshot
from segmentation.models.among import Among
from segmentation.standing import NO_SWITCHES_PAYLOAD, PROSPECT_PAYLOAD, SWITCHES


def lock_switches() -> PublishedSnapshot:
    """Hold the switches until the transaction ends; brings back what is published about them."""
    return _lock([SWITCHES])[SWITCHES]


def lock_customers(customer_keys: Collection[str]) -> dict[str, PublishedSnapshot]:
    """Hold these customers until the transaction ends; brings back what is published about each.

    A customer nobody published yet is published as the prospect it counts as. What is read after this call includes
    everything that earlier holders committed (on READ COMMITTED, which is Django's default).
    """
    return _lock(sorted(set(customer_keys)))


def hold_customers(customer_keys: Collection[str]) -> set[str]:
    """Hold many customers as `lock_customers` does, without reading what is published; brings back who is new here."""
    keys = sorted(set(customer_keys))
    rows = PublishedSnapshot.objects.filter(Among("subject", keys))
    added: set[str] = set()
    while True:
        known = set(rows.values_list("subject", flat=True))
        if missing := [key for key in keys if key not in known]:
            added.update(missing)
            _add_blanks(missing)
        if len(rows.select_for_update().order_by("subject").values_list("subject", flat=True)) == len(keys):
            return added


def _add_blanks(keys: list[str]) -> None:
    """Publish many customers as prospects, in the order of their keys; whom another has added meanwhile is left."""
    connection = connections[router.db_for_write(PublishedSnapshot)]
    if connection.vendor != "postgresql":
        PublishedSnapshot.objects.bulk_create([_blank(key) for key in keys], ignore_conflicts=True)
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO segmentation_publishedsnapshot (subject, payload, published_at)"
            " SELECT key, %s::jsonb, %s FROM unnest(%s::text[]) WITH ORDINALITY AS fresh (key, place) ORDER BY place"
            " ON CONFLICT DO NOTHING",
            [json.dumps(PROSPECT_PAYLOAD), timezone.now(), keys],
        )


def _lock(subjects: list[str]) -> dict[str, PublishedSnapshot]:
    rows = PublishedSnapshot.objects.filter(subject__in=subjects)
    while True:
        known = set(rows.values_list("subject", flat=True))
        # Rows are added before any is locked, and all in one order, so that two holders cannot wait for each other.
        if missing := [subject for subject in subjects if subject not in known]:
            PublishedSnapshot.objects.bulk_create([_blank(subject) for subject in missing], ignore_conflicts=True)
        held = {row.subject: row for row in rows.select_for_update().order_by("subject")}
        if len(held) == len(subjects):
            return held


def _blank(subject: str) -> PublishedSnapshot:
    payload = NO_SWITCHES_PAYLOAD if subject == SWITCHES else PROSPECT_PAYLOAD
    return PublishedSnapshot(subject=subject, payload=payload, published_at=timezone.now())
