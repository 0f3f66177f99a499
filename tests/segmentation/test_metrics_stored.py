from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils.timezone import now
from pytest_django import Settings

from segmentation.items import ItemFacts
from segmentation.models import BoughtItem, CategoryProfile, CustomerProfile, ShareHistory
from segmentation.public import profile_of
from segmentation.services.classify_shard import classify_shard
from segmentation.services.finish_run import finish_run
from segmentation.services.forget_customer import forget_customer
from segmentation.services.run_partial import run_partial
from segmentation.services.start_full_run import start_full_run
from tests.segmentation import toy_orders
from tests.segmentation.toy_orders import AS_OF, order, order_routinely, order_something_new

pytestmark = pytest.mark.django_db


class BrandedDirectory(toy_orders.ToyDirectory):
    def items(self, skus: Sequence[str]) -> Mapping[str, ItemFacts]:
        brands = {"paper-a4": "Papyrus", "coffee-500": "Mocca"}
        return {sku: ItemFacts(brand=brands[sku]) for sku in skus if sku in brands}


@pytest.fixture(autouse=True)
def _branded(settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {
        "CUSTOMER_DIRECTORY": "tests.segmentation.test_metrics_stored.BrandedDirectory"
    }


def run_everybody(as_of: date = AS_OF) -> None:
    started = start_full_run(as_of=as_of, now=now())
    for shard_id in started.shard_ids:
        classify_shard(shard_id, now=now())
    finish_run(started.run.pk, now=now())


def bought(*columns: str, **conditions: Any) -> list[tuple[Any, ...]]:
    return list(BoughtItem.objects.filter(**conditions).order_by("customer_key", "kind", "item").values_list(*columns))


def test_run_stores_metrics_with_the_profile() -> None:
    order_routinely("acme")

    run_everybody()

    profile = CustomerProfile.objects.get(pk="acme")
    assert (profile.orders_year, profile.order_value_average, profile.largest_order_value) == (12, 200_00, 200_00)
    assert (profile.basket_stability, profile.brand_loyalty, profile.lifecycle) == (1.0, 1.0, "growing")
    assert profile.top_grade_share is None


def test_host_reads_metrics_in_whole_units() -> None:
    order_routinely("acme")
    run_everybody()

    profile = profile_of("acme")
    assert profile is not None
    assert profile.metrics is not None
    assert (profile.metrics.orders_year, profile.metrics.last_order_value) == (12, Decimal(200))


def test_prospect_has_nulls_where_nothing_is_known() -> None:
    toy_orders.CUSTOMERS.append("acme")

    run_everybody()

    profile = CustomerProfile.objects.get(pk="acme")
    assert (profile.lifecycle, profile.orders_year, profile.products_bought) == ("prospect", 0, 0)
    assert (profile.order_value_average, profile.lifetime_value, profile.basket_stability) == (None, None, None)


def test_run_stores_what_was_bought() -> None:
    order("acme", AS_OF - timedelta(days=9), "paper-a4", category="paper", quantity=2, value=300)
    order("acme", AS_OF - timedelta(days=2), "paper-a4", category="paper", quantity=1, value=150)

    run_everybody()

    assert bought("kind", "item", "first_day", "last_day", "orders", "quantity", "value") == [
        (kind, item, AS_OF - timedelta(days=9), AS_OF - timedelta(days=2), 2, 3000, 450_00)
        for kind, item in (("brand", "Papyrus"), ("category", "paper"), ("product", "paper-a4"))
    ]


def test_new_order_changes_only_the_items_that_it_names() -> None:
    order_routinely("acme")
    order_routinely("bolt")
    run_everybody()
    before = dict(bought("pk", "orders"))
    order("acme", AS_OF, "paper-a4", category="paper")
    order("acme", AS_OF, "pen", category="pens")

    run_partial(customer_keys=["acme"], as_of=AS_OF, now=now())

    after = dict(bought("pk", "orders"))
    assert before.keys() <= after.keys()
    changed = [pk for pk in after if after[pk] != before.get(pk)]
    assert bought("customer_key", "item", pk__in=changed) == [
        ("acme", "Papyrus"),
        ("acme", "paper"),
        ("acme", "pens"),
        ("acme", "paper-a4"),
        ("acme", "pen"),
    ]


def test_item_sent_back_in_full_was_not_bought() -> None:
    order_routinely("acme", times=2)
    order("acme", AS_OF - timedelta(days=3), "pen", category="pens")
    run_everybody()
    order("acme", AS_OF, "pen", category="pens", quantity=-1, value=-100)

    run_partial(customer_keys=["acme"], as_of=AS_OF, now=now())

    assert bought("item", kind="product") == [("coffee-500",), ("paper-a4",)]


def test_partial_run_leaves_what_a_full_run_leaves() -> None:
    order_routinely("acme")
    order_something_new("bolt")
    run_partial(customer_keys=["acme", "bolt"], as_of=AS_OF, now=now())
    names = [
        field.name
        for field in CustomerProfile._meta.concrete_fields
        if field.name not in ("classified_at", "source_hash")
    ]
    columns = ("customer_key", "kind", "item", "first_day", "last_day", "orders", "quantity", "value")
    partial = (list(CustomerProfile.objects.order_by("pk").values_list(*names)), bought(*columns))
    CustomerProfile.objects.all().delete()
    CategoryProfile.objects.all().delete()

    run_everybody()

    assert (list(CustomerProfile.objects.order_by("pk").values_list(*names)), bought(*columns)) == partial


def test_purchases_that_differ_from_their_profile_are_put_right() -> None:
    order_routinely("acme")
    run_everybody()
    stored = bought("kind", "item", "orders")
    BoughtItem.objects.filter(kind="brand").delete()
    BoughtItem.objects.filter(kind="product").update(orders=99)
    CustomerProfile.objects.update(bought_hash=None)

    run_partial(customer_keys=["acme"], as_of=AS_OF, now=now())

    assert bought("kind", "item", "orders") == stored


def test_last_day_of_a_month_stands_for_it() -> None:
    order_routinely("acme")
    for as_of in (AS_OF, AS_OF + timedelta(days=20), AS_OF + timedelta(days=40)):
        order("acme", as_of, "pen", category="pens")
        run_everybody(as_of)

    months = list(ShareHistory.objects.order_by("as_of").values_list("customer_key", "as_of"))
    assert months == [("acme", AS_OF + timedelta(days=20)), ("acme", AS_OF + timedelta(days=40))]


def test_company_without_an_order_has_no_shares_to_note() -> None:
    toy_orders.CUSTOMERS.append("acme")

    run_everybody()

    assert not ShareHistory.objects.exists()


def test_old_shares_are_pruned(settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"SHARE_HISTORY_MONTHS": 2}
    shares = {"share_routine": 1, "share_major": 0, "share_new": 0}
    for as_of in (date(2026, 3, 31), date(2026, 4, 1)):
        ShareHistory.objects.create(customer_key="acme", as_of=as_of, **shares)

    run_everybody()

    assert list(ShareHistory.objects.values_list("as_of", flat=True)) == [date(2026, 4, 1)]


def test_forgotten_company_leaves_no_purchases_and_no_past() -> None:
    order_routinely("acme")
    run_everybody()

    forget_customer(customer_key="acme")

    assert not BoughtItem.objects.exists()
    assert not ShareHistory.objects.exists()
