"""Segments: the list with who decides first, the page of one, and where it is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from segmentation import conf
from segmentation.admin.base import actor_of, may
from segmentation.admin.difference_rows import difference_groups
from segmentation.admin.htmx import HTMX
from segmentation.admin.overview import CHART_SCRIPTS
from segmentation.admin.rule_into_draft import may_draft
from segmentation.admin.segment_choices import ChoicesPage
from segmentation.admin.segment_deletion import SegmentDeletion
from segmentation.admin.segment_editor import SegmentEditor
from segmentation.admin.segment_export import export_members
from segmentation.admin.segment_order import moved, posted_order
from segmentation.admin.segment_tasks import enqueue_refresh, standing_of
from segmentation.models import BuyclassChoice, Segment
from segmentation.selectors.may_switch import NeedsDraftError, check_may_switch
from segmentation.selectors.rule_names import stored_rule_names
from segmentation.selectors.segment_list import list_segments
from segmentation.selectors.segment_moves import read_moves
from segmentation.selectors.segment_page import read_segment_page
from segmentation.selectors.segment_profile import profile_segment
from segmentation.services.builtin_rules import is_tuned
from segmentation.services.reorder_segments import SegmentsChangedError, reorder_segments
from segmentation.services.request_refresh import request_refresh
from segmentation.services.save_segment import reset_builtin_rule
from segmentation.tables.write import MOST_XLSX_ROWS
from segmentation.time_limit import TooSlowError, time_limit
from segmentation.words.segment_names import segment_name
from segmentation.words.segment_size import size_chart
from segmentation.words.segments import lines_of, sentence_of

STYLES = ("segmentation/segments.css",)
PROFILE_PATIENCE = 20
"""Seconds that each look for differences may take in the database."""


@admin.register(Segment)
class SegmentAdmin(SegmentDeletion):
    list_display = ["name", "priority"]
    ordering = ["priority"]
    actions = None

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        pages: dict[str, tuple[str, Callable[..., Any]]] = {
            "page": ("", self.page_view),
            "members": ("members.<str:form>", self.members_view),
            "progress": ("progress/", self.progress_view),
            "profile": ("profile/", self.profile_view),
            "refresh": ("refresh/", self.refresh_view),
            "reset": ("reset/", self.reset_view),
            "choices": ("choices/", self.choices_view),
        }
        return [
            path("order/", guarded(self.order_view), name="segmentation_segment_order"),
            *(
                path(f"<int:pk>/{end}", guarded(view), name=f"segmentation_segment_{name}")
                for name, (end, view) in pages.items()
            ),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        text = request.GET.get("q", "").strip()
        rows = list_segments(text)
        names = stored_rule_names(row.segment.rule for row in rows)
        return self.render_page(
            request,
            "segments.html",
            title=_("Segments"),
            context={
                "rows": [(row, sentence_of(row.segment.rule, names=names), is_tuned(row.segment)) for row in rows],
                "text": text,
                "may_add": self.has_add_permission(request),
                "may_order": self.has_change_permission(request) and not text,
            },
            scripts=("segmentation/segment-order.js",),
            styles=STYLES,
        )

    def order_view(self, request: HttpRequest) -> HttpResponse:
        """Put the segments in another order: all of them as dragged, or one a step up or down."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request):
            raise PermissionDenied
        stored = list(Segment.objects.order_by("priority").values_list("key", flat=True))
        button = request.POST.get("move", "")
        wanted = moved(stored, button) if button else posted_order(request.POST)
        try:
            check_may_switch()
            reorder_segments(wanted, actor=actor_of(request))
        except NeedsDraftError as error:
            messages.error(request, str(error))
        except SegmentsChangedError:
            messages.error(request, _("The list of segments has changed meanwhile. Please look again, and move anew."))
        else:
            messages.success(request, _("The order is saved. It decides at once."))
        anchor = f"#segment-{button.partition(':')[2]}" if button else ""
        return HttpResponseRedirect(reverse("admin:segmentation_segment_changelist") + anchor)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return SegmentEditor(self, request, Segment()).answer()

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        segment = Segment.objects.filter(pk=object_id).first() if object_id.isdigit() else None
        if segment is None:
            if self.has_view_or_change_permission(request):
                raise Http404
            raise PermissionDenied
        if self.has_change_permission(request, segment) or self._may_propose(request, segment):
            return SegmentEditor(self, request, segment).answer()
        if request.method == "POST" or not self.has_view_permission(request, segment):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("admin:segmentation_segment_page", args=[segment.pk]))

    def page_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        segment = self._seen(request, pk)
        search = request.GET.get("q", "").strip()
        asked = request.GET
        with_members = self._may_members(request)
        page = read_segment_page(segment, search=search, page=asked.get("p", "1"), with_members=with_members)
        moves = None
        if with_members:
            moves = read_moves(segment, refresh=asked.get("refresh", ""), page=asked.get("m", "1"))
        return self.render_page(
            request,
            "segment.html",
            title=segment_name(segment.key, segment.name),
            context={
                **self._standing(request, segment),
                "page": page,
                "moves": moves,
                "size_chart": size_chart(segment, page.counts),
                "move_days": conf.get("MEMBERSHIP_MOVE_DAYS"),
                "search": search,
                "query": urlencode({"q": search}) if search else "",
                "lines": lines_of(segment.rule, names=stored_rule_names([segment.rule])),
                "tuned": is_tuned(segment),
                "may_delete": self.has_delete_permission(request, segment),
                "most_xlsx": MOST_XLSX_ROWS,
                "preview_classes": [] if segment.key in BuyclassChoice.values else BuyclassChoice.choices,
                "profile": self._profile(segment) if "profile" in request.GET else None,
            },
            scripts=(*HTMX, *CHART_SCRIPTS),
            styles=STYLES,
        )

    def progress_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The progress alone, for the page to renew by itself; when all is done the page is loaded anew."""
        standing = self._standing(request, self._seen(request, pk))
        response = render(request, "admin/segmentation/_segment_progress.html", standing)
        if not standing["at_work"]:
            response["HX-Refresh"] = "true"
        return response

    def profile_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        segment = self._seen(request, pk)
        context = {"profile": self._profile(segment), "segment": segment}
        return render(request, "admin/segmentation/_segment_profile.html", context)

    def members_view(self, request: HttpRequest, pk: int, form: str) -> HttpResponse:
        segment = self._seen_with_members(request, pk)
        if form not in {"csv", "xlsx"}:
            raise Http404
        answer: HttpResponse = export_members(request, segment, form=form)
        return answer

    def refresh_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        segment = self._changed(request, pk)
        if not isinstance(segment, Segment):
            return segment
        if segment.rule is not None:
            enqueue_refresh(
                request, request_refresh(segment, actor=actor_of(request), now=timezone.now(), by_hand=True)
            )
            messages.success(request, _("The companies are being worked out. You can watch it here."))
        return self._back(segment)

    def reset_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        segment = self._changed(request, pk)
        if not isinstance(segment, Segment):
            return segment
        if not segment.is_builtin:
            raise Http404
        try:
            check_may_switch()
        except NeedsDraftError as error:
            messages.error(request, str(error))
            return self._back(segment)
        refresh = reset_builtin_rule(segment.pk, actor=actor_of(request))
        if refresh is not None:
            enqueue_refresh(request, refresh)
        messages.success(request, _("The segment has the rule it came with again."))
        return self._back(segment)

    def choices_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        segment = self._seen_with_members(request, pk)
        may_choose = self.has_change_permission(request, segment)
        if request.method == "POST" and not may_choose:
            raise PermissionDenied
        return ChoicesPage(self, request, segment, may_choose=may_choose).answer()

    def _may_propose(self, request: HttpRequest, segment: Segment) -> bool:
        """Whether this person may write a rule for a draft; the editor saves no other way for them."""
        saves = request.method == "POST" and request.POST.get("do", "save") == "save"
        return self.has_view_permission(request, segment) and may_draft(request) and not saves

    def _seen(self, request: HttpRequest, pk: int) -> Segment:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return get_object_or_404(Segment, pk=pk)

    def _may_members(self, request: HttpRequest) -> bool:
        """Whether this person may know which companies are in segments, as the API asks it."""
        return may(request, "view", "segmentmembership")

    def _seen_with_members(self, request: HttpRequest, pk: int) -> Segment:
        if not self._may_members(request):
            raise PermissionDenied
        return self._seen(request, pk)

    def _changed(self, request: HttpRequest, pk: int) -> Segment | HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request):
            raise PermissionDenied
        return get_object_or_404(Segment, pk=pk)

    def _back(self, segment: Segment) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:segmentation_segment_page", args=[segment.pk]))

    def _standing(self, request: HttpRequest, segment: Segment) -> dict[str, Any]:
        return {**standing_of(segment), "may_change": self.has_change_permission(request, segment)}

    def _profile(self, segment: Segment) -> dict[str, Any]:
        try:
            with time_limit(PROFILE_PATIENCE):
                found = profile_segment(segment, today=timezone.localdate())
        except TooSlowError:
            return {"trouble": _("The database could not compare all companies in time. Please try again later.")}
        return {
            "found": found,
            "groups": difference_groups(found.differences, names=found.names),
            "by_rule": difference_groups(found.by_rule, names=found.names),
        }
