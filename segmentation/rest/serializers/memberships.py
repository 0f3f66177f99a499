from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers

from segmentation.models import SegmentMembership
from segmentation.models.profiles import KEY_LENGTH
from segmentation.rest.serializers.segments import RefreshSerializer

MOST_COMPANIES = 5000

CHOICE_EXAMPLES = [
    OpenApiExample(
        "Put in until an end",
        value={
            "customer_keys": ["10042", "10077"],
            "include": True,
            "reason": "Pilot of the new price list",
            "expires_at": "2030-12-31T23:00:00Z",
        },
        request_only=True,
    ),
    OpenApiExample("Leave to the rule again", value={"customer_keys": ["10042"], "include": None}, request_only=True),
]

SEGMENTS_EXAMPLES = [
    OpenApiExample(
        "By its rule, and by hand",
        value=[
            {
                "segment": "toner-buyers",
                "name": "Toner buyers",
                "source": "automatic",
                "since": "2026-06-01T03:00:00Z",
                "because": "Bought in a category (Toner): in the last 90 days and Country is Denmark",
            },
            {
                "segment": "pilot",
                "name": "Pilot",
                "source": "manual",
                "since": "2026-06-03T09:12:00Z",
                "because": "By hand: Pilot of the new price list",
            },
        ],
        response_only=True,
        status_codes=["200"],
    )
]


class MemberSerializer(serializers.Serializer[Any]):
    customer_key = serializers.CharField()
    name = serializers.CharField()
    source = serializers.ChoiceField(SegmentMembership.Source.choices)  # type: ignore[assignment]
    since = serializers.DateTimeField()


class ByHandSerializer(serializers.Serializer[Any]):
    """What an admin or a program decided for a company, against the rule."""

    customer_key = serializers.CharField()
    name = serializers.CharField()
    include = serializers.BooleanField(help_text="In it; false for kept out of it.")
    reason = serializers.CharField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True)


class SegmentOfCompanySerializer(serializers.Serializer[Any]):
    segment = serializers.CharField()
    name = serializers.CharField()
    source = serializers.ChoiceField(SegmentMembership.Source.choices)  # type: ignore[assignment]
    since = serializers.DateTimeField()
    because = serializers.CharField(
        allow_blank=True,
        help_text="What put it there, in words: the rule as it is now, or the reason of the choice by hand.",
    )


class MakeChoiceSerializer(serializers.Serializer[Any]):
    customer_keys = serializers.ListField(
        child=serializers.CharField(max_length=KEY_LENGTH), allow_empty=False, max_length=MOST_COMPANIES
    )
    include = serializers.BooleanField(
        allow_null=True, help_text="True: in it. False: out of it. Null: as the rule says again."
    )
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    expires_at = serializers.DateTimeField(required=False, allow_null=True, default=None)

    def validate_expires_at(self, end: datetime | None) -> datetime | None:
        if end is not None and end <= timezone.now():
            raise serializers.ValidationError(_("The end has to be still to come."))
        return end

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["include"] is not None and not attrs["reason"]:
            raise serializers.ValidationError({"reason": _("Say why, for who finds it later.")})
        return attrs


class ChosenSerializer(serializers.Serializer[Any]):
    changed = serializers.IntegerField(help_text="Companies for which something changed.")
    refresh = RefreshSerializer(
        allow_null=True, help_text="Who moves them, where they are many; its progress can be read."
    )
