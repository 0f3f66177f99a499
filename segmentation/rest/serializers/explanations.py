from __future__ import annotations

from typing import Any

from rest_framework import serializers

from segmentation.contracts import DecidedBy
from segmentation.models.profiles import KEY_LENGTH
from segmentation.rest.serializers.features import ScalarField

STEPS = [(step.value, step.value) for step in DecidedBy]


class QuestionSerializer(serializers.Serializer[Any]):
    feature = serializers.CharField(max_length=60)
    customer_key = serializers.CharField(
        max_length=KEY_LENGTH,
        required=False,
        allow_blank=True,
        default="",
        help_text="Without one: a visitor without a company.",
    )
    category = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    user = serializers.CharField(
        max_length=254,
        required=False,
        default="",
        help_text="A log-in name or an e-mail address; without one, permissions are left out.",
    )


class SaidSerializer(serializers.Serializer[Any]):
    """What one step of the precedence says."""

    decided_by = serializers.ChoiceField(STEPS)
    enabled = serializers.BooleanField()
    code = serializers.CharField(help_text="Of the sentence, for a program.")
    sentence = serializers.CharField(help_text="Why, for a person.")
    segment = serializers.CharField(allow_null=True)


class ParameterSaidSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    value = ScalarField()
    source = serializers.CharField(  # type: ignore[assignment]
        help_text="Who says so: `override`, `segment:<key>`, `everybody` or `declared`."
    )


class ExplanationSerializer(SaidSerializer):
    """Whether a feature is on for somebody, and everything that has a say in it."""

    feature = serializers.CharField()
    customer_key = serializers.CharField()
    category = serializers.CharField(help_text="Where the feature goes by it.")
    user = serializers.CharField()
    variant = serializers.ChoiceField([("on", "on"), ("off", "off"), ("held_out", "held_out")])
    version = serializers.IntegerField()
    since = serializers.DateTimeField(allow_null=True, help_text="From when it is so; null where it was declared so.")
    parameters = ParameterSaidSerializer(many=True)
    others = SaidSerializer(many=True, help_text="What else spoke and was not heard, strongest first.")
