"""Customers whose orders cannot be used, databases that are away, workers that end: the run goes on, and says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.timezone import now
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from segmentation import tasks
from segmentation.models import CustomerProfile, Run, RunFailure, RunShard
from segmentation.services.classify_shard import MOST_ATTEMPTS, WORKER_DIED, classify_shard
from segmentation.services.finish_run import finish_run
from segmentation.services.start_full_run import start_full_run
from segmentation.signals import run_finished
from tests.segmentation import faulty_orders, toy_orders
from tests.segmentation.toy_orders import AS_OF, order, order_routinely, order_something_new

pytestmark = pytest.mark.django_db

GOOD = [f"company-{number}" for number in range(12)]


@pytest.fixture(autouse=True)
def _mended_afterwards() -> Iterator[None]:
    yield
    faulty_orders.BAD.clear()
    faulty_orders.AWAY.clear()


@pytest.fixture
def buyers(settings: Settings) -> None:
    """A dozen routine buyers, and two that a first run found to be new."""
    for key in ("company-03b", "company-9b"):
        order_something_new(key)
    run_everybody()
    toy_orders.ORDERS.clear()
    for key in (*GOOD, "company-03b", "company-9b"):
        order_routinely(key)
    faulty_orders.BAD.update({"company-03b", "company-9b"})
    settings.SEGMENTATION = settings.SEGMENTATION | {"ORDER_SOURCE": "tests.segmentation.faulty_orders.open_naming"}


def run_everybody() -> Run:
    started = start_full_run(as_of=AS_OF, now=now())
    for shard_id in started.shard_ids:
        classify_shard(shard_id, now=now())
    finish_run(started.run.pk, now=now())
    return Run.objects.get(pk=started.run.pk)


def classes() -> dict[str, str]:
    return dict(CustomerProfile.objects.order_by("pk").values_list("customer_key", "buyclass"))


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("open_naming", "customer {}: the price is “twelve”."),
        ("open_vague", "ValueError: a price is no number"),
    ],
)
def test_customers_that_cannot_be_read_keep_their_class_and_the_others_are_worked_out(
    buyers: None, settings: Settings, source: str, error: str
) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"ORDER_SOURCE": f"tests.segmentation.faulty_orders.{source}"}

    run = run_everybody()

    bad = ["company-03b", "company-9b"]
    assert (run.state, run.customers) == ("problems", 14)
    assert classes() == dict.fromkeys(GOOD, "routine") | dict.fromkeys(bad, "new")
    failures = RunFailure.objects.filter(run=run).order_by("customer_key").values_list("customer_key", "error")
    named = "company-03b" if source == "open_naming" else ""
    assert list(failures) == [(key, error.format(named)) for key in bad]


def test_orders_that_cannot_be_classified_are_told_from_the_others(buyers: None) -> None:
    faulty_orders.BAD.clear()
    order("company-5b", AS_OF.replace(year=1969), "abacus")

    run = run_everybody()

    assert run.state == "problems"
    assert list(run.failures.values_list("customer_key", flat=True)) == ["company-5b"]
    assert classes() == dict.fromkeys([*GOOD, "company-03b", "company-9b"], "routine")


def test_mended_orders_are_worked_out_by_the_next_run(buyers: None) -> None:
    run_everybody()
    faulty_orders.BAD.clear()

    run = run_everybody()

    assert (run.state, run.failures.count()) == ("finished", 0)
    assert classes() == dict.fromkeys([*GOOD, "company-03b", "company-9b"], "routine")


def test_run_in_which_nobody_can_be_read_fails_with_the_reason(buyers: None) -> None:
    faulty_orders.BAD.update(GOOD)
    before = classes()

    run = run_everybody()

    assert (run.state, run.error) == ("failed", "customer company-0: the price is “twelve”.")
    assert (classes(), RunShard.objects.count()) == (before, 0)


def test_whoever_listens_hears_how_many_failed(
    buyers: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    heard: list[tuple[int, int]] = []

    def listen(customers: int, failed: int, **_: Any) -> None:
        heard.append((customers, failed))

    run_finished.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        run_everybody()
    run_finished.disconnect(listen)

    assert heard == [(14, 2)]


def test_shard_whose_database_stays_away_is_given_up_and_the_others_finish(buyers: None, settings: Settings) -> None:
    faulty_orders.BAD.clear()
    settings.SEGMENTATION = settings.SEGMENTATION | {"SHARD_SIZE": 7}
    faulty_orders.AWAY.append(OSError("the order database is away"))

    tasks.run_full.delay()

    run = Run.objects.latest("pk")
    assert (run.state, run.failures.count()) == ("problems", 7)
    assert set(run.failures.values_list("error", flat=True)) == {"OSError: the order database is away"}


def test_shard_that_ends_every_worker_is_given_up(buyers: None) -> None:
    faulty_orders.BAD.clear()
    started = start_full_run(as_of=AS_OF, now=now())
    RunShard.objects.update(attempts=MOST_ATTEMPTS)

    classify_shard(started.shard_ids[0], now=now())

    assert set(RunFailure.objects.values_list("error", flat=True)) == {WORKER_DIED}
    assert RunShard.objects.get().finished_at is not None
