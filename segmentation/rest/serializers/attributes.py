from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema_field
from rest_framework import serializers

from segmentation.dimension import Kind, Origin
from segmentation.models.profiles import KEY_LENGTH
from segmentation.rest.serializers.problems import ProblemDetailSerializer
from segmentation.selectors.attributes import AttributeValue

MOST_COMPANIES = 1000

ATTRIBUTE_EXAMPLES = [
    OpenApiExample(
        "What the ERP knows of a company", value={"system": "ERP", "values": {"headcount": 120}}, request_only=True
    )
]
MANY_EXAMPLES = [
    OpenApiExample(
        "What the ERP knows of two companies",
        value={
            "system": "ERP",
            "companies": [
                {"customer_key": "10042", "values": {"headcount": 120}},
                {"customer_key": "10077", "values": {"headcount": None}},
            ],
        },
        request_only=True,
    )
]


class AttributeSerializer(serializers.Serializer[Any]):
    """One dimension of a company, known or not."""

    dimension = serializers.CharField(source="dimension.key")
    name = serializers.CharField(source="dimension.label")
    kind = serializers.ChoiceField([kind.value for kind in Kind], source="dimension.kind")
    value = serializers.SerializerMethodField("told_value")
    origin = serializers.ChoiceField([origin.value for origin in Origin], allow_null=True)
    detail = serializers.CharField(help_text="Which file or system it came from.")
    at = serializers.DateTimeField(allow_null=True, help_text="When it became what it is.")

    @extend_schema_field(OpenApiTypes.ANY)
    def told_value(self, row: AttributeValue) -> Any:
        """Null for what is not known; an amount is a text in whole units, several choices are a list."""
        match row.dimension.kind:
            case Kind.MONEY:
                return None if row.value is None else str(row.value)
            case Kind.CHOICES:
                return None if row.value is None else sorted(row.value)
        return row.value


@extend_schema_field(OpenApiTypes.OBJECT)
class ValuesField(serializers.DictField):
    """Key of a dimension to its value; null takes back what a system sent before."""


class WriteAttributesSerializer(serializers.Serializer[Any]):
    system = serializers.CharField(max_length=200, help_text="Which system says so; it is shown as the source.")
    values = ValuesField(allow_empty=False)


class ValuesOfCompanySerializer(serializers.Serializer[Any]):
    customer_key = serializers.CharField(max_length=KEY_LENGTH)
    values = ValuesField(allow_empty=False)


class WriteManySerializer(serializers.Serializer[Any]):
    system = serializers.CharField(max_length=200)
    companies = serializers.ListField(child=ValuesOfCompanySerializer(), allow_empty=False, max_length=MOST_COMPANIES)


class WrittenSerializer(serializers.Serializer[Any]):
    """What became of the values that were sent."""

    written = serializers.IntegerField()
    cleared = serializers.IntegerField()
    withstood = serializers.IntegerField(help_text="Left, because a person said otherwise by hand.")
    refused = serializers.IntegerField()
    problems = ProblemDetailSerializer(many=True, help_text="Why the refused ones were, each with where it stands.")
