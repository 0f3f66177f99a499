from __future__ import annotations

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from segmentation.analysis.effect.figures import Metric
from segmentation.words.effect import verdict_text


class TrialFilterSerializer(serializers.Serializer[Any]):
    feature = serializers.CharField(max_length=60, required=False)
    segment = serializers.CharField(max_length=50, required=False, help_text="`everybody` for whom none decides.")
    running = serializers.BooleanField(required=False, allow_null=True, default=None)


class SizeSerializer(serializers.Serializer[Any]):
    size = serializers.DecimalField(
        max_digits=4,
        decimal_places=1,
        min_value=Decimal(1),
        max_value=Decimal(100),
        default=Decimal(10),
        help_text="Percent: how large a difference has to be for `outlook` to tell when it could be seen.",
    )


class ReadingFilterSerializer(serializers.Serializer[Any]):
    metric = serializers.ChoiceField([metric.value for metric in Metric], required=False)


class TrialSerializer(serializers.Serializer[Any]):
    """A feature is on for a segment but for a share, so that its effect can be measured."""

    id = serializers.IntegerField()
    feature = serializers.CharField()
    segment = serializers.CharField(help_text="`everybody` for whom no segment decides.")
    share = serializers.IntegerField(help_text="Percent of the companies that it is on for.")
    held_out = serializers.IntegerField(help_text="Percent of those that go without.")
    started_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    simulated = serializers.BooleanField(help_text="An example with made-up companies.")


class GroupSerializer(serializers.Serializer[Any]):
    companies = serializers.IntegerField()
    orders = serializers.IntegerField()
    value = serializers.FloatField(allow_null=True, help_text="Of the metric; sales are in the smallest coin.")


class IntervalSerializer(serializers.Serializer[Any]):
    """A difference with the range that it lies in, on all nights together with 95 % certainty."""

    value = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()


class FiguresSerializer(serializers.Serializer[Any]):
    """Companies that have the feature beside those held out. There is no difference here without its range."""

    metric = serializers.ChoiceField([metric.value for metric in Metric])
    days = serializers.IntegerField(help_text="Since the first company was taken in.")
    on = GroupSerializer()
    held_out = GroupSerializer()
    difference = IntervalSerializer(allow_null=True, help_text="With the feature less without; null: too little known.")
    relative = IntervalSerializer(allow_null=True, help_text="The same as a part of the value of those held out.")
    seen = serializers.BooleanField(help_text="Whether a difference may be claimed.")
    verdict = serializers.SerializerMethodField(help_text="What may be said, for a person.")

    def get_verdict(self, row: Any) -> str:
        return verdict_text(row["effect"])


class OutlookSerializer(serializers.Serializer[Any]):
    size = serializers.FloatField(help_text="Percent.")
    days = serializers.IntegerField(
        allow_null=True, help_text="More until such a difference would mostly be seen; null: not within a year."
    )
    held_out = serializers.IntegerField(
        allow_null=True, help_text="Percent to hold out instead; null: `days` is told, or half of all were too few."
    )


class MeasuredSerializer(FiguresSerializer):
    outlook = OutlookSerializer(allow_null=True, help_text="Null while too little is known, or once one is seen.")


class TrialDetailSerializer(TrialSerializer):
    as_of = serializers.DateField(allow_null=True, help_text="Orders before this day are counted; null: not read yet.")
    read_at = serializers.DateTimeField(allow_null=True)
    over = serializers.BooleanField(help_text="It has gone on for longer than it can be judged.")
    metrics = MeasuredSerializer(many=True)


class ReadingSerializer(FiguresSerializer):
    as_of = serializers.DateField()
    read_at = serializers.DateTimeField()


class HeldOutSerializer(serializers.Serializer[Any]):
    customer_key = serializers.CharField()
    name = serializers.CharField()
    since = serializers.DateField(source="enrolled_on")
