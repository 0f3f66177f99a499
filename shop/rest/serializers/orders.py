from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers

from shop.cart.resolve_lines import MOST_LINES
from shop.orders.models import Channel, Order, OrderLine, OrderState
from shop.orders.wished_delivery import wished_delivery_problem
from shop.rest.serializers.money import MoneyField


class OrderLineSerializer(serializers.ModelSerializer[OrderLine]):
    class Meta:
        model = OrderLine
        fields: ClassVar[list[str]] = ["position", "sku", "name", "quantity", "unit_price", "line_total"]


class OrderSerializer(serializers.ModelSerializer[Order]):
    number = serializers.CharField()

    class Meta:
        model = Order
        fields: ClassVar[list[str]] = [
            "number", "state", "placed_at", "po_number", "wished_delivery", "note", "recipient", "street", "postcode",
            "city", "region", "country", "net_total", "freight", "vat", "total", "currency",
        ]  # fmt: skip


class OrderDetailSerializer(OrderSerializer):
    lines = OrderLineSerializer(many=True)

    class Meta(OrderSerializer.Meta):
        fields: ClassVar[list[str]] = [*OrderSerializer.Meta.fields, "lines"]


class OrderFilterSerializer(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=OrderState.choices, required=False)


class CheckoutSerializer(serializers.Serializer[Any]):
    """`submission` is made up by the caller; the same one again gives the same order and places no second.

    `seen_total` is what the cart came to when the buyer agreed, VAT included: if it comes to something else by now,
    nothing is ordered. `channel` and `quote_number` are for staff who may change orders; left out, an order that
    comes in by this API counts as EDI.
    """

    submission = serializers.UUIDField()
    address = serializers.IntegerField()
    seen_total = MoneyField(required=False, default=None, allow_null=True)
    po_number = serializers.CharField(max_length=40, required=False, default="", allow_blank=True)
    wished_delivery = serializers.DateField(required=False, default=None, allow_null=True)
    note = serializers.CharField(max_length=500, required=False, default="", allow_blank=True)
    channel = serializers.ChoiceField(choices=Channel.choices, required=False)
    quote_number = serializers.CharField(max_length=40, required=False)

    def validate_wished_delivery(self, day: date | None) -> date | None:
        if day and (problem := wished_delivery_problem(day, today=timezone.localdate())):
            raise serializers.ValidationError(problem.message, code=problem.code)
        return day


class ReorderLineSerializer(serializers.Serializer[Any]):
    """A line of the old order; where it was replaced, price, quantity and stock are the replacement's."""

    line = serializers.IntegerField()
    sku = serializers.CharField(source="check.product.sku")
    name = serializers.CharField(source="check.product.name")
    state = serializers.CharField(source="check.state.value")
    quantity = serializers.IntegerField(source="check.quantity")
    available = serializers.IntegerField(source="check.available")
    old_price = MoneyField(source="check.old_price")
    price = MoneyField(source="check.price", allow_null=True)
    replacement = serializers.CharField(source="check.replacement.sku", default=None, allow_null=True)


class ChosenLineSerializer(serializers.Serializer[Any]):
    """A line to order again. For a replaced one, `sku` is the replacement's, to say that it is wanted."""

    line = serializers.IntegerField(min_value=1)
    quantity = serializers.IntegerField(required=False)
    sku = serializers.CharField(required=False, default="", allow_blank=True, max_length=200)


class ChosenLinesSerializer(serializers.Serializer[Any]):
    lines = serializers.ListField(child=ChosenLineSerializer(), allow_empty=False, max_length=MOST_LINES)
