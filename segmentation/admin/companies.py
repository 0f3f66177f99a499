"""The list of companies."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import Case, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segmentation.admin.base import ReadOnlyAdmin
from segmentation.admin.company_filters import (
    BuyclassFilter,
    ConfidenceFilter,
    RegularityFilter,
    SegmentFilter,
    ValueFilter,
)
from segmentation.admin.company_page import CompanyPageMixin
from segmentation.admin.labelled_changelist import LabelledAdminMixin, LabelledChangeListMixin
from segmentation.admin.overview import overview_view
from segmentation.admin.preview import preview_urls
from segmentation.admin_links import company_link
from segmentation.models import BuyclassChoice, BuyclassOverride, CustomerProfile, RegularityChoice
from segmentation.models.profile_facts import rhythm_of, value_of
from segmentation.selectors.customer_labels import find_customers
from segmentation.words import profiles as profile_words
from segmentation.words.rhythm import next_order_days, regularity_text
from segmentation.words.value import change_text, money_text

FOUND_COMPANIES = 500

EVENNESS = Case(
    When(regularity=RegularityChoice.REGULAR, then=3),
    When(regularity=RegularityChoice.FAIRLY_REGULAR, then=2),
    When(regularity=RegularityChoice.IRREGULAR, then=1),
    default=0,
)
"""Sorts the most regular last, and who ordered too little to say first."""


class CompanyChangeListMixin(LabelledChangeListMixin):
    """Adds to every row of the page the class an admin chose, where one holds."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        chosen = BuyclassOverride.objects.filter(
            customer_key__in=[row.pk for row in self.result_list], expires_at__gt=timezone.now()
        )
        by_key = dict(chosen.values_list("customer_key", "buyclass"))
        for row in self.result_list:
            row.chosen = by_key.get(row.pk, "")


@admin.register(CustomerProfile)
class CompanyAdmin(LabelledAdminMixin, CompanyPageMixin, ReadOnlyAdmin):
    changelist_mixin = CompanyChangeListMixin
    list_display = [
        "company",
        "buying_type",
        "shares",
        "sure",
        "activity_words",
        "next_order",
        "regularity_words",
        "year",
        "occasions",
    ]
    list_display_links = None
    list_filter = [
        BuyclassFilter,
        "activity",
        RegularityFilter,
        ValueFilter,
        "mixed",
        ConfidenceFilter,
        SegmentFilter,
    ]
    search_fields = ["customer_key"]
    search_help_text = gettext_lazy("Name or customer number")
    ordering = ["-last_order", "customer_key"]
    list_per_page = 50

    def get_urls(self) -> list[URLPattern]:
        return [
            path("overview/", self.admin_site.admin_view(self.overview_view), name="segmentation_overview"),
            *preview_urls(self.admin_site),
            *self.company_urls(),
            *super().get_urls(),
        ]

    def overview_view(self, request: HttpRequest) -> HttpResponse:
        return overview_view(self, request)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[CustomerProfile], search_term: str
    ) -> tuple[QuerySet[CustomerProfile], bool]:
        if not search_term:
            return queryset, False
        keys = find_customers(search_term, limit=FOUND_COMPANIES)
        if len(keys) == FOUND_COMPANIES:
            text = _("More than %(count)d companies match; these are the first. Please type more of the name.")
            messages.warning(request, text % {"count": FOUND_COMPANIES})
        return queryset.filter(customer_key__in={*keys, search_term.strip()}), False

    @admin.display(description=gettext_lazy("company"), ordering="customer_key")
    def company(self, profile: CustomerProfile) -> SafeString | str:
        return company_link(profile.label)  # type: ignore[attr-defined]

    @admin.display(description=gettext_lazy("buying type"), ordering="buyclass")
    def buying_type(self, profile: CustomerProfile) -> SafeString:
        chosen: str = profile.chosen  # type: ignore[attr-defined]
        buyclass = BuyclassChoice(chosen or profile.buyclass)
        badge = format_html('<span class="bc-badge bc-{}">{}</span>', buyclass.value, buyclass.label)
        note = _("by hand") if chosen else _("mixed") if profile.mixed else ""
        return format_html('{} <span class="bc-quiet">{}</span>', badge, note) if note else badge

    @admin.display(description=gettext_lazy("routine, major, new"))
    def shares(self, profile: CustomerProfile) -> str:
        context = {"parts": profile_words.share_parts(profile), "text": profile_words.shares_text(profile)}
        return render_to_string("admin/segmentation/_share_bar.html", context)

    @admin.display(description=gettext_lazy("how sure"), ordering="confidence")
    def sure(self, profile: CustomerProfile) -> str:
        return profile_words.confidence_band(profile)

    @admin.display(description=gettext_lazy("activity"), ordering="activity")
    def activity_words(self, profile: CustomerProfile) -> str:
        return profile.get_activity_display()

    @admin.display(description=gettext_lazy("next order"), ordering="expected_from")
    def next_order(self, profile: CustomerProfile) -> str:
        return next_order_days(rhythm_of(profile, today=timezone.localdate()))

    @admin.display(description=gettext_lazy("regularity"), ordering=EVENNESS)
    def regularity_words(self, profile: CustomerProfile) -> SafeString | str:
        if not profile.regularity:
            return regularity_text("") if profile.occasions else ""
        return format_html('<span class="bc-badge">{}</span>', regularity_text(profile.regularity))

    @admin.display(description=gettext_lazy("12 months"), ordering="value_year")
    def year(self, profile: CustomerProfile) -> SafeString | str:
        if not profile.occasions:
            return ""
        value = value_of(profile, today=timezone.localdate())
        return format_html(
            '<span class="bc-amount">{}</span> <span class="bc-quiet">{}</span>',
            money_text(value.last_year),
            change_text(value),
        )
