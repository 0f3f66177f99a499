"""Segments: names, descriptions and who decides first. The built-in ones stay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from segmentation.admin.base import PluginAdmin, actor_of
from segmentation.models import Segment
from segmentation.services.delete_segment import delete_segment
from segmentation.services.save_segment import save_segment


@admin.register(Segment)
class SegmentAdmin(PluginAdmin):
    list_display = ["name", "priority", "description", "members", "is_builtin", "key"]
    fields = ["name", "key", "description", "priority"]
    ordering = ["priority"]
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Segment]:
        segments: QuerySet[Segment] = super().get_queryset(request).annotate(member_count=Count("memberships"))
        return segments

    def get_readonly_fields(self, request: HttpRequest, obj: Segment | None = None) -> list[str]:
        return ["key"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Segment | None = None) -> dict[str, Sequence[str]]:
        return {} if obj else {"key": ["name"]}

    def has_delete_permission(self, request: HttpRequest, obj: Segment | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.is_builtin)

    def save_model(self, request: HttpRequest, obj: Segment, form: Any, change: bool) -> None:
        save_segment(obj, actor=actor_of(request))

    def delete_model(self, request: HttpRequest, obj: Segment) -> None:
        delete_segment(obj.pk, actor=actor_of(request))

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """What goes with a segment, as numbers: its members may be very many."""
        count = sum(segment.memberships.count() for segment in objs)
        members = ngettext("%(count)d company leaves it", "%(count)d companies leave it", count) % {"count": count}
        rules = _("The switches set for it are dropped")
        return [*[segment.name for segment in objs], [members, rules]], {str(_("segments")): len(objs)}, set(), []

    @admin.display(description=gettext_lazy("companies"), ordering="member_count")
    def members(self, segment: Segment) -> SafeString:
        url = reverse("admin:segmentation_customerprofile_changelist")
        count: int = segment.member_count  # type: ignore[attr-defined]
        return format_html('<a class="bc-link" href="{}?segment={}">{}</a>', url, segment.key, count)
