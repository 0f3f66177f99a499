from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema_field
from rest_framework import serializers

from segmentation.models import Segment, SegmentRefresh
from segmentation.rest.serializers.rules import EXAMPLE_RULE, RuleField
from segmentation.standing import EVERYBODY_KEY
from segmentation.words.segment_names import segment_name

LOWEST = 32_000
"""Priorities are small numbers; reordering leaves gaps between them."""

SEGMENT_EXAMPLES = [
    OpenApiExample(
        "By a rule",
        value={"key": "growing-routine", "name": "Growing routine buyers", "rule": EXAMPLE_RULE},
        request_only=True,
    ),
    OpenApiExample("By hand alone", value={"key": "friends", "name": "Friends of the house"}, request_only=True),
]


class RefreshSerializer(serializers.Serializer[Any]):
    """One working-out of a segment's members, with how far it is."""

    id = serializers.IntegerField()
    segment = serializers.CharField(source="segment.key")
    state = serializers.ChoiceField(SegmentRefresh.State.choices)
    percent = serializers.SerializerMethodField(help_text="How far it is, of 100.")
    rule_version = serializers.IntegerField()
    requested_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    changes = serializers.IntegerField(help_text="Companies to move.")
    done = serializers.IntegerField(help_text="Companies moved so far.")
    joined = serializers.IntegerField()
    left = serializers.IntegerField()
    error = serializers.CharField()

    def get_percent(self, refresh: SegmentRefresh) -> int:
        if refresh.state == SegmentRefresh.State.FINISHED:
            return 100
        return 100 * refresh.done // refresh.changes if refresh.changes else 0


class SegmentSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    name = serializers.SerializerMethodField()
    description = serializers.CharField()
    priority = serializers.IntegerField(help_text="The lowest number decides.")
    is_builtin = serializers.BooleanField(help_text="It can be tuned, and not deleted.")
    rule = RuleField(allow_null=True, help_text="Null for a segment that is filled by hand alone.")
    rule_version = serializers.IntegerField()
    computed_at = serializers.DateTimeField(
        allow_null=True, help_text="When its members were last worked out among all companies."
    )
    members = serializers.IntegerField(source="member_count")
    refresh = serializers.SerializerMethodField(help_text="What this call asked for; its progress can be read.")

    def get_name(self, segment: Segment) -> str:
        return segment_name(segment.key, segment.name)

    @extend_schema_field(RefreshSerializer(allow_null=True))
    def get_refresh(self, segment: Segment) -> Any:
        asked = self.context.get("refresh")
        return RefreshSerializer(asked).data if asked else None


class ChangeSegmentSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=100, required=False)
    description = serializers.CharField(max_length=300, required=False, allow_blank=True)
    priority = serializers.IntegerField(min_value=0, max_value=LOWEST, required=False)
    rule = RuleField(required=False, allow_null=True)


class AddSegmentSerializer(ChangeSegmentSerializer):
    key = serializers.SlugField(max_length=50)
    name = serializers.CharField(max_length=100)
    priority = serializers.IntegerField(
        min_value=0, max_value=LOWEST, required=False, help_text="Behind all others where none is given."
    )

    def validate_key(self, key: str) -> str:
        if key == EVERYBODY_KEY:
            raise serializers.ValidationError(_("This key stands for everybody. Please choose another."), code="taken")
        if Segment.objects.filter(key=key).exists():
            raise serializers.ValidationError(_("There is a segment with this key already."), code="taken")
        return key


class OrderSerializer(serializers.Serializer[Any]):
    keys = serializers.ListField(
        child=serializers.SlugField(max_length=50), max_length=5000, help_text="Every segment, the deciding one first."
    )
