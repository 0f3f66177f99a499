from __future__ import annotations

from decimal import Decimal
from typing import Any

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from shop.catalogue.models import Attribute, AttributeValue, Brand, Category, Product, ProductPicture
from tests.factories.pricing import PriceFactory
from tests.factories.stock import StockItemFactory


class CategoryFactory(DjangoModelFactory):
    """A root of the tree, or a child where `parent` is given."""

    class Meta:
        model = Category

    name = factory.Sequence(lambda n: f"Category {n}")
    slug = factory.Sequence(lambda n: f"category-{n}")

    @classmethod
    def _create(cls, model_class: type[Category], *_: Any, parent: Category | None = None, **fields: Any) -> Category:
        if parent is None:
            return model_class.add_root(**fields)
        parent.refresh_from_db()  # a category added before it in the order of names moved it
        return parent.add_child(**fields)


class BrandFactory(DjangoModelFactory):
    class Meta:
        model = Brand

    name = factory.Sequence(lambda n: f"Brand {n}")


class ProductFactory(DjangoModelFactory):
    """A product for sale; `price` adds a plain price for everybody, `available` puts as many in stock."""

    class Meta:
        model = Product
        skip_postgeneration_save = True

    sku = factory.Sequence(lambda n: f"SKU-{n:05d}")
    name = factory.Sequence(lambda n: f"Product {n:05d}")
    slug = factory.Sequence(lambda n: f"product-{n}")
    category = factory.SubFactory(CategoryFactory)
    brand = factory.SubFactory(BrandFactory)

    @factory.post_generation
    def price(self: Product, create: bool, amount: Decimal | str | None, **_: Any) -> None:
        if create and amount is not None:
            PriceFactory(product=self, unit_price=Decimal(amount))

    @factory.post_generation
    def available(self: Product, create: bool, amount: int | None, **_: Any) -> None:
        if create and amount is not None:
            StockItemFactory(product=self, available=amount)


class ProductPictureFactory(DjangoModelFactory):
    class Meta:
        model = ProductPicture

    product = factory.SubFactory(ProductFactory)
    file = factory.LazyFunction(lambda: ContentFile(b"<svg xmlns='http://www.w3.org/2000/svg'/>", name="picture.svg"))
    alt = "The product from the front"


class AttributeFactory(DjangoModelFactory):
    class Meta:
        model = Attribute

    key = factory.Sequence(lambda n: f"attribute-{n}")
    name = factory.Sequence(lambda n: f"Attribute {n}")


class AttributeValueFactory(DjangoModelFactory):
    class Meta:
        model = AttributeValue

    product = factory.SubFactory(ProductFactory)
    attribute = factory.SubFactory(AttributeFactory)
    text = "Black"
