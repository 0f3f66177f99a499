from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema_field
from rest_framework import serializers

from segmentation.models.profiles import KEY_LENGTH
from segmentation.rest.serializers.problems import ProblemDetailSerializer
from segmentation.selectors.benefit_numbers import SKU_LENGTH

MOST_ROWS = 1000

SCORE_EXAMPLES = [
    OpenApiExample(
        "How much two products give of a benefit; null takes a number away",
        value={
            "system": "PIM",
            "products": [
                {"sku": "KAF-118", "numbers": {"quality": 8, "design": 3}},
                {"sku": "KAF-120", "numbers": {"quality": None}},
            ],
        },
        request_only=True,
    )
]
SURVEY_EXAMPLES = [
    OpenApiExample(
        "What a company said that it looks for",
        value={"system": "CRM", "companies": [{"customer_key": "10042", "numbers": {"quality": 9, "price": 4}}]},
        request_only=True,
    )
]


@extend_schema_field(OpenApiTypes.OBJECT)
class NumbersField(serializers.DictField):
    """Key or name of a benefit to a whole number; null takes the number away."""


class ScoresOfProductSerializer(serializers.Serializer[Any]):
    sku = serializers.CharField(max_length=SKU_LENGTH)
    numbers = NumbersField(allow_empty=False, help_text="0 (gives none of it) to 10 (could not give more).")


class WeightsOfCompanySerializer(serializers.Serializer[Any]):
    customer_key = serializers.CharField(max_length=KEY_LENGTH)
    numbers = NumbersField(allow_empty=False, help_text="1 (hardly matters) to 10 (decides).")


class WriteScoresSerializer(serializers.Serializer[Any]):
    system = serializers.CharField(max_length=200, help_text="Which system says so; the audit keeps it.")
    products = serializers.ListField(child=ScoresOfProductSerializer(), allow_empty=False, max_length=MOST_ROWS)


class WriteSurveysSerializer(serializers.Serializer[Any]):
    system = serializers.CharField(max_length=200, help_text="Which system says so; the audit keeps it.")
    companies = serializers.ListField(child=WeightsOfCompanySerializer(), allow_empty=False, max_length=MOST_ROWS)


class ProductScoreSerializer(serializers.Serializer[Any]):
    sku = serializers.CharField()
    benefit = serializers.CharField(source="benefit.key")
    score = serializers.IntegerField()


class SurveySerializer(serializers.Serializer[Any]):
    customer_key = serializers.CharField()
    numbers = serializers.DictField(child=serializers.IntegerField(), source="weights")
    asked_on = serializers.DateField(allow_null=True)


class NumbersWrittenSerializer(serializers.Serializer[Any]):
    """What became of the numbers that were sent."""

    changed = serializers.IntegerField(help_text="Products or companies of which something is other than before.")
    refused = serializers.IntegerField()
    problems = ProblemDetailSerializer(many=True, help_text="Why the refused ones were, each with where it stands.")
