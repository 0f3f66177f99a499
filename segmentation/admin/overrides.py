"""What is set by hand for single companies; read here, changed on the company's own page."""

from __future__ import annotations

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from segmentation.admin.base import ReadOnlyAdmin
from segmentation.admin.labelled_changelist import LabelledAdminMixin
from segmentation.admin_links import company_link
from segmentation.models import BuyclassOverride, FeatureOverride
from segmentation.words.audit import feature_text


@admin.register(FeatureOverride)
class FeatureOverrideAdmin(LabelledAdminMixin, ReadOnlyAdmin):
    list_display = ["company", "feature_name", "enabled", "reason", "author", "created_at", "expires_at"]
    list_display_links = None
    list_filter = ["enabled", "feature"]
    list_select_related = ["author"]
    ordering = ["-created_at"]
    list_per_page = 50

    @admin.display(description=_("company"), ordering="customer_key")
    def company(self, row: FeatureOverride) -> SafeString | str:
        return company_link(row.label)  # type: ignore[attr-defined]

    @admin.display(description=_("feature"), ordering="feature")
    def feature_name(self, row: FeatureOverride) -> str:
        return feature_text(row.feature)


@admin.register(BuyclassOverride)
class BuyclassOverrideAdmin(LabelledAdminMixin, ReadOnlyAdmin):
    list_display = ["company", "buyclass", "reason", "author", "created_at", "expires_at"]
    list_display_links = None
    list_filter = ["buyclass"]
    list_select_related = ["author"]
    ordering = ["-created_at"]
    list_per_page = 50

    @admin.display(description=_("company"), ordering="customer_key")
    def company(self, row: BuyclassOverride) -> SafeString | str:
        return company_link(row.label)  # type: ignore[attr-defined]
