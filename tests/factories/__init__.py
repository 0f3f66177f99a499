from __future__ import annotations

from tests.factories.cart import CartFactory, CartLineFactory
from tests.factories.catalogue import (
    AttributeFactory,
    AttributeValueFactory,
    BrandFactory,
    CategoryFactory,
    ProductFactory,
    ProductPictureFactory,
)
from tests.factories.companies import (
    AddressFactory,
    CompanyFactory,
    CompanyMemberFactory,
    IndustryCodeFactory,
    UserFactory,
)
from tests.factories.orders import InvoiceFactory, OrderFactory, OrderLineFactory, ReturnLineFactory
from tests.factories.pricing import (
    CompanyPriceListFactory,
    DefaultPriceListFactory,
    PriceFactory,
    PriceListFactory,
)
from tests.factories.stock import StockItemFactory

__all__ = [
    "AddressFactory",
    "AttributeFactory",
    "AttributeValueFactory",
    "BrandFactory",
    "CartFactory",
    "CartLineFactory",
    "CategoryFactory",
    "CompanyFactory",
    "CompanyMemberFactory",
    "CompanyPriceListFactory",
    "DefaultPriceListFactory",
    "IndustryCodeFactory",
    "InvoiceFactory",
    "OrderFactory",
    "OrderLineFactory",
    "PriceFactory",
    "PriceListFactory",
    "ProductFactory",
    "ProductPictureFactory",
    "ReturnLineFactory",
    "StockItemFactory",
    "UserFactory",
]
