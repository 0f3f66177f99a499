from __future__ import annotations

from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from shop.pricing.models import CompanyPriceList, Price, PriceList


class PriceListFactory(DjangoModelFactory):
    class Meta:
        model = PriceList

    name = factory.Sequence(lambda n: f"Agreed prices {n}")


class DefaultPriceListFactory(DjangoModelFactory):
    class Meta:
        model = PriceList
        django_get_or_create = ("is_default",)

    name = "List prices"
    is_default = True


class PriceFactory(DjangoModelFactory):
    class Meta:
        model = Price

    price_list = factory.SubFactory(DefaultPriceListFactory)
    product = factory.SubFactory("tests.factories.catalogue.ProductFactory")
    from_quantity = 1
    unit_price = Decimal("10.00")


class CompanyPriceListFactory(DjangoModelFactory):
    class Meta:
        model = CompanyPriceList

    company = factory.SubFactory("tests.factories.companies.CompanyFactory")
    price_list = factory.SubFactory(PriceListFactory)
