"""Flags as OpenFeature's remote evaluation protocol (OFREP) has them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_field
from rest_framework import serializers

from segmentation.models.profiles import KEY_LENGTH
from segmentation.rest.serializers.features import ScalarField

ERROR_CODES = ["PARSE_ERROR", "TARGETING_KEY_MISSING", "INVALID_CONTEXT", "FLAG_NOT_FOUND"]
REASONS = ["DISABLED", "TARGETING_MATCH", "SPLIT", "DEFAULT", "STATIC"]

FLAG_EXAMPLES = [
    OpenApiExample(
        "A company, in a category", value={"context": {"targetingKey": "10042", "category": "toner"}}, request_only=True
    ),
]
FLAG_ANSWERS = [
    OpenApiExample(
        "All parameters of a feature",
        value={
            "key": "quick_order.*",
            "value": {"lines": 20},
            "reason": "TARGETING_MATCH",
            "variant": "on",
            "metadata": {"feature": "quick_order", "enabled": True, "decided_by": "segment", "code": "segment_on"},
        },
        response_only=True,
        status_codes=["200"],
    ),
]


class ContextSerializer(serializers.Serializer[Any]):
    """Who is asked for. Whatever else is in it is not looked at."""

    targetingKey = serializers.CharField(max_length=KEY_LENGTH, help_text="The key of a company.")  # noqa: N815
    category = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    user = serializers.CharField(
        max_length=254,
        required=False,
        allow_blank=True,
        default="",
        help_text="A log-in name or an e-mail address; without one, permissions are left out.",
    )


class AskFlagsSerializer(serializers.Serializer[Any]):
    context = ContextSerializer()  # type: ignore[assignment]


@extend_schema_field(
    {
        "oneOf": [
            {"type": "boolean"},
            {"type": "number"},
            {"type": "string"},
            {"type": "object", "additionalProperties": {}},
        ]
    }
)
class FlagValueField(serializers.ReadOnlyField):
    """True or false, a parameter's value, or an object of all parameters by key."""


class FlagSerializer(serializers.Serializer[Any]):
    """`quick_order` is whether a feature is on, `quick_order.lines` one of its parameters, `quick_order.*` all."""

    key = serializers.CharField()
    value = FlagValueField()
    reason = serializers.ChoiceField([(reason, reason) for reason in REASONS])
    variant = serializers.CharField(help_text="`on`, `off`, `held_out`; of a parameter who said it.")
    metadata = serializers.DictField(child=ScalarField())


class FlagsSerializer(serializers.Serializer[Any]):
    flags = FlagSerializer(many=True)


class FlagsFailureSerializer(serializers.Serializer[Any]):
    errorCode = serializers.ChoiceField([(code, code) for code in ERROR_CODES])  # noqa: N815
    errorDetails = serializers.CharField()  # noqa: N815


class FlagFailureSerializer(FlagsFailureSerializer):
    key = serializers.CharField()
