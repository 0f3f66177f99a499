"""Two workers at once, on a database that has row locks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pandas as pd
import pytest
from django.db import connection, connections, transaction
from django.utils.timezone import now

from segmentation.contracts import OrderSource
from segmentation.models import BuyclassChange, CustomerProfile, OutboxEntry, PublishedSnapshot, Run, Segment
from segmentation.public import has_feature
from segmentation.services.classify_shard import classify_shard
from segmentation.services.drain_outbox import drain_outbox
from segmentation.services.finish_run import finish_run
from segmentation.services.mark_dirty import mark_dirty
from segmentation.services.refresh_segment import refresh_segment
from segmentation.services.reorder_segments import reorder_segments
from segmentation.services.request_refresh import request_refresh
from segmentation.services.run_partial import run_partial
from segmentation.services.set_feature_override import set_feature_override
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.services.start_full_run import RunInProgressError, start_full_run
from segmentation.sources import FrameSource
from segmentation.testing import order_frame
from tests.segmentation import toy_orders
from tests.segmentation.toy_orders import AS_OF, order_routinely, order_something_new

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

PATIENCE = 20


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Start all calls together, each on its own connection; brings back results or exceptions."""
    barrier = threading.Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            barrier.wait(PATIENCE)
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        running = [pool.submit(run, call) for call in calls]
    return [future.exception() or future.result() for future in running]


class SlowOrders:
    """Orders as they were when they were asked for, handed out when the test says so."""

    asked = threading.Event()
    go_on = threading.Event()
    slow_thread = 0

    def __init__(self) -> None:
        self._source = FrameSource(order_frame(list(toy_orders.ORDERS)))

    def customer_keys(self) -> Sequence[str]:
        return self._source.customer_keys()

    def read(self, customer_keys: Sequence[str] | None = None) -> pd.DataFrame:
        if threading.get_ident() == self.slow_thread:
            self.asked.set()
            assert self.go_on.wait(PATIENCE)
        return self._source.read(customer_keys)


def open_slow_orders() -> OrderSource:
    return SlowOrders()  # type: ignore[return-value]


def test_of_many_starts_at_once_one_runs() -> None:
    toy_orders.CUSTOMERS.append("acme")
    moment = now()

    results = at_once(*[lambda: start_full_run(as_of=AS_OF, now=moment)] * 4)

    assert sum(isinstance(result, RunInProgressError) for result in results) == 3
    assert Run.objects.count() == 1


def test_drains_side_by_side_share_the_notes() -> None:
    keys = [f"company-{number}" for number in range(20)]
    for key in keys:
        order_routinely(key, times=3)
    for key in keys:
        mark_dirty([key, "everybody-orders-here"])

    results = at_once(*[lambda: drain_outbox(as_of=AS_OF, now=now())] * 4)
    while drain_outbox(as_of=AS_OF, now=now()):
        pass

    assert [type(result) for result in results] == [int] * 4
    assert sum(results) == 40
    assert (OutboxEntry.objects.count(), CustomerProfile.objects.count()) == (0, 21)
    assert BuyclassChange.objects.count() == 21


def test_overlapping_new_companies_in_any_order_do_not_deadlock() -> None:
    keys = [f"{letter}{number}" for number in range(60) for letter in "aZ_b"]

    results = at_once(
        *[
            lambda part=part: run_partial(customer_keys=part, as_of=AS_OF, now=now()).state
            for part in (keys, keys[::-1], keys[::2], keys[1::3])
        ]
    )

    assert results == ["finished"] * 4
    assert CustomerProfile.objects.count() == len(keys)


def test_drain_that_comes_during_a_full_run_has_the_last_word(settings: Any) -> None:
    order_something_new("acme")
    started = start_full_run(as_of=AS_OF, now=now())
    settings.SEGMENTATION = settings.SEGMENTATION | {"ORDER_SOURCE": f"{__name__}.open_slow_orders"}
    SlowOrders.asked.clear()
    SlowOrders.go_on.clear()

    def full() -> None:
        SlowOrders.slow_thread = threading.get_ident()
        try:
            classify_shard(started.shard_ids[0], now=now())
            finish_run(started.run.pk, now=now())
        finally:
            connections.close_all()

    def drain() -> None:
        try:
            drain_outbox(as_of=AS_OF, now=now())
        finally:
            connections.close_all()

    worker = threading.Thread(target=full)
    worker.start()
    assert SlowOrders.asked.wait(PATIENCE)
    toy_orders.ORDERS.clear()
    order_routinely("acme")
    mark_dirty(["acme"])
    other = threading.Thread(target=drain)
    other.start()
    other.join(0.5)
    waited = other.is_alive()
    SlowOrders.go_on.set()
    worker.join(PATIENCE)
    other.join(PATIENCE)

    assert waited is True
    assert CustomerProfile.objects.get(pk="acme").buyclass == "routine"
    assert PublishedSnapshot.objects.get(pk="acme").payload["segments"] == ["routine"]
    assert Run.objects.filter(state="finished").count() == 2


def test_override_set_during_a_run_is_not_lost() -> None:
    keys = [f"company-{number}" for number in range(30)]
    for key in keys:
        order_routinely(key, times=4)

    at_once(
        lambda: run_partial(customer_keys=keys, as_of=AS_OF, now=now()),
        *[
            lambda key=key: set_feature_override(feature="toy_ideas", customer_key=key, state="on", actor=None)
            for key in keys[::6]
        ],
    )

    published = {row.subject: sorted(row.payload["overrides"]) for row in PublishedSnapshot.objects.exclude(pk="")}
    assert published == {key: ["toy_ideas"] if key in keys[::6] else [] for key in keys}


def test_switches_set_at_once_are_all_published() -> None:
    at_once(
        *[
            lambda segment=segment: set_feature_rule(feature="toy_ideas", segment=segment, state="off", actor=None)
            for segment in ("mixed", "routine", "major", "new")
        ]
    )

    said = PublishedSnapshot.objects.get(pk="").payload["features"]
    assert said == {"toy_ideas": {"rules": {key: {"state": "off"} for key in ("major", "mixed", "new", "routine")}}}


def test_shard_given_to_two_workers_is_worked_out_once() -> None:
    order_routinely("acme")
    started = start_full_run(as_of=AS_OF, now=now() - timedelta(hours=1))

    results = at_once(*[lambda: classify_shard(started.shard_ids[0], now=now())] * 2)

    assert sorted(results) == [False, True]
    assert BuyclassChange.objects.count() == 1


def test_answer_stands_while_the_database_closes_the_connection(settings: Any) -> None:
    assert has_feature("acme", "toy_search") is True
    settings.SEGMENTATION = settings.SEGMENTATION | {"SNAPSHOT_MAX_AGE": 0}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]

    def terminate() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])

    at_once(terminate)
    answer = has_feature("acme", "toy_search")
    connection.close()

    assert answer is True


def test_refresh_and_drain_of_one_company_at_once_agree() -> None:
    rule = {"dimension": "buyclass", "is": "one_of", "value": ["routine"]}
    keys = [f"company-{number}" for number in range(30)]
    run_partial(customer_keys=keys, as_of=AS_OF, now=now())
    segment = Segment.objects.create(key="mine", name="Mine", priority=5, rule=rule)
    for key in keys[::2]:
        order_routinely(key)
    mark_dirty(keys)
    request = request_refresh(segment, actor=None, now=now())

    results = at_once(
        lambda: drain_outbox(as_of=AS_OF, now=now()),
        lambda: refresh_segment(request.pk, today=AS_OF, now=now()),
    )

    assert results == [30, True]
    assert set(segment.memberships.values_list("customer_key", flat=True)) == set(keys[::2])
    published = {row.subject: row.payload["segments"] for row in PublishedSnapshot.objects.exclude(pk="")}
    assert published == {key: ["mine", "routine"] if key in keys[::2] else ["new"] for key in keys}


def test_refresh_given_to_two_workers_is_done_once() -> None:
    keys = [f"company-{number}" for number in range(30)]
    run_partial(customer_keys=keys, as_of=AS_OF, now=now())
    rule = {"dimension": "buyclass", "is": "one_of", "value": ["new"]}
    segment = Segment.objects.create(key="mine", name="Mine", priority=5, rule=rule)
    request = request_refresh(segment, actor=None, now=now())

    results = at_once(*[lambda: refresh_segment(request.pk, today=AS_OF, now=now())] * 2)

    request.refresh_from_db()
    assert sorted(results) == [False, True]
    assert (request.joined, segment.memberships.count()) == (30, 30)


def test_order_of_segments_set_twice_at_once_is_one_of_both() -> None:
    keys = ["mixed", "routine", "major", "new"]

    results = at_once(
        lambda: reorder_segments(keys[::-1], actor=None),
        lambda: reorder_segments([*keys[2:], *keys[:2]], actor=None),
    )

    assert results == [None, None]
    stored = list(Segment.objects.order_by("priority").values_list("key", flat=True))
    assert stored in (keys[::-1], [*keys[2:], *keys[:2]])
    assert PublishedSnapshot.objects.get(pk="").payload["segments"] == stored
