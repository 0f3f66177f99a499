from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rest_framework import serializers

from segmentation.models.key_account_facts import Group, KeyAccountRow
from segmentation.words.key_accounts import against_texts, standing_text, stated_by


class KeyAccountFilterSerializer(serializers.Serializer[Any]):
    group = serializers.ChoiceField(
        [group.value for group in Group],
        required=False,
        default=Group.SUGGESTED.value,
        help_text="`key`: key accounts; `suggested`: might be one; `against`: key accounts that would not be suggested"
        " today; `aside`: not to be suggested until a day.",
    )


class KeyAccountSerializer(serializers.Serializer[Any]):
    """A company that is a key account, or might be one, with what speaks for and against it."""

    customer_key = serializers.CharField(source="label.key")
    name = serializers.CharField(source="label.name")
    is_key_account = serializers.BooleanField(source="is_key")
    is_suggested = serializers.BooleanField(allow_null=True, help_text="Null while the margin is not known.")
    account_manager = serializers.CharField(source="manager", allow_blank=True)
    margin = serializers.CharField(allow_null=True, help_text="Of 12 months, in whole units of the currency.")
    place = serializers.IntegerField(allow_null=True, help_text="By margin; 1 is the largest.")
    stands = serializers.SerializerMethodField(help_text="Margin, place and growth, in words.")
    against = serializers.SerializerMethodField(help_text="What speaks against a key account, in words.")
    said_at = serializers.DateTimeField(source="stated.at", default=None, allow_null=True)
    said_by = serializers.SerializerMethodField(help_text="Who or what made it a key account, or took that off.")
    aside_until = serializers.DateField(source="dismissal.until", default=None, allow_null=True)

    def get_stands(self, row: KeyAccountRow) -> str:
        return standing_text(row, places=self.context["places"])

    def get_against(self, row: KeyAccountRow) -> Sequence[str]:
        return against_texts(row, places=self.context["places"])

    def get_said_by(self, row: KeyAccountRow) -> str:
        return stated_by(row.stated)
