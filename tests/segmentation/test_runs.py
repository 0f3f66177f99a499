from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries, Settings

from segmentation.analysis.config import DEFAULT_CONFIG
from segmentation.analysis.priors import DEFAULT_PRIOR
from segmentation.models import (
    BuyclassChange,
    CategoryProfile,
    CustomerProfile,
    PublishedSnapshot,
    Run,
    RunShard,
    SegmentMembership,
)
from segmentation.services.classify_customers import classify_customers
from segmentation.services.classify_shard import classify_shard
from segmentation.services.fail_run import fail_run
from segmentation.services.finish_run import finish_run
from segmentation.services.forget_customer import forget_customer
from segmentation.services.plan_run import BadCustomerKeyError
from segmentation.services.run_partial import run_partial
from segmentation.services.start_full_run import (
    RunInProgressError,
    StartedRun,
    resume_full_run,
    start_full_run,
)
from tests.segmentation import toy_orders
from tests.segmentation.toy_orders import AS_OF, order_in_changing_ways, order_routinely, order_something_new

pytestmark = pytest.mark.django_db


def run_everybody(moment: datetime | None = None) -> Run:
    moment = moment or now()
    started = start_full_run(as_of=AS_OF, now=moment)
    for shard_id in started.shard_ids:
        classify_shard(shard_id, now=moment)
    finish_run(started.run.pk, now=moment)
    return Run.objects.get(pk=started.run.pk)


def everything_stored() -> dict[str, list[dict[str, Any]]]:
    """All that a run leaves behind, without its times and ids."""
    ignored = {"id", "classified_at", "published_at", "since", "at", "run_id"}
    models = (CustomerProfile, CategoryProfile, PublishedSnapshot, SegmentMembership, BuyclassChange)
    return {
        model.__name__: sorted(
            ({k: v for k, v in row.items() if k not in ignored} for row in model.objects.values()), key=str
        )
        for model in models
    }


@pytest.fixture
def four_buyers() -> None:
    order_routinely("routine")
    order_something_new("explorer")
    order_in_changing_ways("project")
    toy_orders.CUSTOMERS += ["routine", "explorer", "project", "prospect"]


def test_full_run_gives_every_company_its_class(four_buyers: None) -> None:
    run = run_everybody()

    classes = dict(CustomerProfile.objects.values_list("customer_key", "buyclass"))
    assert classes == {"routine": "routine", "explorer": "new", "project": "major", "prospect": "new"}
    assert (run.state, run.customers, run.changed) == ("finished", 4, 0)
    assert RunShard.objects.count() == 0


def test_full_run_stores_categories_from_the_second_order(four_buyers: None) -> None:
    run_everybody()

    stored = CategoryProfile.objects.order_by("customer_key", "category").values_list(
        "customer_key", "category", "buyclass"
    )
    assert list(stored) == [
        ("project", "chairs", "major"),
        ("routine", "coffee", "routine"),
        ("routine", "paper", "routine"),
    ]


def test_change_of_class_moves_membership_snapshot_and_log(four_buyers: None) -> None:
    run_everybody()
    toy_orders.ORDERS[:] = [row for row in toy_orders.ORDERS if row["customer"] != "explorer"]
    order_routinely("explorer")

    run = run_everybody()

    memberships = SegmentMembership.objects.filter(customer_key="explorer").values_list("segment__key", "source")
    assert list(memberships) == [("routine", "automatic")]
    assert PublishedSnapshot.objects.get(pk="explorer").payload == {
        "segments": ["routine"],
        "categories": {"coffee": "routine", "paper": "routine"},
        "overrides": {},
    }
    changes = BuyclassChange.objects.filter(run=run).values_list("customer_key", "category", "old", "new")
    assert list(changes) == [("explorer", "", "new", "routine")]
    assert run.changed == 1


def test_category_class_that_no_longer_holds_is_deleted(four_buyers: None) -> None:
    run_everybody()
    toy_orders.ORDERS[:] = [row for row in toy_orders.ORDERS if row["category"] != "coffee"]

    run_everybody()

    left = CategoryProfile.objects.filter(customer_key="routine").values_list("category", flat=True)
    assert list(left) == ["paper"]
    assert PublishedSnapshot.objects.get(pk="routine").payload["categories"] == {"paper": "routine"}


def test_company_that_lost_all_its_orders_is_a_prospect_again(four_buyers: None) -> None:
    run_everybody()
    toy_orders.ORDERS.clear()
    toy_orders.CUSTOMERS.clear()

    run_everybody()

    rows = CustomerProfile.objects.order_by("customer_key").values_list("customer_key", "buyclass", "activity")
    assert list(rows) == [
        ("explorer", "new", "prospect"),
        ("project", "new", "prospect"),
        ("prospect", "new", "prospect"),
        ("routine", "new", "prospect"),
    ]


def test_second_run_changes_nothing(four_buyers: None) -> None:
    run_everybody()
    before = everything_stored()
    times = list(CustomerProfile.objects.order_by("pk").values_list("classified_at", flat=True))

    run_everybody()

    assert everything_stored() == before
    assert list(CustomerProfile.objects.order_by("pk").values_list("classified_at", flat=True)) == times


@pytest.mark.parametrize("companies", [1, 30])
def test_unchanged_companies_cost_the_same_reads_and_no_write(
    companies: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    keys = [f"company-{number}" for number in range(companies)]
    for key in keys:
        order_routinely(key)
    versions = {"config_version": DEFAULT_CONFIG.version, "prior_version": DEFAULT_PRIOR.version}
    run = Run.objects.create(kind="partial", as_of=AS_OF, started_at=now(), touched_at=now(), **versions)
    classify_customers(customer_keys=keys, as_of=AS_OF, run=run, now=now())

    with django_assert_num_queries(4) as captured:
        classify_customers(customer_keys=keys, as_of=AS_OF, run=run, now=now())

    verbs = {query["sql"].split()[0] for query in captured.captured_queries}
    assert verbs == {"SELECT"}


def test_run_left_by_a_dead_worker_is_finished_by_the_next_with_the_same_result(
    four_buyers: None, settings: Settings
) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"SHARD_SIZE": 1}
    undisturbed = run_everybody(datetime(2026, 6, 1, 2, 30, tzinfo=UTC))
    expected = everything_stored()
    for key in toy_orders.CUSTOMERS:
        forget_customer(customer_key=key)

    evening = datetime(2026, 6, 2, 2, 30, tzinfo=UTC)
    started = start_full_run(as_of=AS_OF, now=evening)
    classify_shard(started.shard_ids[0], now=evening)
    classify_shard(started.shard_ids[1], now=evening)
    Run.objects.filter(pk=started.run.pk).update(touched_at=evening)
    later = evening + timedelta(days=1)
    adopted = start_full_run(as_of=AS_OF + timedelta(days=1), now=later)
    for shard_id in adopted.shard_ids:
        classify_shard(shard_id, now=later)
    finish_run(adopted.run.pk, now=later)

    assert (adopted.run.pk, adopted.shard_ids) == (started.run.pk, started.shard_ids[2:])
    assert everything_stored() == expected
    finished = Run.objects.get(pk=started.run.pk)
    assert (finished.state, finished.as_of, finished.quality) == ("finished", AS_OF, undisturbed.quality)


def test_second_start_is_refused_while_the_first_is_alive(four_buyers: None) -> None:
    moment = now()
    started = start_full_run(as_of=AS_OF, now=moment)

    with pytest.raises(RunInProgressError) as refused:
        start_full_run(as_of=AS_OF, now=moment + timedelta(seconds=899))

    assert (refused.value.since, refused.value.last_heard) == (moment, moment)
    assert list(Run.objects.values_list("pk", flat=True)) == [started.run.pk]


def test_run_that_stands_still_goes_on_and_no_other_begins(four_buyers: None) -> None:
    moment = now()
    assert resume_full_run(now=moment) is None
    started = start_full_run(as_of=AS_OF, now=moment)

    early = resume_full_run(now=moment + timedelta(seconds=899))
    late = resume_full_run(now=moment + timedelta(seconds=900))

    assert (early, late) == (None, StartedRun(run=started.run, shard_ids=started.shard_ids))
    assert Run.objects.count() == 1


def test_shard_delivered_twice_is_done_once(four_buyers: None) -> None:
    started = start_full_run(as_of=AS_OF, now=now())

    answers = [classify_shard(started.shard_ids[0], now=now()) for _ in range(2)]

    assert answers == [True, False]
    assert BuyclassChange.objects.count() == 4


def test_run_with_open_shards_is_not_finished(four_buyers: None) -> None:
    started = start_full_run(as_of=AS_OF, now=now())

    assert finish_run(started.run.pk, now=now()) is False
    assert Run.objects.get().state == "running"


def test_failed_run_keeps_why_and_makes_room(four_buyers: None) -> None:
    started = start_full_run(as_of=AS_OF, now=now())

    fail_run(started.run.pk, error="SourceError: row 7", now=now())

    assert Run.objects.get().error == "SourceError: row 7"
    assert classify_shard(started.shard_ids[0], now=now()) is False
    assert start_full_run(as_of=AS_OF, now=now()).run.pk != started.run.pk


def test_key_too_long_to_store_is_refused_before_anything_is_written() -> None:
    toy_orders.CUSTOMERS.append("x" * 65)

    with pytest.raises(BadCustomerKeyError):
        start_full_run(as_of=AS_OF, now=now())

    assert list(Run.objects.values_list("state", "error")) == [
        ("failed", f"BadCustomerKeyError: A customer key has 1 to 64 characters; these do not: ['{'x' * 65}'].")
    ]
    assert (RunShard.objects.count(), PublishedSnapshot.objects.exclude(pk="").count()) == (0, 0)


def test_latest_runs_of_each_kind_are_kept_and_the_changes_of_the_others(settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"RUNS_KEPT": 2}
    order_routinely("acme")
    full = run_everybody()
    first = run_partial(customer_keys=["acme"], as_of=AS_OF, now=now())
    change = BuyclassChange.objects.create(
        customer_key="acme", old="new", new="routine", reason_code="first_order", as_of=AS_OF, at=now(), run=first
    )

    latest = [run_partial(customer_keys=["acme"], as_of=AS_OF, now=now()).pk for _ in range(2)]

    change.refresh_from_db()
    assert (sorted(Run.objects.values_list("pk", flat=True)), change.run) == ([full.pk, *latest], None)
