from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema_field
from rest_framework import serializers

from segmentation.models import SwitchState
from segmentation.models.profiles import KEY_LENGTH
from segmentation.parameter import ParameterKind
from segmentation.parameters import TEXT_LENGTH

"""In an address: what holds where no segment decides. No segment has this key."""

SCALAR = {"oneOf": [{"type": "boolean"}, {"type": "number"}, {"type": "string"}]}

RULE_EXAMPLES = [
    OpenApiExample(
        "On for a third of them, a tenth held out",
        value={"state": "on", "share": 33, "held_out": 10, "reason": "Slow start"},
        request_only=True,
    ),
    OpenApiExample("As declared again", value={"state": "inherit", "parameters": {}}, request_only=True),
]
OVERRIDE_EXAMPLES = [
    OpenApiExample(
        "On until an end",
        value={"enabled": True, "reason": "Asked for by phone", "expires_at": "2030-12-31T23:00:00Z"},
        request_only=True,
    )
]


@extend_schema_field(SCALAR)
class ScalarField(serializers.Field[Any, Any, Any, Any]):
    """A value of a parameter; its feature says what fits."""

    default_error_messages = {"no_scalar": _("This has to be a text, a number, or true or false.")}

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, bool | int | float | str) or len(str(data)) > TEXT_LENGTH:
            self.fail("no_scalar")
        return data

    def to_representation(self, value: Any) -> Any:
        return value


class ParametersField(serializers.DictField):
    """Values by the key of a parameter; null takes one back."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(child=ScalarField(allow_null=True), **facts)


class ChoiceOfParameterSerializer(serializers.Serializer[Any]):
    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class ParameterSerializer(serializers.Serializer[Any]):
    """How a feature can be set finer than on and off."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    help = serializers.CharField()
    kind = serializers.ChoiceField([kind.value for kind in ParameterKind])
    unit = serializers.CharField()
    default = ScalarField()  # type: ignore[assignment]
    minimum = serializers.FloatField(allow_null=True)
    maximum = serializers.FloatField(allow_null=True)
    choices = ChoiceOfParameterSerializer(many=True)


class FeatureSerializer(serializers.Serializer[Any]):
    """A feature as it is declared, and what is said of it as a whole."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    help = serializers.CharField()
    serves = serializers.ListField(child=serializers.CharField(), help_text="Buying types that have it by declaration.")
    default = serializers.BooleanField()  # type: ignore[assignment]
    permission = serializers.CharField(help_text="What a person has to hold besides; empty for nothing.")
    per_category = serializers.BooleanField(help_text="It may be asked for a category.")
    parameters = ParameterSerializer(many=True)
    killed = serializers.BooleanField(help_text="Off for everybody, whatever else is said.")
    by_category = serializers.BooleanField(help_text="In a category it goes by how the company buys there.")
    version = serializers.IntegerField(help_text="Of all that is said of features; goes up with every change.")


class ChangeFeatureSerializer(serializers.Serializer[Any]):
    killed = serializers.BooleanField(required=False)
    by_category = serializers.BooleanField(required=False)
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class FeatureRuleSerializer(serializers.Serializer[Any]):
    """What is said of a feature for a segment, or for everybody."""

    feature = serializers.CharField()
    segment = serializers.CharField(help_text="`everybody` for where no segment decides.")
    name = serializers.CharField(help_text="Of the segment, for a person.")
    state = serializers.ChoiceField(SwitchState.choices)
    share = serializers.IntegerField(help_text="Percent of the companies that it is on for.")
    held_out = serializers.IntegerField(help_text="Percent of those that go without, to measure the effect.")
    parameters = ParametersField(help_text="What is said here; other values come from weaker rules.")
    changed_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class ChangeRuleSerializer(serializers.Serializer[Any]):
    """What is not sent stays as it is; so does each parameter that is not sent."""

    state = serializers.ChoiceField(SwitchState.choices, required=False)
    share = serializers.IntegerField(min_value=0, max_value=100, required=False)
    held_out = serializers.IntegerField(min_value=0, max_value=100, required=False)
    parameters = ParametersField(required=False)
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class SetRuleSerializer(ChangeRuleSerializer):
    """What is not sent is not said."""

    state = serializers.ChoiceField(SwitchState.choices)
    share = serializers.IntegerField(min_value=0, max_value=100, default=100)
    held_out = serializers.IntegerField(min_value=0, max_value=100, default=0)
    parameters = ParametersField(default=dict)


class WhySerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class OverrideFilterSerializer(serializers.Serializer[Any]):
    customer_key = serializers.CharField(max_length=KEY_LENGTH, required=False)
    feature = serializers.CharField(max_length=60, required=False)


class FeatureOverrideSerializer(serializers.Serializer[Any]):
    """A feature switched for one company by hand."""

    customer_key = serializers.CharField()
    name = serializers.CharField()
    feature = serializers.CharField()
    enabled = serializers.BooleanField()
    parameters = ParametersField()
    reason = serializers.CharField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True)


class SetOverrideSerializer(serializers.Serializer[Any]):
    enabled = serializers.BooleanField()
    parameters = ParametersField(default=dict)
    reason = serializers.CharField(max_length=300)
    expires_at = serializers.DateTimeField(allow_null=True, default=None)

    def validate_expires_at(self, end: datetime | None) -> datetime | None:
        if end is not None and end <= timezone.now():
            raise serializers.ValidationError(_("The end has to be still to come."))
        return end
