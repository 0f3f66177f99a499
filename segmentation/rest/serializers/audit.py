from __future__ import annotations

from typing import Any

from rest_framework import serializers

from segmentation.models import AuditEntry
from segmentation.models.features import FEATURE_LENGTH
from segmentation.models.profiles import KEY_LENGTH
from segmentation.words.audit import ACTIONS, action_text, value_text


class AuditFilterSerializer(serializers.Serializer[Any]):
    """Each narrows the list down further."""

    feature = serializers.CharField(max_length=FEATURE_LENGTH, required=False)
    segment = serializers.CharField(max_length=50, required=False, source="segment_key")
    customer_key = serializers.CharField(max_length=KEY_LENGTH, required=False)
    action = serializers.ChoiceField([(key, key) for key in ACTIONS], required=False)
    who = serializers.CharField(max_length=200, required=False, source="actor_name", help_text="Log-in name, in full.")
    until = serializers.DateTimeField(required=False, source="at__lt", help_text="Before this moment.")

    def get_fields(self) -> dict[str, Any]:
        first = serializers.DateTimeField(required=False, source="at__gte", help_text="From this moment on.")
        return {**super().get_fields(), "from": first}


class AuditEntrySerializer(serializers.Serializer[Any]):
    """One change: who, when, from what, to what, why."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    who = serializers.CharField(source="actor_name", help_text="Empty where no person did it.")
    token = serializers.CharField(
        source="token_name", help_text="The token of another system that did it in this person's name, if any."
    )
    action = serializers.CharField()
    what = serializers.SerializerMethodField(help_text="The action in words.")
    feature = serializers.CharField()
    segment = serializers.CharField(source="segment_key")
    customer_key = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()
    before_text = serializers.SerializerMethodField(help_text="In words.")
    after_text = serializers.SerializerMethodField(help_text="In words.")
    reason = serializers.CharField()

    def get_what(self, entry: AuditEntry) -> str:
        return action_text(entry.action)

    def get_before_text(self, entry: AuditEntry) -> str:
        return value_text(entry.action, entry.before, feature=entry.feature)

    def get_after_text(self, entry: AuditEntry) -> str:
        return value_text(entry.action, entry.after, feature=entry.feature)
