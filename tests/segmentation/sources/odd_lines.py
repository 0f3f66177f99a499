"""A table of odd order lines, and a source over it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, models

from segmentation.sources import DjangoModelSource, LineRules

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
CHATHAM = ZoneInfo("Pacific/Chatham")


class OddLine(models.Model):  # noqa: DJ008 -- nobody reads it
    client = models.CharField(max_length=3000, null=True)
    bill = models.CharField(max_length=20, default="B1")
    at = models.DateTimeField(default=datetime(2024, 1, 1, 12, tzinfo=UTC))
    item = models.TextField(default="a")
    kind = models.TextField(null=True)
    pieces = models.FloatField(default=1)
    grams = models.DecimalField(max_digits=20, decimal_places=3, null=True, default=1)
    total = models.DecimalField(max_digits=14, decimal_places=2, null=True, default=1)
    exact = models.DecimalField(max_digits=30, decimal_places=8, default=1)
    off = models.FloatField(default=0)
    units = models.BigIntegerField(default=1)
    sent_back = models.BooleanField(null=True)
    origin = models.TextField(default="", db_collation=None)

    class Meta:
        app_label = "source_tests"


BY_TOTAL = {
    "customer": "client",
    "order": "bill",
    "ordered_at": "at",
    "sku": "item",
    "category": "kind",
    "quantity": "grams",
    "line_total": "total",
    "is_cancellation": "sent_back",
    "terms": "origin",
}
BY_PRICE = {
    **{name: path for name, path in BY_TOTAL.items() if name not in {"line_total", "is_cancellation"}},
    "quantity": "pieces",
    "unit_price": "exact",
    "discount": "off",
}
BY_UNITS = {**BY_PRICE, "quantity": "units", "line_total": "exact"}


@pytest.fixture
def odd_lines(transactional_db: None) -> Iterator[None]:
    """A table outside any transaction, for another connection is to see it."""
    with connection.schema_editor() as editor:
        editor.create_model(OddLine)
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(OddLine)


def source(columns=BY_TOTAL, *, zone: ZoneInfo = COPENHAGEN, route="best", **options) -> DjangoModelSource:
    return DjangoModelSource(OddLine, columns=columns, rules=LineRules(time_zone=zone, **options), route=route)


def add(**fields: object) -> None:
    OddLine.objects.create(**{"client": "acme", **fields})
