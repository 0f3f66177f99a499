"""How the shop's things look from outside: item numbers, customer and order numbers, never row ids of other tables."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from shop.companies.models import Address, Company
from shop.orders.models import Order, OrderLine, OrderState

MONEY = {"max_digits": 14, "decimal_places": 2}


class CategorySerializer(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()
    depth = serializers.IntegerField()


class PriceBreakSerializer(serializers.Serializer[Any]):
    from_quantity = serializers.IntegerField()
    unit_price = serializers.DecimalField(**MONEY)
    saving_percent = serializers.IntegerField()


class ProductSerializer(serializers.Serializer[Any]):
    sku = serializers.CharField()
    name = serializers.CharField()
    brand = serializers.CharField(source="brand.name")
    category = serializers.CharField(source="category.slug")
    unit = serializers.CharField(source="get_unit_display")
    pack_size = serializers.IntegerField()
    minimum_quantity = serializers.IntegerField()
    quantity_multiple = serializers.IntegerField()
    unit_price = serializers.SerializerMethodField()
    volume_prices = serializers.SerializerMethodField()

    def get_unit_price(self, product: Any) -> str | None:
        price = self.context["prices"].get(product.pk)
        return None if price is None else str(price)

    def get_volume_prices(self, product: Any) -> list[dict[str, Any]]:
        return list(PriceBreakSerializer(self.context["tables"].get(product.pk, []), many=True).data)


class ProblemSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    message = serializers.CharField()


class CartLineSerializer(serializers.Serializer[Any]):
    sku = serializers.CharField(source="product.sku")
    name = serializers.CharField(source="product.name")
    quantity = serializers.IntegerField()
    unit_price = serializers.DecimalField(source="price.unit_price", default=None, **MONEY)
    line_total = serializers.DecimalField(source="price.line_total", default=None, **MONEY)
    available = serializers.IntegerField()
    problems = ProblemSerializer(many=True)


class TotalsSerializer(serializers.Serializer[Any]):
    net = serializers.DecimalField(**MONEY)
    freight = serializers.DecimalField(**MONEY)
    vat = serializers.DecimalField(**MONEY)
    total = serializers.DecimalField(**MONEY)


class CartSerializer(serializers.Serializer[Any]):
    lines = CartLineSerializer(many=True)
    totals = TotalsSerializer()
    can_order = serializers.BooleanField()


class WantedLineSerializer(serializers.Serializer[Any]):
    sku = serializers.CharField(max_length=40)
    quantity = serializers.IntegerField(min_value=1, max_value=100_000, default=1)


class WantedLinesSerializer(serializers.Serializer[Any]):
    lines = serializers.ListField(child=WantedLineSerializer(), allow_empty=False, max_length=1000)


class QuantitySerializer(serializers.Serializer[Any]):
    quantity = serializers.IntegerField(min_value=0, max_value=100_000)


class AddressSerializer(serializers.ModelSerializer[Address]):
    class Meta:
        model = Address
        fields: ClassVar[list[str]] = [
            "id", "label", "recipient", "street", "postcode", "city", "region", "country", "is_default",
        ]  # fmt: skip
        read_only_fields: ClassVar[list[str]] = ["is_default"]


class CompanySerializer(serializers.ModelSerializer[Company]):
    class Meta:
        model = Company
        fields: ClassVar[list[str]] = ["number", "name"]


class OrderLineSerializer(serializers.ModelSerializer[OrderLine]):
    class Meta:
        model = OrderLine
        fields: ClassVar[list[str]] = ["position", "sku", "name", "quantity", "unit_price", "line_total"]


class OrderSerializer(serializers.ModelSerializer[Order]):
    class Meta:
        model = Order
        fields: ClassVar[list[str]] = [
            "number", "state", "placed_at", "po_number", "wished_delivery", "note", "recipient", "street", "postcode",
            "city", "country", "net_total", "freight", "vat", "total", "currency",
        ]  # fmt: skip


class OrderDetailSerializer(OrderSerializer):
    lines = OrderLineSerializer(many=True)

    class Meta(OrderSerializer.Meta):
        fields: ClassVar[list[str]] = [*OrderSerializer.Meta.fields, "lines"]


class OrderFilterSerializer(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=OrderState.choices, required=False)


class CheckoutSerializer(serializers.Serializer[Any]):
    submission = serializers.UUIDField()
    address = serializers.IntegerField()
    po_number = serializers.CharField(max_length=40, required=False, default="", allow_blank=True)
    wished_delivery = serializers.DateField(required=False, default=None, allow_null=True)
    note = serializers.CharField(max_length=500, required=False, default="", allow_blank=True)

    def validate_wished_delivery(self, value: date | None) -> date | None:
        if value is not None and value <= timezone.localdate():
            raise serializers.ValidationError(_("Choose a day from tomorrow on."))
        return value


class ReorderLineSerializer(serializers.Serializer[Any]):
    sku = serializers.CharField(source="product.sku")
    name = serializers.CharField(source="product.name")
    state = serializers.CharField()
    quantity = serializers.IntegerField()
    available = serializers.IntegerField()
    old_price = serializers.DecimalField(**MONEY)
    price = serializers.SerializerMethodField()
    replacement = serializers.SerializerMethodField()

    def get_price(self, line: Any) -> str | None:
        return None if line.price is None else str(getattr(line.price, "unit_price", line.price))

    def get_replacement(self, line: Any) -> str | None:
        return line.replacement.sku if line.replacement else None


class FeatureSerializer(serializers.Serializer[Any]):
    feature = serializers.CharField()
    label = serializers.CharField()
    enabled = serializers.BooleanField()
