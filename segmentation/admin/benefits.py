"""Benefit segments: what groups of companies look for, what single companies said, and what products give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.apps import apps
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segmentation.admin.base import PluginAdmin
from segmentation.models import (
    Benefit,
    BenefitIndustry,
    BenefitSegment,
    BenefitWeight,
    CompanyBenefits,
    ProductBenefit,
)
from segmentation.models.benefits import LEAST_WEIGHT, MOST_WEIGHT

if TYPE_CHECKING:
    from django.contrib.admin import TabularInline as ThemedTable
elif apps.is_installed("unfold"):
    from unfold.admin import TabularInline as ThemedTable
else:
    from django.contrib.admin import TabularInline as ThemedTable


class WeightsTable(ThemedTable):
    model = BenefitWeight
    extra = 1


class IndustriesTable(ThemedTable):
    model = BenefitIndustry
    extra = 1


@admin.register(Benefit)
class BenefitAdmin(PluginAdmin):
    list_display = ["label", "key", "position"]
    search_fields = ["label", "key"]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Benefit | None = None) -> dict[str, Any]:
        return {} if obj else {"key": ["label"]}

    def get_readonly_fields(self, request: HttpRequest, obj: Benefit | None = None) -> list[str]:
        # Surveys name benefits by key.
        return ["key"] if obj else []


@admin.register(BenefitSegment)
class BenefitSegmentAdmin(PluginAdmin):
    list_display = ["name", "key", "weighed"]
    inlines = [WeightsTable, IndustriesTable]

    def get_queryset(self, request: HttpRequest) -> QuerySet[BenefitSegment]:
        segments: QuerySet[BenefitSegment] = super().get_queryset(request).annotate(weight_count=Count("weights"))
        return segments

    def get_prepopulated_fields(self, request: HttpRequest, obj: BenefitSegment | None = None) -> dict[str, Any]:
        return {} if obj else {"key": ["name"]}

    def get_readonly_fields(self, request: HttpRequest, obj: BenefitSegment | None = None) -> list[str]:
        return ["key"] if obj else []

    @admin.display(description=gettext_lazy("benefits weighed"))
    def weighed(self, segment: BenefitSegment) -> int:
        return int(segment.weight_count)  # type: ignore[attr-defined]


class CompanyBenefitsForm(forms.ModelForm):
    class Meta:
        model = CompanyBenefits
        fields = ["customer_key", "weights", "asked_on"]

    def clean_weights(self) -> dict[str, int]:
        weights = self.cleaned_data["weights"]
        if not isinstance(weights, dict):
            raise forms.ValidationError(_('Write it as {"key of a benefit": weight, ...}.'))
        known = set(Benefit.objects.values_list("key", flat=True))
        for key, weight in weights.items():
            if key not in known:
                raise forms.ValidationError(_("There is no benefit “%(key)s”.") % {"key": key})
            if type(weight) is not int or not LEAST_WEIGHT <= weight <= MOST_WEIGHT:
                text = _("The weight of “%(key)s” has to be a whole number from %(least)d to %(most)d.")
                raise forms.ValidationError(text % {"key": key, "least": LEAST_WEIGHT, "most": MOST_WEIGHT})
        return weights


@admin.register(CompanyBenefits)
class CompanyBenefitsAdmin(PluginAdmin):
    form = CompanyBenefitsForm
    list_display = ["customer_key", "asked_on"]
    search_fields = ["customer_key"]

    def get_readonly_fields(self, request: HttpRequest, obj: CompanyBenefits | None = None) -> list[str]:
        return ["customer_key"] if obj else []


@admin.register(ProductBenefit)
class ProductBenefitAdmin(PluginAdmin):
    list_display = ["sku", "benefit", "score"]
    list_filter = ["benefit"]
    list_select_related = ["benefit"]
    search_fields = ["sku"]
