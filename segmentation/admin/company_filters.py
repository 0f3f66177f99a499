"""How the list of companies can be narrowed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from segmentation.models import (
    BuyclassChoice,
    BuyclassOverride,
    CustomerProfile,
    RegularityChoice,
    Segment,
    SegmentMembership,
)
from segmentation.models.profile_facts import LITTLE_PERCENT, Trend, is_two_years_on_record
from segmentation.words.profiles import FAIRLY_SURE_FROM, SURE_FROM
from segmentation.words.rhythm import too_few_text
from segmentation.words.segment_names import segment_name

Profiles = QuerySet[CustomerProfile]

TOO_FEW = "too_few"

_LITTLE = F("value_year_before") * LITTLE_PERCENT
_CHANGE = (F("value_year") - F("value_year_before")) * 100
_BOTH = Q(value_year__gt=0, value_year_before__gt=0)
_TRENDS = {
    Trend.MORE: _BOTH & Q(GreaterThanOrEqual(_CHANGE, _LITTLE)),
    Trend.SAME: _BOTH & Q(GreaterThan(_CHANGE, -_LITTLE)) & Q(LessThan(_CHANGE, _LITTLE)),
    Trend.LESS: _BOTH & Q(LessThanOrEqual(_CHANGE, -_LITTLE)),
    Trend.STOPPED: Q(value_year__lte=0, value_year_before__gt=0),
    Trend.FIRST: Q(value_year__gt=0, value_year_before__lte=0),
    Trend.NOTHING: Q(value_year__lte=0, value_year_before__lte=0),
}


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


class RegularityFilter(admin.SimpleListFilter):
    title = _("regularity")
    parameter_name = "regularity"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, str]]:
        return [*((value, str(label)) for value, label in RegularityChoice.choices), (TOO_FEW, too_few_text())]

    def queryset(self, request: HttpRequest, queryset: Profiles) -> Profiles:
        if not self.value():
            return queryset
        return queryset.filter(regularity="" if self.value() == TOO_FEW else self.value())


class ValueFilter(admin.SimpleListFilter):
    """By what was bought in twelve months beside the twelve before; the database's side of `trend_of`."""

    title = _("value of 12 months")
    parameter_name = "value"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, Any]]:
        return [
            (Trend.MORE, _("More than the year before")),
            (Trend.SAME, _("About the same")),
            (Trend.LESS, _("Less than the year before")),
            (Trend.STOPPED, _("Nothing any more")),
            (Trend.FIRST, _("No orders the year before")),
            (Trend.NOTHING, _("Nothing in two years")),
        ]

    def queryset(self, request: HttpRequest, queryset: Profiles) -> Profiles:
        chosen = self.value()
        if chosen is None or chosen not in _TRENDS:
            return queryset
        if not is_two_years_on_record(today=timezone.localdate()):
            queryset = queryset.filter(history_truncated=False)
        return queryset.filter(_TRENDS[Trend(chosen)])


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
