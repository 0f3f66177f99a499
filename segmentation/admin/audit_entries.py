"""Who changed what, when, from what, to what and why; only ever read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from segmentation.admin.base import ReadOnlyAdmin
from segmentation.admin.labelled_changelist import LabelledAdminMixin
from segmentation.admin_links import company_link
from segmentation.models import AuditEntry
from segmentation.registry import features
from segmentation.selectors.audit import with_segment_name
from segmentation.selectors.customer_labels import find_customers
from segmentation.words.audit import ACTIONS, action_text, feature_text, value_text
from segmentation.words.segment_names import segment_name

FOUND_COMPANIES = 200


class ActionFilter(admin.SimpleListFilter):
    title = _("what")
    parameter_name = "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, str]]:
        return [(action, str(words)) for action, words in ACTIONS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        return queryset.filter(action=self.value()) if self.value() else queryset


class FeatureFilter(admin.SimpleListFilter):
    title = _("feature")
    parameter_name = "feature"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, str]]:
        return [(feature.key, str(feature.label)) for feature in features]

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        return queryset.filter(feature=self.value()) if self.value() else queryset


@admin.register(AuditEntry)
class AuditEntryAdmin(LabelledAdminMixin, ReadOnlyAdmin):
    list_display = ["at", "who", "what", "about", "was", "became", "reason"]
    list_display_links = None
    list_filter = [ActionFilter, FeatureFilter, "at"]
    search_fields = ["actor_name", "feature", "segment_key", "customer_key", "reason"]
    search_help_text = _("Who, feature, segment, company or reason")
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEntry]:
        return with_segment_name(super().get_queryset(request))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[AuditEntry], search_term: str
    ) -> tuple[QuerySet[AuditEntry], bool]:
        found, duplicates = super().get_search_results(request, queryset, search_term)
        if search_term:
            wanted = search_term.casefold()
            by_label = [feature.key for feature in features if wanted in str(feature.label).casefold()]
            companies = find_customers(search_term, limit=FOUND_COMPANIES)
            found |= queryset.filter(Q(customer_key__in=companies) | Q(feature__in=by_label))
        return found, duplicates

    @admin.display(description=_("who"), ordering="actor_name")
    def who(self, entry: AuditEntry) -> str:
        return entry.actor_name or str(_("The shop itself"))

    @admin.display(description=_("what"), ordering="action")
    def what(self, entry: AuditEntry) -> str:
        return action_text(entry.action)

    @admin.display(description=_("about"))
    def about(self, entry: AuditEntry) -> SafeString | str:
        parts: list[SafeString | str] = [feature_text(entry.feature)] if entry.feature else []
        if entry.segment_key:
            parts.append(segment_name(entry.segment_key, entry.segment_name))  # type: ignore[attr-defined]
        if entry.customer_key:
            parts.append(company_link(entry.label))  # type: ignore[attr-defined]
        return format_html_join(", ", "{}", ((part,) for part in parts))

    @admin.display(description=_("from"))
    def was(self, entry: AuditEntry) -> str:
        return value_text(entry.action, entry.before, feature=entry.feature)

    @admin.display(description=_("to"))
    def became(self, entry: AuditEntry) -> str:
        return value_text(entry.action, entry.after, feature=entry.feature)
