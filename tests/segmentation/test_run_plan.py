"""In which parts a run is done, and whom it leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pandas as pd
import pytest
from django.utils.timezone import now
from pytest_django import Settings

from segmentation.analysis.frame_bytes import frame_from_bytes
from segmentation.models import CustomerProfile, Run, RunShard, StatisticsVersion
from segmentation.selectors.statistics import active_frame
from segmentation.services.aggregates import AGGREGATES, Aggregate, register_aggregate
from segmentation.services.classify_shard import classify_shard
from segmentation.services.finish_run import finish_run
from segmentation.services.mark_dirty import mark_dirty
from segmentation.services.run_partial import run_partial
from segmentation.services.start_full_run import start_full_run
from tests.segmentation import toy_orders
from tests.segmentation.toy_orders import AS_OF, order, order_in_changing_ways, order_routinely, order_something_new

pytestmark = pytest.mark.django_db


def run_everybody(*, days_later: int = 0, read_all: bool = False) -> Run:
    started = start_full_run(as_of=AS_OF + timedelta(days=days_later), now=now(), read_all=read_all)
    for shard_id in started.shard_ids:
        classify_shard(shard_id, now=now())
    finish_run(started.run.pk, now=now())
    return Run.objects.get(pk=started.run.pk)


def shards_of_a_plan() -> list[tuple[list[str], int]]:
    start_full_run(as_of=AS_OF, now=now())
    return [(shard.customer_keys, shard.lines) for shard in RunShard.objects.order_by("position")]


@pytest.fixture
def fingerprints(settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {
        "ORDER_SOURCE": "tests.segmentation.faulty_orders.open_fingerprinted"
    }


@pytest.fixture(autouse=True)
def _no_statistics() -> Iterator[None]:
    """Whether a run reads everybody depends on the age of statistics, so each test says which there are."""
    shipped = dict(AGGREGATES)
    AGGREGATES.clear()
    yield
    AGGREGATES.clear()
    AGGREGATES.update(shipped)


@pytest.fixture
def lines_per_item(_no_statistics: None) -> None:
    """A simple kind of statistics, made by every run that reads all."""

    def count(lines: pd.DataFrame, _as_of: object) -> pd.DataFrame:
        return lines.groupby(lines["sku"].astype("str")).size().rename("lines").reset_index()

    def add(parts: object) -> pd.DataFrame:
        return pd.concat(list(parts)).groupby("sku")["lines"].sum().reset_index()  # type: ignore[call-overload]

    register_aggregate(Aggregate(kind="toy_lines", map_lines=count, reduce=add))


def test_parts_hold_whole_companies_up_to_so_many_lines(settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"SHARD_LINES": 30}
    order_routinely("big", times=20)
    for key in ("a", "b", "c", "d"):
        order(key, AS_OF, "pen")
    toy_orders.CUSTOMERS.append("prospect")

    assert shards_of_a_plan() == [(["a", "b"], 2), (["big"], 40), (["c", "d", "prospect"], 2)]


def test_parts_are_of_one_size(settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"SHARD_LINES": 100}
    for number in range(12):
        order_routinely(f"company-{number:02}", times=5)

    assert [lines for _, lines in shards_of_a_plan()] == [70, 50]


def test_parts_hold_so_many_companies_at_most(settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"SHARD_SIZE": 2}
    toy_orders.CUSTOMERS += ["a", "b", "c"]

    assert shards_of_a_plan() == [(["a", "b"], 0), (["c"], 0)]


def test_companies_without_news_are_left_out(fingerprints: None) -> None:
    order_routinely("acme")
    order_something_new("bolt")
    toy_orders.CUSTOMERS.append("prospect")
    first = run_everybody()
    order("bolt", AS_OF, "thing-1", category="kind-1")

    second = run_everybody()

    assert (first.customers, first.skipped) == (3, 0)
    assert (second.customers, second.skipped, second.quality["lines_read"]) == (3, 2, 7)
    assert CustomerProfile.objects.get(pk="bolt").occasions == 7


def test_without_any_news_nothing_is_read(fingerprints: None) -> None:
    order_routinely("acme")
    run_everybody()

    run = run_everybody()

    assert (run.state, run.customers, run.skipped, run.quality) == ("finished", 1, 1, {})


def test_company_is_read_again_on_the_day_its_profile_changes_by_itself(fingerprints: None) -> None:
    order_in_changing_ways("acme")
    run_everybody()
    holds_until = CustomerProfile.objects.get().holds_until
    days = (holds_until - AS_OF).days

    skipped = [run_everybody(days_later=later).skipped for later in (days - 1, days)]

    assert skipped == [1, 0]


@pytest.mark.parametrize("days", [1, 30, 90, 400])
def test_run_that_leaves_out_companies_stores_what_a_run_that_reads_all_does(fingerprints: None, days: int) -> None:
    order_routinely("acme")
    order_something_new("bolt")
    order_in_changing_ways("cord")
    order("later", AS_OF + timedelta(days=20), "pen")
    run_everybody()

    def stored() -> list[object]:
        ignored = ("classified_at", "as_of")
        rows = CustomerProfile.objects.order_by("pk").values()
        return [{name: value for name, value in row.items() if name not in ignored} for row in rows]

    run_everybody(days_later=days)
    after_skipping = stored()
    run_everybody(days_later=days, read_all=True)

    assert after_skipping == stored()


def test_run_as_of_an_earlier_day_reads_everybody(fingerprints: None) -> None:
    order_routinely("acme")
    run_everybody()

    assert run_everybody(days_later=-1).skipped == 0


def test_company_that_was_drained_is_read_by_the_next_run(fingerprints: None) -> None:
    order_routinely("acme")
    run_everybody()
    order("acme", AS_OF, "pen")
    mark_dirty(["acme"])
    run_partial(customer_keys=["acme"], as_of=AS_OF, now=now())

    skipped = [run_everybody().skipped for _ in range(2)]

    assert skipped == [0, 1]


def test_order_placed_after_the_plan_is_found_by_the_next_run(fingerprints: None) -> None:
    order_routinely("acme")
    run_everybody()
    order("acme", AS_OF, "pen")
    started = start_full_run(as_of=AS_OF, now=now())
    order("acme", AS_OF, "pencil")
    for shard_id in started.shard_ids:
        classify_shard(shard_id, now=now())
    finish_run(started.run.pk, now=now())

    skipped = [run_everybody().skipped for _ in range(2)]

    assert skipped == [0, 1]


def test_company_that_first_orders_after_the_plan_is_left_to_the_outbox() -> None:
    order_routinely("acme")
    started = start_full_run(as_of=AS_OF, now=now())
    order_routinely("newcomer")

    for shard_id in started.shard_ids:
        classify_shard(shard_id, now=now())

    assert list(CustomerProfile.objects.values_list("customer_key", flat=True)) == ["acme"]


@pytest.mark.parametrize("size", [1, 2, 100])
def test_statistics_do_not_depend_on_the_parts(settings: Settings, lines_per_item: None, size: int) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"SHARD_SIZE": size}
    order_routinely("acme", times=3)
    order_routinely("bolt", times=4)
    order("cord", AS_OF, "pen")
    order("cord", AS_OF, "paper-a4")

    run = run_everybody()

    assert active_frame("toy_lines").to_dict("list") == {"sku": ["coffee-500", "paper-a4", "pen"], "lines": [7, 8, 1]}
    version = StatisticsVersion.objects.get()
    assert (run.statistics, version.active) == ({"toy_lines": version.version}, True)


def test_run_reads_all_when_the_statistics_are_old(fingerprints: None, lines_per_item: None) -> None:
    order_routinely("acme")

    read_all = [run_everybody(days_later=days).reads_all for days in (0, 1, 6, 7, 8)]

    assert read_all == [True, False, False, True, False]


def test_few_versions_are_kept_and_the_last_is_in_use(lines_per_item: None) -> None:
    order_routinely("acme", times=1)
    runs = [run_everybody(read_all=True) for _ in range(5)]

    kept = StatisticsVersion.objects.order_by("pk").values_list("version", "active")
    assert list(kept) == [(run.statistics["toy_lines"], run is runs[-1]) for run in runs[-3:]]
    assert frame_from_bytes(bytes(StatisticsVersion.objects.latest("pk").payload))["lines"].tolist() == [1, 1]
