"""How the list of companies can be narrowed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from segmentation.models import BuyclassChoice, BuyclassOverride, CustomerProfile, Segment, SegmentMembership
from segmentation.words.profiles import FAIRLY_SURE_FROM, SURE_FROM
from segmentation.words.segment_names import segment_name

Profiles = QuerySet[CustomerProfile]


class BuyclassFilter(admin.SimpleListFilter):
    """By the class that counts: the chosen one while it holds, else the computed one."""

    title = _("buying type")
    parameter_name = "buyclass"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, str]]:
        return [(value, str(label)) for value, label in BuyclassChoice.choices]

    def queryset(self, request: HttpRequest, queryset: Profiles) -> Profiles:
        if not self.value():
            return queryset
        chosen = BuyclassOverride.objects.filter(customer_key=OuterRef("pk"), expires_at__gt=timezone.now())
        return queryset.filter(
            Exists(chosen.filter(buyclass=self.value())) | (Q(buyclass=self.value()) & ~Exists(chosen))
        )


class ConfidenceFilter(admin.SimpleListFilter):
    title = _("how sure")
    parameter_name = "sure"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, Any]]:
        return [("sure", _("Sure")), ("fairly", _("Fairly sure")), ("unsure", _("Not sure yet"))]

    def queryset(self, request: HttpRequest, queryset: Profiles) -> Profiles:
        ordered = queryset.filter(occasions__gt=0)
        match self.value():
            case "sure":
                return ordered.filter(confidence__gte=SURE_FROM)
            case "fairly":
                return ordered.filter(confidence__gte=FAIRLY_SURE_FROM, confidence__lt=SURE_FROM)
            case "unsure":
                return ordered.filter(confidence__lt=FAIRLY_SURE_FROM)
        return queryset


class SegmentFilter(admin.SimpleListFilter):
    title = _("segment")
    parameter_name = "segment"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, str]]:
        return [(key, segment_name(key, name)) for key, name in Segment.objects.values_list("key", "name")]

    def queryset(self, request: HttpRequest, queryset: Profiles) -> Profiles:
        if not self.value():
            return queryset
        members = SegmentMembership.objects.filter(segment__key=self.value(), customer_key=OuterRef("pk"))
        return queryset.filter(Exists(members))
