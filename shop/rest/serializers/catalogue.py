from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from shop.catalogue.models import Product
from shop.rest.serializers.money import MoneyField


class CategorySerializer(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()
    depth = serializers.IntegerField()


class PriceBreakSerializer(serializers.Serializer[Any]):
    from_quantity = serializers.IntegerField()
    unit_price = MoneyField()
    saving_percent = serializers.IntegerField()


class ProductFilterSerializer(serializers.Serializer[Any]):
    search = serializers.CharField(required=False, allow_blank=True, default="", max_length=100)
    category = serializers.SlugField(required=False, allow_blank=True, default="")


class ProductSerializer(serializers.Serializer[Any]):
    """A product; the context brings `prices` and `tables`, by product, of the company that asks and of no other."""

    sku = serializers.CharField()
    name = serializers.CharField()
    brand = serializers.CharField(source="brand.name")
    category = serializers.CharField(source="category.slug")
    unit = serializers.CharField(source="get_unit_display")
    pack_size = serializers.IntegerField()
    minimum_quantity = serializers.IntegerField()
    quantity_multiple = serializers.IntegerField()
    available = serializers.IntegerField(source="stock.available", default=0)
    restock_on = serializers.DateField(source="stock.restock_on", default=None, allow_null=True)
    picture = serializers.SerializerMethodField()
    url = serializers.CharField(source="get_absolute_url")
    unit_price = serializers.SerializerMethodField()
    volume_prices = serializers.SerializerMethodField()

    def get_picture(self, product: Product) -> str | None:
        return product.picture.file.url if product.picture else None

    @extend_schema_field(MoneyField(allow_null=True))
    def get_unit_price(self, product: Product) -> str | None:
        price = self.context["prices"].get(product.pk)
        return None if price is None else str(price)

    @extend_schema_field(PriceBreakSerializer(many=True))
    def get_volume_prices(self, product: Product) -> list[Any]:
        return list(PriceBreakSerializer(self.context["tables"].get(product.pk, []), many=True).data)
