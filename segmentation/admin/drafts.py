"""Drafts as a plain list: what is in them, where they stand and when they are due."""

from __future__ import annotations

from django.contrib import admin

from segmentation.admin.base import ReadOnlyAdmin
from segmentation.models import Draft


@admin.register(Draft)
class DraftAdmin(ReadOnlyAdmin):
    list_display = ["title", "state", "author", "publish_at", "ends_at", "published_at", "problem"]
    list_filter = ["state"]
    list_select_related = ["author"]
    search_fields = ["title", "reason"]
    list_per_page = 50
    exclude = ["changed_by"]
