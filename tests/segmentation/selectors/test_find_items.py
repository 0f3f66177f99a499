from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from segmentation.dimension import Subject
from segmentation.models import BoughtItem
from segmentation.selectors.find_items import find_items, label_items
from tests.segmentation.toy_orders import ToyDirectory

NAMES = {"K-1": "Coffee, dark", "K-2": "Coffee, light", "T-1": "Tea"}

pytestmark = pytest.mark.django_db


class NamingDirectory(ToyDirectory):
    """Knows its items by name; writes their numbers as it likes."""

    def item_labels(self, skus: Sequence[str]) -> Mapping[str, str]:
        return {sku: NAMES[sku] for sku in skus if sku in NAMES}

    def search_items(self, text: str, *, limit: int) -> Mapping[str, str]:
        found = {sku.lower(): name for sku, name in NAMES.items() if text.casefold() in name.casefold()}
        return dict(list(found.items())[:limit])


@pytest.fixture
def naming(settings: Settings) -> None:
    here = f"{__name__}.NamingDirectory"
    settings.SEGMENTATION = settings.SEGMENTATION | {"CUSTOMER_DIRECTORY": here}


def buy(*items: str, kind: str = "product") -> None:
    day = date(2026, 1, 1)
    facts = {"first_day": day, "last_day": day, "orders": 1, "quantity": 1000, "value": 100}
    BoughtItem.objects.bulk_create(BoughtItem(customer_key="acme", kind=kind, item=item, **facts) for item in items)


def test_products_are_found_by_name_and_by_number(naming: None) -> None:
    buy("K-1", "COFFEE-9", "T-1")

    assert find_items(Subject.PRODUCT, "coffee") == [
        ("K-1", "Coffee, dark (K-1)"),
        ("K-2", "Coffee, light (K-2)"),
        ("COFFEE-9", "COFFEE-9"),
    ]
    assert find_items(Subject.PRODUCT, "t-1") == [("T-1", "Tea (T-1)")]


def test_no_more_are_found_than_asked_for(naming: None) -> None:
    buy("COFFEE-9")

    assert [key for key, _name in find_items(Subject.PRODUCT, "coffee", limit=2)] == ["K-1", "K-2"]


def test_numbers_alone_are_searched_where_the_host_knows_no_names(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    buy("K-1", "COFFEE-9")

    with django_assert_num_queries(1):
        assert find_items(Subject.PRODUCT, "coffee") == [("COFFEE-9", "COFFEE-9")]


def test_brands_are_no_products(naming: None) -> None:
    buy("Coffee King", kind="brand")

    assert find_items(Subject.BRAND, "coffee") == [("Coffee King", "Coffee King")]
    assert label_items(Subject.BRAND, ["K-1"]) == {"K-1": "K-1"}


def test_products_in_a_condition_are_labelled_with_name_and_number(naming: None) -> None:
    assert label_items(Subject.PRODUCT, ["T-1", "X-1"]) == {"T-1": "Tea (T-1)", "X-1": "X-1"}
