"""A rule saved while a worker acts by the one before, on a database that has row locks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import pytest
from django.db import connections, transaction
from django.utils.timezone import now

from segmentation.locks import hold_customers, rule_readers, wait_for_rule_readers
from segmentation.models import PublishedSnapshot, Segment, SegmentRefresh
from segmentation.services.drain_outbox import drain_outbox
from segmentation.services.mark_dirty import mark_dirty
from segmentation.services.refresh_segment import refresh_segment
from segmentation.services.run_partial import run_partial
from segmentation.services.save_segment import save_segment
from tests.segmentation import toy_orders
from tests.segmentation.toy_orders import AS_OF, order_routinely, order_something_new

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

PATIENCE = 20
NEW = {"dimension": "buyclass", "is": "one_of", "value": ["new"]}
ROUTINE = {"dimension": "buyclass", "is": "one_of", "value": ["routine"]}


def closing(call: Callable[[], Any]) -> Any:
    """Call this on a connection of its own."""
    try:
        return call()
    finally:
        connections.close_all()


def test_the_new_rule_has_the_last_word() -> None:
    order_something_new("acme")
    run_partial(customer_keys=["acme"], as_of=AS_OF, now=now())
    segment = Segment.objects.create(key="mine", name="Mine", priority=5, rule=NEW)
    toy_orders.ORDERS.clear()
    order_routinely("acme")
    mark_dirty(["acme"])
    has_acted, is_saved, go_on = threading.Event(), threading.Event(), threading.Event()

    def drain() -> None:
        with transaction.atomic():
            drain_outbox(as_of=AS_OF, now=now())
            has_acted.set()
            assert go_on.wait(PATIENCE)

    def save() -> None:
        assert has_acted.wait(PATIENCE)
        segment.rule = ROUTINE
        request = save_segment(segment, actor=None)
        is_saved.set()
        assert request is not None
        refresh_segment(request.pk, today=AS_OF, now=now())

    with ThreadPoolExecutor(2) as pool:
        draining, saving = (pool.submit(closing, call) for call in (drain, save))
        saved_beside_the_drain = is_saved.wait(PATIENCE)
        ended_beside_the_drain = bool(wait([saving], timeout=0.5).done)
        go_on.set()
        draining.result()
        saving.result()

    assert (saved_beside_the_drain, ended_beside_the_drain) == (True, False)
    assert list(segment.memberships.values_list("customer_key", flat=True)) == ["acme"]
    assert PublishedSnapshot.objects.get(pk="acme").payload["segments"] == ["mine", "routine"]
    assert SegmentRefresh.objects.get().state == "finished"


def test_whoever_acts_by_rules_is_seen_until_its_transaction_ends() -> None:
    is_noted, go_on = threading.Event(), threading.Event()

    def act() -> None:
        with transaction.atomic():
            hold_customers(["acme"])
            is_noted.set()
            assert go_on.wait(PATIENCE)

    with ThreadPoolExecutor(1) as pool:
        acting = pool.submit(closing, act)
        assert is_noted.wait(PATIENCE)
        meanwhile = rule_readers()
        go_on.set()
        wait_for_rule_readers(meanwhile)
        afterwards = rule_readers()
        acting.result()

    assert (len(meanwhile), afterwards) == (1, [])
