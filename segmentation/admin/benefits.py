"""Benefit segments: what groups of companies look for, what single companies said, and what products give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from segmentation.admin.audited import AuditedAdmin
from segmentation.admin.base import actor_of
from segmentation.admin.benefit_forms import (
    SCALE,
    BenefitSegmentForm,
    SurveyForm,
    WeighingForm,
    WeightTableForm,
    field_name,
    weighing,
)
from segmentation.admin.benefit_sheet import BenefitSheetAdmin
from segmentation.admin.labelled_changelist import LabelledAdminMixin
from segmentation.admin_links import company_link
from segmentation.models import Benefit, BenefitIndustry, BenefitSegment, CompanyBenefits, ProductBenefit
from segmentation.selectors.benefit_facts import (
    benefit_facts,
    benefit_segment_facts,
    company_benefit_facts,
    product_benefit_facts,
)
from segmentation.selectors.benefit_numbers import COMPANIES, PRODUCTS
from segmentation.selectors.benefit_table import read_benefit_table
from segmentation.selectors.customer_labels import find_customers
from segmentation.services.set_benefit_weights import set_benefit_weights
from segmentation.words.facts import Facts

if TYPE_CHECKING:
    from django.contrib.admin import TabularInline as ThemedTable
elif apps.is_installed("unfold"):
    from unfold.admin import TabularInline as ThemedTable
else:
    from django.contrib.admin import TabularInline as ThemedTable

FOUND_COMPANIES = 200
MOST_NUMBERS = 900
"""More of them than that are not sent in one form, which Django takes 1000 fields of."""


class IndustriesTable(ThemedTable):
    model = BenefitIndustry
    extra = 1
    hide_title = True
    verbose_name_plural = gettext_lazy("Industries whose companies belong to it")


class WeighingAdmin(AuditedAdmin):
    """Rows with a number for each benefit."""

    base_form: ClassVar[type[WeighingForm]]
    own_fields: ClassVar[Sequence[str]]
    heading: ClassVar[Any]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        kwargs["form"] = weighing(self.base_form, self._benefits(request))
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        can_write = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        weights = [field_name(benefit) for benefit in self._benefits(request)] if can_write else ["weights_in_words"]
        return [(None, {"fields": self.own_fields}), (self.heading, {"fields": weights, "description": SCALE})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        # Surveys and attributes name these rows by their key.
        return [self.own_key, "weights_in_words"] if obj else ["weights_in_words"]

    @property
    def own_key(self) -> str:
        return next(name for name in self.own_fields if name.endswith("key"))

    def _benefits(self, request: HttpRequest) -> Sequence[Benefit]:
        """Read once a request, though the admin asks for its fields again and again."""
        known: Any = request
        if not hasattr(known, "_bc_benefits"):
            known._bc_benefits = list(Benefit.objects.all())
        return cast("Sequence[Benefit]", known._bc_benefits)


@admin.register(Benefit)
class BenefitAdmin(AuditedAdmin):
    audit_action = "benefit"
    list_display = ["label", "key", "position"]
    search_fields = ["label", "key"]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Benefit | None = None) -> dict[str, Any]:
        return {} if obj else {"key": ["label"]}

    def get_readonly_fields(self, request: HttpRequest, obj: Benefit | None = None) -> list[str]:
        # Surveys name benefits by key.
        return ["key"] if obj else []

    def read_facts(self, rows: Sequence[Any]) -> Sequence[Facts]:
        return benefit_facts(rows)


@admin.register(BenefitSegment)
class BenefitSegmentAdmin(WeighingAdmin):
    """The list is the table of weights."""

    audit_action = "benefit_segment"
    base_form = BenefitSegmentForm
    own_fields = ["name", "key", "description"]
    heading = gettext_lazy("How much each benefit matters")
    list_display = ["name", "key", "description"]
    inlines = [IndustriesTable]

    def get_prepopulated_fields(self, request: HttpRequest, obj: BenefitSegment | None = None) -> dict[str, Any]:
        return {} if obj else {"key": ["name"]}

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        weights = {(form.instance.pk, benefit.pk): weight for benefit, weight in form.weights.items()}
        set_benefit_weights(weights, actor=actor_of(request))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        may_weigh = self.has_change_permission(request)
        table = read_benefit_table()
        if len(table.benefits) * len(table.segments) > MOST_NUMBERS:
            return super().changelist_view(request, extra_context)
        form = WeightTableForm(request.POST if request.method == "POST" else None, table=table)
        if form.is_bound and not may_weigh:
            raise PermissionDenied
        if form.is_bound and form.is_valid():
            if not form.is_overtaken:
                _say_weighed(request, set_benefit_weights(form.weights, actor=actor_of(request)))
                return HttpResponseRedirect(request.path)
            messages.warning(request, _("Somebody else changed weights meanwhile. Saving again puts yours in place."))
            form = WeightTableForm({**request.POST.dict(), "version": table.version}, table=table)
        elif form.is_bound:
            messages.error(request, _("Nothing was saved yet: please mend what is marked below."))
        context = {"table": table, "form": form, "may_weigh": may_weigh, "may_add": self.has_add_permission(request)}
        return self.render_page(
            request,
            "benefits.html",
            title=_("What companies look for"),
            styles=("segmentation/segments.css", "segmentation/benefits.css"),
            context=context,
        )

    @admin.display(description=gettext_lazy("weights"))
    def weights_in_words(self, segment: BenefitSegment) -> str:
        weights = segment.weights.select_related("benefit")
        return ", ".join(f"{weight.benefit.label}: {weight.weight}" for weight in weights)

    def read_facts(self, rows: Sequence[Any]) -> Sequence[Facts]:
        return benefit_segment_facts(rows)


@admin.register(CompanyBenefits)
class CompanyBenefitsAdmin(LabelledAdminMixin, BenefitSheetAdmin, WeighingAdmin):
    audit_action = "company_benefits"
    number_kind = COMPANIES
    sheet_title = gettext_lazy("What companies said, in a table")
    sheet_key = gettext_lazy("Customer number")
    base_form = SurveyForm
    own_fields = ["customer_key", "asked_on"]
    heading = gettext_lazy("How much each benefit matters to the company")
    list_display = ["company", "survey", "asked_on"]
    list_display_links = ["survey"]
    list_per_page = 50
    search_fields = ["customer_key"]
    search_help_text = gettext_lazy("Name or customer number")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        if not search_term:
            return queryset, False
        keys = {*find_customers(search_term, limit=FOUND_COMPANIES), search_term.strip()}
        return queryset.filter(pk__in=keys), False

    @admin.display(description=gettext_lazy("company"))
    def company(self, survey: CompanyBenefits) -> Any:
        return company_link(survey.label)  # type: ignore[attr-defined]

    @admin.display(description=gettext_lazy("survey"))
    def survey(self, survey: CompanyBenefits) -> str:
        count = len(survey.weights)
        return ngettext("%(count)d answer", "%(count)d answers", count) % {"count": count}

    @admin.display(description=gettext_lazy("weights"))
    def weights_in_words(self, survey: CompanyBenefits) -> str:
        labels = dict(Benefit.objects.values_list("key", "label"))
        return ", ".join(f"{labels.get(key, key)}: {weight}" for key, weight in survey.weights.items())

    def read_facts(self, rows: Sequence[Any]) -> Sequence[Facts]:
        return company_benefit_facts(rows)


@admin.register(ProductBenefit)
class ProductBenefitAdmin(BenefitSheetAdmin):
    audit_action = "product_benefit"
    number_kind = PRODUCTS
    sheet_title = gettext_lazy("What products give, in a table")
    sheet_key = gettext_lazy("Item number")
    list_display = ["sku", "benefit", "score"]
    list_filter = ["benefit"]
    list_select_related = ["benefit"]
    search_fields = ["sku"]

    def read_facts(self, rows: Sequence[Any]) -> Sequence[Facts]:
        return product_benefit_facts(rows)


def _say_weighed(request: HttpRequest, changed: int) -> None:
    if changed:
        text = ngettext("%(count)d weight changed.", "%(count)d weights changed.", changed) % {"count": changed}
        messages.success(request, text)
    else:
        messages.info(request, _("Nothing to change: every weight stands as you left it."))
