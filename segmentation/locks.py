"""Row locks. One documented order: a run or a shard of it or notes of the outbox or a draft, the switches, then
customers by key.

A customer's lock is the row that publishes its standing, because whoever changes anything about a customer publishes.
The empty subject sorts first, so the switches are locked before any customer.

Rules are read without a lock, so that nobody who saves one waits for a worker. Whoever puts customers into segments
holds them first, which is noted in the same statement, and a refresh waits for those who held any before it began: they
may have read the rule as it was.
"""

from __future__ import annotations

import json
from collections.abc import Collection

from django.db import connections, router
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from segmentation.models import BenefitSegment, PublishedSnapshot
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
        if len(_noted(rows).select_for_update().order_by("subject").values_list("subject", flat=True)) == len(keys):
            return added


def lock_benefit_segments(ids: Collection[int]) -> None:
    """Hold these benefit segments, by id, so that their weights have one writer; nothing else is held by who does."""
    list(BenefitSegment.objects.filter(pk__in=ids).select_for_update().order_by("pk").values_list("pk"))


RULE_READERS = 0x5E61
"""The space of PostgreSQL's advisory locks in which each transaction that holds customers holds its own process id."""


def rule_readers() -> list[int]:
    """Who holds customers now and may act by rules, besides this process; nobody on a database with one writer."""
    connection = connections[router.db_for_write(PublishedSnapshot)]
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT objid::int FROM pg_locks JOIN pg_database AS own ON own.oid = database"
            " WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2 AND granted"
            " AND datname = current_database() AND objid::int <> pg_backend_pid()",
            [RULE_READERS],
        )
        return [reader for (reader,) in cursor.fetchall()]


def wait_for_rule_readers(readers: Collection[int]) -> None:
    """Wait until the transactions in which these were found are over; the caller holds nothing that they could want."""
    connection = connections[router.db_for_write(PublishedSnapshot)]
    for reader in readers:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_lock_shared(%s, %s), pg_advisory_unlock_shared(%s, %s)",
                [RULE_READERS, reader, RULE_READERS, reader],
            )


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
        held = {row.subject: row for row in _noted(rows).select_for_update().order_by("subject")}
        if len(held) == len(subjects):
            return held


def _noted(rows: QuerySet[PublishedSnapshot]) -> QuerySet[PublishedSnapshot]:
    """The rows; who reads them is noted among `rule_readers` until the transaction ends, and nobody waits for it."""
    if connections[router.db_for_write(PublishedSnapshot)].vendor != "postgresql":
        return rows
    # In a subquery of its own it is done once, not once a row.
    note = "(SELECT pg_advisory_xact_lock(%s, pg_backend_pid()) IS NOT NULL)"
    return rows.filter(RawSQL(note, [RULE_READERS], output_field=BooleanField()))  # noqa: S611 - nobody's text


def _blank(subject: str) -> PublishedSnapshot:
    payload = NO_SWITCHES_PAYLOAD if subject == SWITCHES else PROSPECT_PAYLOAD
    return PublishedSnapshot(subject=subject, payload=payload, published_at=timezone.now())
