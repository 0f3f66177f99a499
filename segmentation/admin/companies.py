"""The list of companies, and the page of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Case, QuerySet, When
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segmentation import conf
from segmentation.admin.base import ReadOnlyAdmin, actor_of, live_after, may
from segmentation.admin.company_feature_form import FeatureForm
from segmentation.admin.company_filters import (
    BuyclassFilter,
    ConfidenceFilter,
    RegularityFilter,
    SegmentFilter,
    ValueFilter,
)
from segmentation.admin.company_forms import AttributeForm, BuyclassForm, ByHandForm, MembershipForm
from segmentation.admin.company_override import may_set_feature, put_feature, wants_draft
from segmentation.admin.into_draft import draft_context
from segmentation.admin.labelled_changelist import LabelledAdminMixin, LabelledChangeListMixin
from segmentation.admin.overview import CHART_SCRIPTS, overview_view
from segmentation.admin.preview import preview_urls
from segmentation.admin_links import company_link, company_url
from segmentation.models import BuyclassChoice, BuyclassOverride, CustomerProfile, RegularityChoice
from segmentation.models.profile_facts import rhythm_of, value_of
from segmentation.selectors.attributes import AttributeValue
from segmentation.selectors.company_page import read_company_page
from segmentation.selectors.customer_labels import find_customers
from segmentation.selectors.may_switch import may_switch_directly, needs_draft_text
from segmentation.values.headers import importable
from segmentation.words import profiles as profile_words
from segmentation.words.dimensions import by_family
from segmentation.words.rhythm import next_order_days, regularity_text
from segmentation.words.share_history import shares_chart
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
class CompanyAdmin(LabelledAdminMixin, ReadOnlyAdmin):
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
        posts = [
            ("feature", FeatureForm, "featureoverride"),
            ("buyclass", BuyclassForm, "buyclassoverride"),
            ("segment", MembershipForm, "segmentmembership"),
            ("value", AttributeForm, "companyattributes"),
        ]
        overview = self.admin_site.admin_view(self.overview_view)
        return (
            [path("overview/", overview, name="segmentation_overview"), *preview_urls(self.admin_site)]
            + [
                path(
                    f"<path:object_id>/{name}/",
                    self.admin_site.admin_view(self.set_by_hand),
                    {"form_class": form, "model": model},
                    name=f"segmentation_company_{name}",
                )
                for name, form, model in posts
            ]
            + super().get_urls()
        )

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

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        page = read_company_page(unquote(object_id), now=timezone.now(), seen_by=request.GET.get("as", ""))
        if page is None:
            raise Http404
        return self.render_page(
            request,
            "company.html",
            title=page.label.name,
            scripts=CHART_SCRIPTS,
            styles=("segmentation/matrix.css", "segmentation/feature.css"),
            context={
                "page": page,
                "shares_chart": shares_chart(page.shares),
                "feature_rows": [(line, FeatureForm(line=line)) for line in page.features],
                "families": _families(page.values),
                "quoted_key": object_id,
                "may_buyclass": may(request, "change", "buyclassoverride"),
                "may_value": may(request, "change", "companyattributes"),
                "statable": by_family(importable(), lambda dimension: dimension.family),
                "may_segment": may(request, "change", "segmentmembership"),
                "buyclasses": BuyclassChoice.choices,
                "override_days": conf.get("OVERRIDE_DAYS"),
                "live_after": live_after(),
                **draft_context(request),
                "directly": may(request, "change", "featureoverride") and may_switch_directly(),
            },
        )

    def set_by_hand(
        self, request: HttpRequest, object_id: str, form_class: type[ByHandForm], model: str
    ) -> HttpResponse:
        """Take one of the company page's forms, and go back to the page."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        is_feature = form_class is FeatureForm
        if not self.has_view_permission(request) or not (
            may_set_feature(request) if is_feature else may(request, "change", model)
        ):
            raise PermissionDenied
        customer_key = unquote(object_id)
        if read_company_page(customer_key, now=timezone.now()) is None:
            raise Http404
        if is_feature and not wants_draft(request) and not may_switch_directly():
            messages.error(request, needs_draft_text())
            return HttpResponseRedirect(company_url(customer_key))
        form = form_class(request.POST)
        if not form.is_valid():
            messages.error(request, " ".join(form.messages))
        elif isinstance(form, FeatureForm) and wants_draft(request):
            return put_feature(request, form, customer_key=customer_key)
        elif form.save(customer_key=customer_key, actor=actor_of(request)):
            messages.success(request, _("Changed. It is live in a few seconds."))
        else:
            messages.info(request, _("Nothing to change: it stands like that already."))
        return HttpResponseRedirect(company_url(customer_key))

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


def _families(values: Sequence[AttributeValue]) -> list[tuple[str, list[AttributeValue], list[AttributeValue]]]:
    """By family, what is known and what is not."""
    return [
        (family, [one for one in own if one.value is not None], [one for one in own if one.value is None])
        for family, own in by_family(values, lambda value: value.dimension.family)
    ]
