"""Files of attributes: sent, looked at before anything changes, stored, and what was wrong with them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from celery import Task
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from kombu.exceptions import OperationalError

from segmentation import conf
from segmentation.admin.base import ReadOnlyAdmin, actor_of, may
from segmentation.admin.htmx import HTMX
from segmentation.admin.import_columns import column_choices, posted_mapping
from segmentation.dimension import Origin
from segmentation.models import AttributeImport
from segmentation.selectors.imports import assigned, imports_without_files, read_import_page, rows_to_mend
from segmentation.services.start_import import (
    ImportStateError,
    confirm_import,
    drop_import,
    map_columns,
    start_import,
)
from segmentation.tables.read import UploadError, too_large
from segmentation.tables.write import write_csv
from segmentation.tasks import check_import, run_import
from segmentation.values.headers import MappingError
from segmentation.words.imports import preview_sentences, progress_of_import, result_sentences

logger = logging.getLogger(__name__)

State = AttributeImport.State
STYLES = ("segmentation/segments.css", "segmentation/imports.css")


@admin.register(AttributeImport)
class AttributeImportAdmin(ReadOnlyAdmin):
    change_list_template = "admin/segmentation/imports.html"
    list_display = ["file", "state", "sent", "rows", "written", "problems", "by"]
    list_display_links = None
    list_filter = ["state"]
    list_per_page = 30

    class Media:
        css = {"all": list(STYLES)}

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        pages: dict[str, Callable[..., Any]] = {
            "progress": self.progress_view,
            "map": self.map_view,
            "confirm": self.confirm_view,
            "drop": self.drop_view,
            "mend": self.mend_view,
        }
        return [
            path("send/", guarded(self.send_view), name="segmentation_import_send"),
            *(
                path(f"<int:import_id>/{name}/", guarded(view), name=f"segmentation_import_{name}")
                for name, view in pages.items()
            ),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[AttributeImport]:
        return imports_without_files()

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        megabytes = max(conf.get("IMPORT_BYTES") // 10**6, 1)
        more = {"may_import": may(request, "add", "attributeimport"), "megabytes": megabytes}
        return super().changelist_view(request, {**more, **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self._page(request, int(object_id) if object_id.isdigit() else 0)

    def progress_view(self, request: HttpRequest, import_id: int) -> HttpResponse:
        """The bar alone, for the page to renew by itself; the whole page once there is more to see."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        source = imports_without_files().filter(pk=import_id).first()
        if source is None:
            raise Http404
        response = render(request, "admin/segmentation/_import_progress.html", _standing(source))
        if not source.is_at_work:
            response["HX-Refresh"] = "true"
        return response

    def send_view(self, request: HttpRequest) -> HttpResponse:
        """Take a file in, and have it looked through."""
        self._ask(request)
        upload = request.FILES.get("file")
        if upload is None:
            return self._to_list(request, _("Choose a file first."))
        if (upload.size or 0) > conf.get("IMPORT_BYTES"):
            return self._to_list(request, too_large(conf.get("IMPORT_BYTES")))
        try:
            source = start_import(upload.read(), name=upload.name or "", actor=actor_of(request), now=timezone.now())
        except UploadError as error:
            return self._to_list(request, str(error))
        if source.state == State.UPLOADED:
            _enqueue(request, check_import, source)
        return _to_page(source.pk)

    def map_view(self, request: HttpRequest, import_id: int) -> HttpResponse:
        """Assign the columns anew."""
        self._ask(request)
        page = read_import_page(import_id)
        if page is None:
            raise Http404
        mapping = posted_mapping(request.POST, page.source)
        clear_missing = "clear_missing" in request.POST
        try:
            source = map_columns(import_id, mapping=mapping, clear_missing=clear_missing, now=timezone.now())
        except MappingError as error:
            return self._page(request, import_id, mapping=mapping, wrong=str(error))
        except ImportStateError:
            return _too_late(request, import_id)
        _enqueue(request, check_import, source)
        return _to_page(import_id)

    def confirm_view(self, request: HttpRequest, import_id: int) -> HttpResponse:
        """Have it stored."""
        self._ask(request)
        try:
            source = confirm_import(import_id, now=timezone.now(), actor=actor_of(request))
        except AttributeImport.DoesNotExist:
            raise Http404 from None
        except ImportStateError:
            return _too_late(request, import_id)
        _enqueue(request, run_import, source)
        return _to_page(import_id)

    def drop_view(self, request: HttpRequest, import_id: int) -> HttpResponse:
        """Forget the file."""
        self._ask(request)
        try:
            drop_import(import_id, now=timezone.now(), actor=actor_of(request))
        except AttributeImport.DoesNotExist:
            raise Http404 from None
        except ImportStateError:
            return _too_late(request, import_id)
        messages.info(request, _("The file was dropped. Nothing was changed."))
        return HttpResponseRedirect(reverse("admin:segmentation_attributeimport_changelist"))

    def mend_view(self, request: HttpRequest, import_id: int) -> Any:
        """The rows with something wrong, to be mended and sent again."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        source = imports_without_files().filter(pk=import_id).first()
        if source is None:
            raise Http404
        lines = write_csv([*source.header, _("What is wrong")], rows_to_mend(source))
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="to-mend-{source.pk}.csv"'
        return response

    def _ask(self, request: HttpRequest) -> None:
        if request.method != "POST" or not may(request, "add", "attributeimport"):
            raise PermissionDenied

    def _page(
        self, request: HttpRequest, import_id: int, *, mapping: dict[str, str] | None = None, wrong: str = ""
    ) -> HttpResponse:
        page = read_import_page(import_id)
        if page is None:
            raise Http404
        source = page.source
        if mapping is not None:
            source.mapping = mapping
        may_import = may(request, "add", "attributeimport")
        can_map = source.state in {State.MAPPING, State.UPLOADED, State.PREVIEWED}
        return self.render_page(
            request,
            "import.html",
            title=source.name,
            context={
                "page": page,
                "by": source.actor or _sender(source),
                **_standing(source),
                "may_import": may_import,
                "columns": assigned(source) if can_map else (),
                "choices": column_choices() if can_map else (),
                "wrong": wrong,
                "said": preview_sentences(source) if source.state == State.PREVIEWED else result_sentences(source),
                "can_confirm": may_import and bool(source.preview) and source.state in {State.PREVIEWED, State.FAILED},
                "can_drop": may_import and source.state not in {State.RUNNING, State.FINISHED, State.DROPPED},
            },
            scripts=HTMX,
            styles=STYLES,
        )

    def _to_list(self, request: HttpRequest, error: str) -> HttpResponse:
        messages.error(request, error)
        return HttpResponseRedirect(reverse("admin:segmentation_attributeimport_changelist"))

    @admin.display(description=gettext_lazy("file"), ordering="name")
    def file(self, source: AttributeImport) -> SafeString:
        return format_html('<a class="bc-link" href="{}">{}</a>', _url(source.pk), source.name)

    @admin.display(description=gettext_lazy("sent"), ordering="created_at")
    def sent(self, source: AttributeImport) -> str:
        return date_format(timezone.localtime(source.created_at), "SHORT_DATETIME_FORMAT")

    @admin.display(description=gettext_lazy("by"), ordering="actor")
    def by(self, source: AttributeImport) -> str:
        return str(source.actor or _sender(source))


def _standing(source: AttributeImport) -> dict[str, Any]:
    """What the bar shows."""
    return {"source": source, "at_work": source.is_at_work, **progress_of_import(source)}


def _sender(source: AttributeImport) -> str:
    """Who sent it, where it was nobody with a name."""
    return _("Another system") if source.origin == Origin.API else _("The shop itself")


def _enqueue(request: HttpRequest, task: Task[Any, None], source: AttributeImport) -> None:
    transaction.on_commit(lambda: _send(request, task, source.pk))


def _send(request: HttpRequest, task: Task[Any, None], import_id: int) -> None:
    try:
        task.delay(import_id=import_id)
    except OperationalError:
        logger.exception("An import could not be handed to a worker.")
        messages.warning(
            request, _("The workers cannot be reached at the moment. Nothing is lost: it goes on as soon as they can.")
        )


def _too_late(request: HttpRequest, import_id: int) -> HttpResponse:
    messages.warning(request, _("That is no longer possible. This is how it stands now."))
    return _to_page(import_id)


def _url(import_id: int) -> str:
    return reverse("admin:segmentation_attributeimport_change", args=[import_id])


def _to_page(import_id: int) -> HttpResponse:
    return HttpResponseRedirect(_url(import_id))
