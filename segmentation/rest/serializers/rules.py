from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_field
from rest_framework import serializers

from segmentation.rest.serializers.problems import ProblemDetailSerializer

NOTE = (
    'A group `{"all": [..]}`, `{"any": [..]}` or `{"not": ..}`, or a condition '
    '`{"dimension": key, "is": operator, "value": ..}`, of purchases with `items`, and `within` a time '
    'where the operator takes one: `{"last_days": 90}` or `{"between": [day, day]}`. A condition on what is '
    "not known does not hold."
)

EXAMPLE_RULE = {
    "all": [
        {"dimension": "buyclass", "is": "one_of", "value": ["routine", "major"]},
        {"dimension": "headcount", "is": "at_least", "value": 50, "leave": 45},
        {"not": {"dimension": "buyclass_in_category", "is": "one_of", "value": ["new"], "items": ["office-paper"]}},
    ]
}

RULE_EXAMPLES = [
    OpenApiExample("Larger companies that know what they want", value={"rule": EXAMPLE_RULE}, request_only=True),
    OpenApiExample(
        "Something bought often of late",
        value={
            "rule": {
                "dimension": "bought_category",
                "is": "at_least_orders",
                "value": 3,
                "within": {"last_days": 90},
                "items": ["office-paper"],
            }
        },
        request_only=True,
    ),
    OpenApiExample(
        "One condition",
        value={"rule": {"dimension": "share_routine", "is": "more_than", "value": 0.6}},
        request_only=True,
    ),
]


@extend_schema_field({"type": "object", "additionalProperties": True, "description": NOTE, "example": EXAMPLE_RULE})
class RuleField(serializers.JSONField):
    """A rule as it was sent; the rules themselves say what is wrong with it."""


class RuleSerializer(serializers.Serializer[Any]):
    rule = RuleField()


class CheckedRuleSerializer(serializers.Serializer[Any]):
    valid = serializers.BooleanField()
    rule = RuleField(allow_null=True, help_text="The rule as it would be kept.")
    problems = ProblemDetailSerializer(many=True)


class AskPreviewSerializer(RuleSerializer):
    segment = serializers.SlugField(
        max_length=50, required=False, help_text="The segment whose members it is held against."
    )
    sample = serializers.IntegerField(min_value=0, max_value=100, default=10)


class CountSerializer(serializers.Serializer[Any]):
    path = serializers.ListField(help_text="Where the condition or group is in the rule.")
    companies = serializers.IntegerField()


class SampleSerializer(serializers.Serializer[Any]):
    customer_key = serializers.CharField()
    name = serializers.CharField()


class PreviewSerializer(serializers.Serializer[Any]):
    """What a rule would do."""

    companies = serializers.IntegerField(help_text="All there are.")
    matches = serializers.IntegerField()
    joining = serializers.IntegerField(help_text="Who would come in, against the members of now.")
    leaving = serializers.IntegerField()
    sample = SampleSerializer(many=True)
    counts = CountSerializer(many=True, help_text="Of how many companies each part holds by itself.")
