from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pandas as pd
import pytest
from django.db import transaction
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries, Settings

from segmentation import tasks
from segmentation.models import CustomerProfile, OutboxEntry, Run
from segmentation.public import has_feature, request_reclassify
from segmentation.schedules import BEAT_SCHEDULE
from segmentation.services.drain_outbox import drain_outbox
from segmentation.services.mark_dirty import mark_dirty
from segmentation.services.plan_switch import plan_switch
from segmentation.services.set_buyclass_override import set_buyclass_override
from segmentation.sources import SourceError
from segmentation.tasks import shop_day
from tests.segmentation import toy_orders
from tests.segmentation.toy_orders import AS_OF, order, order_routinely


def refuse_to_read() -> None:
    raise OSError("the order database is away")


@pytest.mark.django_db
def test_drain_works_out_each_waiting_company_once_and_empties_the_outbox() -> None:
    order_routinely("acme")
    mark_dirty(["acme", "zeta"])
    mark_dirty(["acme"])

    assert drain_outbox(as_of=AS_OF, now=now()) == 3

    assert dict(CustomerProfile.objects.values_list("customer_key", "buyclass")) == {"acme": "routine", "zeta": "new"}
    run = Run.objects.get()
    assert (run.kind, run.state, run.customers) == ("partial", "finished", 2)
    assert OutboxEntry.objects.count() == 0


@pytest.mark.django_db
def test_empty_outbox_makes_no_run() -> None:
    assert drain_outbox(as_of=AS_OF, now=now()) == 0
    assert Run.objects.count() == 0


@pytest.mark.django_db
def test_drain_takes_no_more_than_the_setting_says(settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"DRAIN_SIZE": 2}
    mark_dirty(["a", "b", "c"])

    assert [drain_outbox(as_of=AS_OF, now=now()) for _ in range(3)] == [2, 1, 0]


@pytest.mark.django_db
def test_drain_task_goes_on_until_nobody_waits(settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"DRAIN_SIZE": 2}
    mark_dirty(["a", "b", "c", "d", "e"])

    tasks.drain_outbox.delay()

    assert (OutboxEntry.objects.count(), CustomerProfile.objects.count()) == (0, 5)


@pytest.mark.django_db
def test_drain_that_fails_keeps_every_note_and_writes_nothing(settings: Settings) -> None:
    mark_dirty(["acme"])
    settings.SEGMENTATION = settings.SEGMENTATION | {"ORDER_SOURCE": "tests.segmentation.test_outbox.refuse_to_read"}

    with pytest.raises(OSError, match=r"^the order database is away$"):
        drain_outbox(as_of=AS_OF, now=now())

    assert (OutboxEntry.objects.count(), Run.objects.count()) == (1, 0)


class OrdersWithABadRow:
    """Everybody's orders can be read but those of one company."""

    def read(self, customer_keys: Sequence[str]) -> pd.DataFrame:
        if "bad" in customer_keys:
            raise SourceError("the currency is CAD, but the lines before are in USD", column="currency", row=7)
        return toy_orders.open_orders().read(customer_keys)


@pytest.mark.django_db
def test_company_whose_orders_cannot_be_read_holds_up_nobody(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"ORDER_SOURCE": f"{__name__}.OrdersWithABadRow"}
    order_routinely("acme")
    mark_dirty(["bad", "acme", "zeta"])

    tasks.drain_outbox.delay()

    assert set(CustomerProfile.objects.values_list("customer_key", flat=True)) == {"acme", "zeta"}
    assert list(OutboxEntry.objects.values_list("customer_key", flat=True)) == ["bad"]
    assert [record.name for record in caplog.records if record.levelname == "ERROR"] == ["segmentation.tasks"]


@pytest.mark.django_db(transaction=True)
def test_order_placed_brings_its_features_with_no_new_login() -> None:
    today = shop_day()
    assert has_feature("acme", "toy_reorder") is False

    for back in range(12):
        with transaction.atomic():
            order("acme", today - timedelta(days=14 * (11 - back)), "paper-a4", category="paper")
            request_reclassify("acme")

    assert has_feature("acme", "toy_reorder") is True
    assert OutboxEntry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_order_that_is_rolled_back_leaves_no_note() -> None:
    with transaction.atomic():
        request_reclassify("acme")
        transaction.set_rollback(True)

    assert (OutboxEntry.objects.count(), CustomerProfile.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_classifier_in_trouble_does_not_fail_the_order(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"ORDER_SOURCE": "tests.segmentation.test_outbox.refuse_to_read"}

    request_reclassify("acme")

    assert OutboxEntry.objects.count() == 1
    assert [record.name for record in caplog.records if record.name == "segmentation.impatience"] == [
        "segmentation.impatience"
    ]


@pytest.mark.django_db
def test_full_run_task_goes_through_everybody() -> None:
    order_routinely("acme")
    toy_orders.CUSTOMERS.append("zeta")

    tasks.run_full.delay()

    run = Run.objects.get()
    assert (run.kind, run.state, run.customers, run.as_of) == ("full", "finished", 2, shop_day())


@pytest.mark.django_db
def test_full_run_task_with_nobody_finishes() -> None:
    tasks.run_full.delay()

    assert Run.objects.get().state == "finished"


@pytest.mark.django_db
def test_second_full_run_task_leaves_the_first_alone() -> None:
    moment = now()
    Run.objects.create(kind="full", as_of=AS_OF, started_at=moment, touched_at=moment)

    tasks.run_full.delay()

    assert list(Run.objects.values_list("state", flat=True)) == ["running"]


@pytest.mark.django_db
def test_timed_tasks_do_what_is_due() -> None:
    plan_switch(feature="toy_search", segment=None, state="off", publish_at=now(), actor=None, now=now())
    set_buyclass_override(customer_key="acme", buyclass="major", actor=None, expires_at=now())

    tasks.apply_due_drafts.delay()
    tasks.expire_overrides.delay()

    assert (has_feature("acme", "toy_search"), has_feature("acme", "toy_prices")) == (False, False)


def test_every_scheduled_task_exists_and_expires_before_it_piles_up() -> None:
    known: dict[str, Any] = tasks.run_full.app.tasks
    assert {entry["task"] for entry in BEAT_SCHEDULE.values()} <= set(known)
    ticks = [(entry["schedule"], entry["options"]["expires"]) for entry in BEAT_SCHEDULE.values()]
    assert len(ticks) == 12
    assert [expires for _schedule, expires in ticks] == [
        schedule if isinstance(schedule, float) else 6 * 3600 for schedule, _expires in ticks
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("times", [12, 200])
def test_order_costs_the_same_queries_however_many_a_company_has(
    times: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    order_routinely("acme", times=times)
    drain_for("acme")
    order("acme", AS_OF, "toner", category="ink")

    # On PostgreSQL it says besides that it acts by rules.
    with django_assert_num_queries(25):
        drain_for("acme")


def drain_for(key: str) -> None:
    mark_dirty([key])
    assert drain_outbox(as_of=AS_OF, now=now()) == 1
