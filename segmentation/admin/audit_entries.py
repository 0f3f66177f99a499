"""Who changed what, when, from what, to what and why; only ever read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from segmentation.admin.audit_form import AuditForm, nobody
from segmentation.admin.base import ReadOnlyAdmin, may
from segmentation.admin.downloads import download_csv, download_xlsx
from segmentation.contracts import CustomerLabel
from segmentation.models import AuditEntry, Segment
from segmentation.selectors.audit import each_thousand, find_entries
from segmentation.selectors.customer_labels import label_customers
from segmentation.tables.write import MOST_XLSX_ROWS, Cell
from segmentation.words.audit import action_text, feature_text, value_text
from segmentation.words.segment_names import segment_name

ON_A_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """One entry in words."""

    entry: AuditEntry
    what: str
    who: str
    feature_key: str
    feature: str
    segment: str
    segment_id: int | None
    """None where it is gone."""
    label: CustomerLabel | None
    before: str
    after: str


@dataclass(frozen=True)
class AuditLines:
    """Entries in words, their segments named by one query however many there are."""

    @cached_property
    def segments(self) -> Mapping[str, tuple[int, str]]:
        rows = Segment.objects.order_by("priority").values_list("key", "pk", "name")
        return {key: (pk, segment_name(key, name)) for key, pk, name in rows}

    def of(self, entries: Sequence[AuditEntry]) -> list[AuditLine]:
        """A line each; companies are named by one look-up."""
        labels = label_customers(entry.customer_key for entry in entries)
        names = {key: name for key, (_pk, name) in self.segments.items()}
        return [self._line(entry, labels.get(entry.customer_key), names) for entry in entries]

    def _line(self, entry: AuditEntry, label: CustomerLabel | None, names: Mapping[str, str]) -> AuditLine:
        pk, name = self.segments.get(entry.segment_key, (None, segment_name(entry.segment_key)))
        return AuditLine(
            entry=entry,
            what=action_text(entry.action),
            who=entry.actor_name or nobody(),
            feature_key=entry.feature,
            feature=feature_text(entry.feature) if entry.feature else "",
            segment=name,
            segment_id=pk,
            label=label,
            before=value_text(entry.action, entry.before, feature=entry.feature, segments=names),
            after=value_text(entry.action, entry.after, feature=entry.feature, segments=names),
        )


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """The list is a page of our own: its filters take a name or a day, not only what is listed."""

    def get_urls(self) -> list[URLPattern]:
        export = self.admin_site.admin_view(self.export_view)
        return [path("export.<str:form>", export, name="segmentation_auditentry_export"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        self._ask(request)
        lines = AuditLines()
        form = self._form(request, lines)
        pages = Paginator(find_entries(form.wanted()).select_related("draft"), ON_A_PAGE)
        page = pages.get_page(request.GET.get("p"))
        query = request.GET.copy()
        query.pop("p", None)
        return self.render_page(
            request,
            "audit.html",
            title=_("What was changed"),
            context={
                "form": form,
                "page": page,
                "lines": lines.of(list(page.object_list)),
                "query": query.urlencode(),
                "is_narrowed": any(query.values()),
                "may_features": may(request, "view", "featurerule"),
                "may_segments": may(request, "view", "segment"),
                "may_companies": may(request, "view", "customerprofile"),
                "may_drafts": may(request, "view", "draft"),
                "runs_url": reverse("admin:segmentation_run_changelist") if may(request, "view", "run") else "",
            },
            styles=("segmentation/segments.css", "segmentation/drafts.css"),
        )

    def export_view(self, request: HttpRequest, form: str) -> Any:
        """All that the filters leave, as a table."""
        self._ask(request)
        lines = AuditLines()
        entries = find_entries(self._form(request, lines).wanted())
        header = [_("When"), _("Who"), _("What"), _("Feature"), _("Segment"), _("Company number"), _("Company")]
        header += [_("From"), _("To"), _("Why"), _("Draft")]
        if form == "csv":
            return download_csv("changes", header, _rows(lines, entries))
        if form != "xlsx":
            raise Http404
        if entries.count() > MOST_XLSX_ROWS:
            messages.error(request, _("There are too many changes for an Excel file. Please take the CSV file."))
            back = reverse("admin:segmentation_auditentry_changelist")
            return HttpResponseRedirect(f"{back}?{request.GET.urlencode()}")
        return download_xlsx("changes", header, _rows(lines, entries), title=_("What was changed"))

    def _form(self, request: HttpRequest, lines: AuditLines) -> AuditForm:
        return AuditForm(request.GET, segments=[(key, name) for key, (_pk, name) in lines.segments.items()])

    def _ask(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied


def _rows(lines: AuditLines, entries: Any) -> Iterator[Sequence[Cell]]:
    for part in each_thousand(entries):
        for line in lines.of(part):
            yield [
                timezone.localtime(line.entry.at),
                line.who,
                line.what,
                line.feature,
                line.segment,
                line.entry.customer_key,
                line.label.name if line.label else "",
                line.before,
                line.after,
                line.entry.reason,
                line.entry.draft.title if line.entry.draft else "",
            ]
