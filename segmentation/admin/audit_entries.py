"""Who changed what, when, from what, to what and why; only ever read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from segmentation.admin.audit_form import AuditForm, nobody
from segmentation.admin.base import ReadOnlyAdmin, may
from segmentation.admin.downloads import download_csv, download_xlsx
from segmentation.admin.named_segments import NamedSegments
from segmentation.contracts import CustomerLabel
from segmentation.models import AuditEntry
from segmentation.selectors.audit import each_thousand, find_entries
from segmentation.selectors.customer_labels import label_customers
from segmentation.tables.write import MOST_XLSX_ROWS, Cell
from segmentation.words.audit import action_text, feature_text, values_text, who_text

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


def lines_of_audit(entries: Sequence[AuditEntry], segments: NamedSegments) -> list[AuditLine]:
    """A line each; companies are named by one look-up."""
    labels = label_customers(entry.customer_key for entry in entries)
    return [_line(entry, labels.get(entry.customer_key), segments) for entry in entries]


def _line(entry: AuditEntry, label: CustomerLabel | None, segments: NamedSegments) -> AuditLine:
    before, after = values_text(entry.action, entry.before, entry.after, feature=entry.feature, segments=segments.names)
    return AuditLine(
        entry=entry,
        what=action_text(entry.action),
        who=who_text(entry) or nobody(),
        feature_key=entry.feature,
        feature=feature_text(entry.feature) if entry.feature else "",
        segment=segments.name_of(entry.segment_key),
        segment_id=segments.ids.get(entry.segment_key),
        label=label,
        before=before,
        after=after,
    )


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """The list is a page of our own: its filters take a name or a day, not only what is listed."""

    def get_urls(self) -> list[URLPattern]:
        export = self.admin_site.admin_view(self.export_view)
        return [path("export.<str:form>", export, name="segmentation_auditentry_export"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        self._ask(request)
        segments = NamedSegments()
        form = self._form(request, segments)
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
                "lines": lines_of_audit(list(page.object_list), segments),
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
        segments = NamedSegments()
        entries = find_entries(self._form(request, segments).wanted())
        header = [_("When"), _("Who"), _("What"), _("Feature"), _("Segment"), _("Company number"), _("Company")]
        header += [_("From"), _("To"), _("Why"), _("Draft")]
        if form == "csv":
            return download_csv("changes", header, _rows(entries, segments))
        if form != "xlsx":
            raise Http404
        if entries.count() > MOST_XLSX_ROWS:
            messages.error(request, _("There are too many changes for an Excel file. Please take the CSV file."))
            back = reverse("admin:segmentation_auditentry_changelist")
            return HttpResponseRedirect(f"{back}?{request.GET.urlencode()}")
        return download_xlsx("changes", header, _rows(entries, segments), title=_("What was changed"))

    def _form(self, request: HttpRequest, segments: NamedSegments) -> AuditForm:
        return AuditForm(request.GET, segments=segments.choices)

    def _ask(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied


def _rows(entries: QuerySet[AuditEntry], segments: NamedSegments) -> Iterator[Sequence[Cell]]:
    for part in each_thousand(entries):
        for line in lines_of_audit(part, segments):
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
