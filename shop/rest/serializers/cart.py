from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from shop.cart.lines_text import LONGEST_TEXT
from shop.cart.resolve_lines import MOST_LINES
from shop.rest.serializers.money import MoneyField


class ProblemSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    message = serializers.CharField()


class CartLineSerializer(serializers.Serializer[Any]):
    sku = serializers.CharField(source="product.sku")
    name = serializers.CharField(source="product.name")
    quantity = serializers.IntegerField()
    unit_price = MoneyField(source="price.unit_price", default=None, allow_null=True)
    line_total = MoneyField(source="price.line_total", default=None, allow_null=True)
    available = serializers.IntegerField()
    problems = ProblemSerializer(many=True)


class TotalsSerializer(serializers.Serializer[Any]):
    net = MoneyField()
    freight = MoneyField()
    vat = MoneyField()
    total = MoneyField()


class CartSerializer(serializers.Serializer[Any]):
    lines = CartLineSerializer(many=True)
    totals = TotalsSerializer()
    can_order = serializers.BooleanField()


class QuantitySerializer(serializers.Serializer[Any]):
    quantity = serializers.IntegerField(min_value=0)


class WantedLineSerializer(serializers.Serializer[Any]):
    sku = serializers.CharField(max_length=200, allow_blank=True)
    quantity = serializers.IntegerField(default=1)


class WantedLinesSerializer(serializers.Serializer[Any]):
    lines = serializers.ListField(child=WantedLineSerializer(), allow_empty=False, max_length=MOST_LINES)


class EnteredLinesSerializer(serializers.Serializer[Any]):
    """Lines in the open, or as a text in which each line is an item number and a quantity."""

    lines = serializers.ListField(child=WantedLineSerializer(), required=False, default=list, max_length=MOST_LINES)
    text = serializers.CharField(required=False, allow_blank=True, default="", max_length=LONGEST_TEXT)
    only_check = serializers.BooleanField(default=False, help_text=_("Say what would happen and change nothing."))

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if bool(attrs["lines"]) == bool(attrs["text"].strip()):
            raise serializers.ValidationError(_("Send at least one item, either as “lines” or as “text”."))
        return attrs


class AcceptedLineSerializer(serializers.Serializer[Any]):
    lines = serializers.ListField(child=serializers.IntegerField(), source="line_nos")
    sku = serializers.CharField(source="product.sku")
    name = serializers.CharField(source="product.name")
    quantity = serializers.IntegerField()
    unit_price = MoneyField(source="price.unit_price")
    line_total = MoneyField(source="price.line_total")
    available = serializers.IntegerField()


class RejectedLineSerializer(serializers.Serializer[Any]):
    line = serializers.IntegerField(source="line_no")
    sku = serializers.CharField()
    code = serializers.CharField(source="problem.code")
    reason = serializers.CharField(source="problem.message")


class AddedLinesSerializer(serializers.Serializer[Any]):
    """What became of each line that was sent, by its number from 1 on."""

    added = serializers.IntegerField()
    accepted = AcceptedLineSerializer(many=True)
    rejected = RejectedLineSerializer(many=True)
