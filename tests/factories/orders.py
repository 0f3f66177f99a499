from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from shop.orders.models import Invoice, Order, OrderLine, ReturnLine


class OrderFactory(DjangoModelFactory):
    """An order without lines; add them with OrderLineFactory(order=...)."""

    class Meta:
        model = Order

    number = factory.Sequence(lambda n: f"2025-9{n:05d}")
    company = factory.SubFactory("tests.factories.companies.CompanyFactory")
    placed_by = None
    placed_at = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    net_total = Decimal("100.00")
    freight = Decimal("59.00")
    vat = Decimal("39.75")
    total = Decimal("198.75")
    currency = "DKK"
    recipient = "Goods inward"
    street = "Havnegade 1"
    postcode = "8000"
    city = "Aarhus"


class OrderLineFactory(DjangoModelFactory):
    class Meta:
        model = OrderLine

    order = factory.SubFactory(OrderFactory)
    position = factory.Sequence(lambda n: n + 1)
    product = factory.SubFactory("tests.factories.catalogue.ProductFactory")
    sku = factory.SelfAttribute("product.sku")
    name = factory.SelfAttribute("product.name")
    category_key = factory.SelfAttribute("product.category.slug")
    quantity = 1
    unit_price = Decimal("10.00")
    line_total = factory.LazyAttribute(lambda line: line.quantity * line.unit_price)


class InvoiceFactory(DjangoModelFactory):
    class Meta:
        model = Invoice

    number = factory.Sequence(lambda n: f"I2026-9{n:05d}")
    order = factory.SubFactory(OrderFactory, state="shipped")
    issued_on = date(2026, 3, 4)
    due_on = date(2026, 4, 3)
    total = factory.SelfAttribute("order.total")


class ReturnLineFactory(DjangoModelFactory):
    class Meta:
        model = ReturnLine

    order_line = factory.SubFactory(OrderLineFactory)
    quantity = 1
    credit = factory.LazyAttribute(lambda line: line.quantity * line.order_line.unit_price)
    returned_at = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
