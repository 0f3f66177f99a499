from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from shop.companies.models import Address, CompanyMember


class AddressSerializer(serializers.ModelSerializer[Address]):
    country = serializers.RegexField(
        r"^[A-Z]{2}\Z",
        default="DK",
        error_messages={"invalid": _("Enter the two letters of the country, such as DK.")},
    )

    class Meta:
        model = Address
        fields: ClassVar[list[str]] = [
            "id", "label", "recipient", "street", "postcode", "city", "region", "country", "is_default",
        ]  # fmt: skip


class MembershipSerializer(serializers.ModelSerializer[CompanyMember]):
    """A company the person acts for, and what they may do there."""

    number = serializers.CharField(source="company.number")
    name = serializers.CharField(source="company.name")
    is_current = serializers.SerializerMethodField()

    class Meta:
        model = CompanyMember
        fields: ClassVar[list[str]] = ["number", "name", "role", "is_current"]

    def get_is_current(self, member: CompanyMember) -> bool:
        return bool(member == self.context["current"])


class FeatureFilterSerializer(serializers.Serializer[Any]):
    category = serializers.SlugField(required=False, allow_blank=True, default="")


class FeatureSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    enabled = serializers.BooleanField()
    decided_by = serializers.CharField()
