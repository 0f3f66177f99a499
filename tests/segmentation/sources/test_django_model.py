from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, models
from django.db.models import F, Q

from segmentation.contracts import OrderSource
from segmentation.sources import CombinedSource, DjangoModelSource, LineRules, SourceError
from tests.segmentation.sources.contract import OrderSourceContract


class Bill(models.Model):  # noqa: DJ008 -- nobody reads it
    client = models.CharField(max_length=20, null=True)
    placed = models.DateTimeField()
    void = models.BooleanField(default=False)

    class Meta:
        app_label = "source_tests"


class BillLine(models.Model):  # noqa: DJ008 -- nobody reads it
    bill = models.ForeignKey(Bill, models.CASCADE)
    article = models.CharField(max_length=20)
    pieces = models.IntegerField()
    each = models.DecimalField(max_digits=8, decimal_places=2)

    class Meta:
        app_label = "source_tests"


COLUMNS = {
    "customer": "bill__client",
    "order": "bill_id",
    "ordered_at": "bill__placed",
    "sku": "article",
    "quantity": "pieces",
    "line_total": F("pieces") * F("each"),
}


@pytest.fixture
def bills(transactional_db: None) -> Iterator[None]:
    with connection.schema_editor() as editor:
        editor.create_model(Bill)
        editor.create_model(BillLine)
    for client, void in (("acme", False), ("bolt", False), (None, False), ("void", True)):
        bill = Bill.objects.create(client=client, placed=datetime(2024, 1, 1, 23, 30, tzinfo=UTC), void=void)
        BillLine.objects.create(bill=bill, article="ab", pieces=2, each=Decimal("10.05"))
        BillLine.objects.create(bill=bill, article="cd", pieces=1, each=Decimal("0.99"))
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(BillLine)
        editor.delete_model(Bill)


def sales() -> DjangoModelSource:
    rules = LineRules(time_zone=ZoneInfo("Europe/Copenhagen"))
    return DjangoModelSource(BillLine, columns=COLUMNS, filters=~Q(bill__void=True), rules=rules)


@pytest.mark.usefixtures("bills")
class TestDjangoModelSource(OrderSourceContract):
    @pytest.fixture
    def source(self) -> OrderSource:
        return sales()


@pytest.mark.usefixtures("bills")
def test_lines_of_a_model_become_canonical_lines() -> None:
    assert sales().read(["acme"]).sort_values("sku").to_dict("split")["data"] == [
        ["acme", 19724, "AB", "", 2000, 2010],
        ["acme", 19724, "CD", "", 1000, 99],
    ]


@pytest.mark.usefixtures("bills")
def test_reading_customers_is_one_query(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        sales().read(["acme", "bolt"])


@pytest.mark.usefixtures("bills")
def test_sharding_is_one_query_for_the_customers_and_one_for_each_shard(django_assert_num_queries) -> None:
    with django_assert_num_queries(3):
        list(sales().shards(1))


@pytest.mark.usefixtures("bills")
def test_sales_and_returns_are_one_source_when_added() -> None:
    returns = DjangoModelSource(BillLine, columns=COLUMNS, filters={"article": "cd"}, rules=LineRules(all_returns=True))

    both = sales() + returns

    assert isinstance(both, CombinedSource)
    assert sorted(both.read(["acme"])["quantity"]) == [-1000, 1000, 2000]


def test_unknown_meaning_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^An order line says nothing of colour; it may say customer, order"):
        DjangoModelSource(BillLine, columns={**COLUMNS, "colour": "article"})


def test_model_without_a_needed_column_is_refused() -> None:
    with pytest.raises(SourceError, match=r"^No column was found for: sku\."):
        DjangoModelSource(BillLine, columns={name: path for name, path in COLUMNS.items() if name != "sku"})
