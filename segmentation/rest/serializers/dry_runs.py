from __future__ import annotations

from typing import Any

from rest_framework import serializers

from segmentation.models import DryRun


class FeatureEffectSerializer(serializers.Serializer[Any]):
    feature = serializers.CharField()
    gains = serializers.IntegerField(help_text="Companies that it would be on for, and is not now.")
    loses = serializers.IntegerField()
    changes = serializers.IntegerField(help_text="Companies that keep it, with other values.")
    categories = serializers.DictField(
        child=serializers.DictField(child=serializers.IntegerField()), help_text="The same by category."
    )


class SegmentEffectSerializer(serializers.Serializer[Any]):
    segment = serializers.CharField()
    joining = serializers.IntegerField()
    leaving = serializers.IntegerField()


class EffectInCategorySerializer(serializers.Serializer[Any]):
    feature = serializers.CharField()
    category = serializers.CharField()
    effect = serializers.ChoiceField([("gains", "gains"), ("loses", "loses"), ("changes", "changes")])


class KeysField(serializers.ListField):
    child = serializers.CharField()


class CompanyEffectSerializer(serializers.Serializer[Any]):
    """What a draft would do to one company; features and segments by key."""

    customer_key = serializers.CharField()
    name = serializers.CharField()
    gains = KeysField()
    loses = KeysField()
    changes = KeysField()
    in_categories = EffectInCategorySerializer(many=True)
    joins = KeysField()
    leaves = KeysField()


class DryRunResultSerializer(serializers.Serializer[Any]):
    companies = serializers.IntegerField(help_text="All there are.")
    gaining = serializers.IntegerField(help_text="Companies that gain anything.")
    losing = serializers.IntegerField()
    affected = serializers.IntegerField()
    features = FeatureEffectSerializer(many=True)
    segments = SegmentEffectSerializer(many=True)
    named = CompanyEffectSerializer(many=True, help_text="Those worth most, at most 200.")


class DryRunSerializer(serializers.Serializer[Any]):
    """Who would gain and lose what if the draft were published."""

    draft = serializers.IntegerField()
    state = serializers.ChoiceField(DryRun.State.choices)
    stale = serializers.BooleanField(help_text="The draft or the switches have changed since; ask again.")
    done = serializers.IntegerField(help_text="Companies looked at.")
    total = serializers.IntegerField()
    computed_at = serializers.DateTimeField(allow_null=True)
    error = serializers.CharField()
    result = DryRunResultSerializer(allow_null=True, help_text="Once it is finished.")
