"""What follows when classes are published: reorder lists, and what is known of items."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import now
from pytest_django import DjangoCaptureOnCommitCallbacks

from segmentation import public, tasks
from segmentation.models import PublishedSnapshot, ReorderList, Run, SkuRelation
from segmentation.selectors.statistics import active_frame, active_statistics
from segmentation.services.item_aggregate import ITEMS
from segmentation.services.refresh_reorder_lists import refresh_reorder_lists
from segmentation.services.run_partial import run_partial
from tests.segmentation.toy_orders import order, order_routinely

pytestmark = pytest.mark.django_db

TODAY = tasks.shop_day()


def listed(key: str) -> list[str]:
    return [item.sku for item in public.suggest_reorder(key)]


@pytest.fixture
def orders() -> None:
    for days in (30, 20, 10):
        order("acme", TODAY - timedelta(days=days), "coffee-500")
    order("acme", TODAY - timedelta(days=25), "paper-a4")
    order("bolt", TODAY - timedelta(days=12), "paper-a4")


def test_full_run_ranks_everybody_with_the_statistics_it_made(
    orders: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        tasks.run_full()

    version = active_statistics(ITEMS)
    assert version is not None
    assert Run.objects.get().statistics == {ITEMS: version.version}
    bought = active_frame(ITEMS)
    assert bought is not None
    assert dict(zip(bought["sku"], bought["purchases"], strict=True)) == {"": 5, "coffee-500": 3, "paper-a4": 2}
    assert (listed("acme"), listed("bolt")) == (["coffee-500", "paper-a4"], ["paper-a4"])
    assert set(ReorderList.objects.values_list("statistics_version", flat=True)) == {version.version}


def test_order_is_followed_by_a_new_list_of_that_company_alone(
    orders: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        tasks.run_full()
    order("bolt", TODAY, "pen")

    with django_capture_on_commit_callbacks(execute=True):
        public.request_reclassify("bolt")

    assert set(listed("bolt")) == {"paper-a4", "pen"}
    assert listed("acme") == ["coffee-500", "paper-a4"]


def test_lists_are_there_before_the_first_statistics(orders: None) -> None:
    run_partial(customer_keys=["acme", "bolt"], as_of=TODAY, now=now())

    refresh_reorder_lists(["acme", "bolt"], as_of=TODAY)

    assert (listed("acme"), listed("bolt")) == (["coffee-500", "paper-a4"], ["paper-a4"])


def test_company_without_orders_has_no_list(orders: None) -> None:
    run_partial(customer_keys=["nobody"], as_of=TODAY, now=now())

    assert refresh_reorder_lists(["nobody"], as_of=TODAY) == 0
    assert listed("nobody") == []


def test_company_that_was_forgotten_meanwhile_leaves_no_trace(orders: None) -> None:
    run_partial(customer_keys=["acme"], as_of=TODAY, now=now())
    public.forget_customer(customer_key="acme")

    assert refresh_reorder_lists(["acme"], as_of=TODAY) == 0
    assert not ReorderList.objects.exists()
    assert not PublishedSnapshot.objects.filter(subject="acme").exists()


def test_refreshing_twice_writes_once(orders: None) -> None:
    run_partial(customer_keys=["acme", "bolt"], as_of=TODAY, now=now())

    assert [refresh_reorder_lists(["acme", "bolt"], as_of=TODAY) for _ in range(2)] == [2, 0]


def test_run_that_reads_everybody_is_followed_by_the_relations_of_items(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    for number in range(12):
        order_routinely(f"c{number}", times=2)
        for days in (40, 9):
            order(f"c{number}", TODAY - timedelta(days=days), "pen")

    with django_capture_on_commit_callbacks(execute=True):
        tasks.run_full()

    together = [("coffee-500", "paper-a4", "complement"), ("paper-a4", "coffee-500", "complement")]
    assert sorted(SkuRelation.objects.values_list("sku", "other", "kind")) == together
