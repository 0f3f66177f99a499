from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from segmentation.dimension import Dimension, Family, Kind, Subject
from segmentation.rules import Operand, operators_of


class DimensionFilterSerializer(serializers.Serializer[Any]):
    family = serializers.ChoiceField([family.value for family in Family], required=False)


class ChoiceSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class OperatorSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    operand = serializers.ChoiceField([operand.value for operand in Operand], help_text="What `value` has to be.")
    takes_leave = serializers.BooleanField(help_text="Whether a company that is in may stay in up to `leave`.")
    takes_within = serializers.BooleanField(
        help_text="Whether purchases may be counted `within` a time: `last_days`, or `between` two days."
    )


class DimensionSerializer(serializers.Serializer[Any]):
    """A named axis by which companies can be told apart, and the questions a rule may ask of it."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    kind = serializers.ChoiceField([kind.value for kind in Kind])
    family = serializers.ChoiceField([family.value for family in Family])
    help = serializers.CharField()
    unit = serializers.CharField(help_text="What a number counts, or the currency of an amount; empty for the shop's.")
    least = serializers.FloatField(
        allow_null=True, help_text="The smallest number or amount there can be; null for any."
    )
    most = serializers.FloatField(allow_null=True, help_text="The largest; null for any.")
    choices = serializers.SerializerMethodField()
    operators = serializers.SerializerMethodField(help_text="The questions that a condition may ask of it.")
    method = serializers.CharField(help_text="How it is worked out; empty for what is stated.")
    subject = serializers.ChoiceField(
        [subject.value for subject in Subject],
        help_text="Other than “company”: a condition names `items` of this sort.",
    )
    is_code = serializers.BooleanField(help_text="Matched from its beginning: “62” covers “62.01”.")
    is_attribute = serializers.BooleanField(help_text="Can be written and imported.")

    @extend_schema_field(ChoiceSerializer(many=True))
    def get_choices(self, dimension: Dimension) -> list[dict[str, str]]:
        return [{"key": key, "label": str(label)} for key, label in dimension.choices.items()]

    @extend_schema_field(OperatorSerializer(many=True))
    def get_operators(self, dimension: Dimension) -> Any:
        return OperatorSerializer(operators_of(dimension), many=True).data
