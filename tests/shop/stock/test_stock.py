from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from shop.stock.models import StockItem, StockMovement
from shop.stock.selectors import available_of, stock_of
from shop.stock.services import OutOfStockError, record_count, return_stock, take_stock
from tests.factories import ProductFactory, StockItemFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def movements():
    return list(StockMovement.objects.order_by("pk").values_list("product", "change", "cause", "reference", "at"))


def test_a_new_product_has_its_stock_row():
    product = ProductFactory()

    assert product.stock.available == 0


def test_saving_a_product_again_leaves_its_stock_alone():
    product = ProductFactory(available=7)
    product.save()

    assert available_of([product.pk]) == {product.pk: 7}


def test_taking_stock_lowers_it_and_notes_the_movement():
    product = ProductFactory(available=10)

    take_stock({product.pk: 4}, reference="2026-000001", at=AT)

    assert available_of([product.pk]) == {product.pk: 6}
    assert movements() == [(product.pk, -4, "order", "2026-000001", AT)]


def test_the_last_piece_can_be_taken():
    product = ProductFactory(available=1)

    take_stock({product.pk: 1}, reference="", at=AT)

    assert available_of([product.pk]) == {product.pk: 0}


def test_too_little_of_one_takes_nothing_of_any():
    enough, short, none = ProductFactory(available=10), ProductFactory(available=2), ProductFactory()
    StockItem.objects.filter(product=none).delete()

    with pytest.raises(OutOfStockError) as error:
        take_stock({enough.pk: 5, short.pk: 3, none.pk: 1}, reference="", at=AT)

    assert error.value.shortages == {short.pk: 2, none.pk: 0}
    assert available_of([enough.pk, short.pk]) == {enough.pk: 10, short.pk: 2}
    assert movements() == []


def test_returning_stock_raises_it_and_makes_a_missing_row():
    known, unknown = ProductFactory(available=1), ProductFactory()
    StockItem.objects.filter(product=unknown).delete()

    return_stock({known.pk: 2, unknown.pk: 3}, cause=StockMovement.Cause.RETURN, reference="R", at=AT)

    assert available_of([known.pk, unknown.pk]) == {known.pk: 3, unknown.pk: 3}
    assert movements() == [(known.pk, 2, "return", "R", AT), (unknown.pk, 3, "return", "R", AT)]


@pytest.mark.parametrize("count", [1, 150])
def test_taking_stock_takes_three_queries(django_assert_num_queries, count):
    products = [ProductFactory(available=5) for _ in range(count)]

    with django_assert_num_queries(3):
        take_stock({product.pk: 2 for product in products}, reference="", at=AT)

    assert set(available_of(product.pk for product in products).values()) == {3}


@pytest.mark.django_db(transaction=True)
def test_stock_is_not_changed_outside_a_transaction():
    product = ProductFactory(available=10)

    with pytest.raises(transaction.TransactionManagementError):
        take_stock({product.pk: 1}, reference="", at=AT)


def test_the_database_refuses_stock_below_nothing():
    item = StockItemFactory(available=0)

    with pytest.raises(IntegrityError), transaction.atomic():
        StockItem.objects.filter(pk=item.pk).update(available=-1)


def test_a_count_sets_what_is_there_and_notes_the_difference():
    product = ProductFactory(available=10)

    record_count(product.pk, 7, at=AT, reference="spring")

    assert available_of([product.pk]) == {product.pk: 7}
    assert movements() == [(product.pk, -3, "count", "spring", AT)]


def test_a_count_that_finds_what_was_expected_notes_nothing():
    product = ProductFactory(available=10)

    record_count(product.pk, 10, at=AT)

    assert movements() == []


def test_stock_of_a_product_without_a_row_is_nothing():
    known = StockItemFactory(available=3, restock_on=date(2026, 4, 1))

    unknown = known.product_id + 999
    with_unknown = stock_of([known.product_id, unknown])

    assert [(pk, row.available, row.restock_on) for pk, row in sorted(with_unknown.items())] == [
        (known.product_id, 3, date(2026, 4, 1)),
        (unknown, 0, None),
    ]
