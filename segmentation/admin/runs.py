"""Runs with their progress, and the button that starts one."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from kombu.exceptions import OperationalError

from segmentation.admin.base import ReadOnlyAdmin, may
from segmentation.models import Run
from segmentation.selectors.run_page import read_run_page
from segmentation.selectors.runs import count_waiting_companies, is_at_work, last_started_full_run, runs_with_progress
from segmentation.tasks import run_full
from segmentation.words.runs import progress_of

logger = logging.getLogger(__name__)


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin):
    change_list_template = "admin/segmentation/runs.html"
    list_display = ["started", "kind", "progress", "as_of", "customers", "changed", "by"]
    list_display_links = None
    list_filter = ["kind", "state"]
    list_select_related = ["started_by"]
    list_per_page = 30

    class Media:
        js = ["segmentation/runs.js"]

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        return [
            path("start/", guarded(self.start_view), name="segmentation_run_start"),
            path("progress/", guarded(self.progress_view), name="segmentation_run_progress"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Run]:
        return runs_with_progress()

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {**_standing(request), **(extra_context or {})})

    def progress_view(self, request: HttpRequest) -> HttpResponse:
        """The panel alone, for the page to renew by itself."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return render(request, "admin/segmentation/_run_panel.html", _standing(request))

    def start_view(self, request: HttpRequest) -> HttpResponse:
        """Ask for a full run, unless one is under way."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not may(request, "add", "run"):
            raise PermissionDenied
        latest = last_started_full_run()
        if latest is not None and is_at_work(latest, now=timezone.now()):
            messages.warning(request, _("All companies are being worked out already. You can watch it here."))
        else:
            self._enqueue(request)
        return HttpResponseRedirect(reverse("admin:segmentation_run_changelist"))

    def _enqueue(self, request: HttpRequest) -> None:
        transaction.on_commit(lambda: self._send(request))

    def _send(self, request: HttpRequest) -> None:
        try:
            run_full.delay(started_by=request.user.pk)
        except OperationalError:
            logger.exception("A full run could not be handed to a worker.")
            messages.error(
                request, _("The workers cannot be reached at the moment. Nothing is lost: the nightly run does it all.")
            )
        else:
            messages.success(request, _("All companies are being worked out. You can watch it here."))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        page = read_run_page(int(object_id)) if object_id.isdigit() else None
        if page is None:
            raise Http404
        return self.render_page(request, "run.html", title=_("Run"), context={"page": page, "run": page.run})

    @admin.display(description=gettext_lazy("started"), ordering="started_at")
    def started(self, run: Run) -> SafeString:
        url = reverse("admin:segmentation_run_change", args=[run.pk])
        moment = date_format(timezone.localtime(run.started_at), "SHORT_DATETIME_FORMAT")
        return format_html('<a class="bc-link" href="{}">{}</a>', url, moment)

    @admin.display(description=gettext_lazy("started by"), ordering="started_by")
    def by(self, run: Run) -> str:
        return str(run.started_by or _("The shop itself"))

    @admin.display(description=gettext_lazy("progress"), ordering="state")
    def progress(self, run: Run) -> str:
        return render_to_string("admin/segmentation/_progress.html", progress_of(run))


def _standing(request: HttpRequest) -> dict[str, Any]:
    """What the panel above the list shows."""
    latest = last_started_full_run()
    return {
        "latest": latest,
        "at_work": latest is not None and is_at_work(latest, now=timezone.now()),
        "waiting": count_waiting_companies(),
        "may_start": may(request, "add", "run"),
    }
