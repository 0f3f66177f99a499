from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from segmentation.models import ActivityChoice, BuyclassChoice, CategoryProfile, CustomerProfile
from segmentation.models.profiles import KEY_LENGTH
from segmentation.rest.selectors.profile_rows import ProfileRow
from segmentation.words.buyclass_reasons import reason_text


class ProfileFilterSerializer(serializers.Serializer[Any]):
    buyclass = serializers.ChoiceField(
        BuyclassChoice.choices, required=False, help_text="By the class that counts: the chosen one while it holds."
    )
    activity = serializers.ChoiceField(ActivityChoice.choices, required=False)
    segment = serializers.SlugField(max_length=50, required=False, help_text="Members of the segment with this key.")


class SharesSerializer(serializers.Serializer[Any]):
    routine = serializers.FloatField(source="share_routine")
    major = serializers.FloatField(source="share_major")
    new = serializers.FloatField(source="share_new")


class ReasonedSerializer(serializers.Serializer[Any]):
    """What a company's own class and its class in a category have in common."""

    shares = SharesSerializer(source="*")
    confidence = serializers.FloatField()
    orders = serializers.IntegerField(source="occasions")
    last_order = serializers.DateField(allow_null=True)
    reason_code = serializers.CharField()
    reason = serializers.SerializerMethodField(help_text="In words.")

    def get_reason(self, row: CustomerProfile | CategoryProfile) -> str:
        return reason_text(row.reason_code, row.reason_params)


class CategoryClassSerializer(ReasonedSerializer):
    category = serializers.CharField()
    buyclass = serializers.ChoiceField(BuyclassChoice.choices)


class ComputedSerializer(ReasonedSerializer):
    buyclass = serializers.ChoiceField(BuyclassChoice.choices)
    mixed = serializers.BooleanField()
    as_of = serializers.DateField()
    classified_at = serializers.DateTimeField()


class ChosenClassSerializer(serializers.Serializer[Any]):
    buyclass = serializers.ChoiceField(BuyclassChoice.choices)
    reason = serializers.CharField()
    expires_at = serializers.DateTimeField()


class RhythmSerializer(serializers.Serializer[Any]):
    first_order = serializers.DateField(allow_null=True)
    last_order = serializers.DateField(allow_null=True)
    usual_gap_days = serializers.FloatField(allow_null=True)
    regularity = serializers.CharField()
    expected_from = serializers.DateField(allow_null=True)
    expected_to = serializers.DateField(allow_null=True)
    order_chance = serializers.FloatField(allow_null=True, help_text="Of an order within 30 days, from 0 to 1.")


class YearSerializer(serializers.Serializer[Any]):
    last_year = serializers.CharField(help_text="An amount in whole units, such as “1250.50”.")
    year_before = serializers.CharField()
    trend = serializers.CharField()


class ProfileSerializer(serializers.Serializer[Any]):
    """How a company buys."""

    customer_key = serializers.CharField(source="computed.customer_key", max_length=KEY_LENGTH)
    name = serializers.CharField()
    buyclass = serializers.ChoiceField(
        BuyclassChoice.choices, source="profile.buyclass", help_text="The class that counts."
    )
    computed = ComputedSerializer()
    chosen = ChosenClassSerializer(allow_null=True)
    activity = serializers.ChoiceField(ActivityChoice.choices, source="computed.activity")
    rhythm = RhythmSerializer()
    value = YearSerializer()
    currency = serializers.CharField()
    segments = serializers.ListField(child=serializers.CharField(), help_text="Keys, the deciding one first.")
    metrics = serializers.SerializerMethodField()
    categories = CategoryClassSerializer(many=True)

    @extend_schema_field(OpenApiTypes.OBJECT)
    def get_metrics(self, row: ProfileRow) -> Any:
        """Key of a dimension to its value, for all that are worked out from orders; null where it is not known."""
        return row.metrics
