"""Numbers of benefits as a table: taken away, filled in elsewhere, brought back, and looked at before they count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segmentation.admin.audited import AuditedAdmin
from segmentation.admin.base import actor_of
from segmentation.admin.downloads import download_csv, download_xlsx
from segmentation.models import Benefit
from segmentation.selectors.benefit_numbers import AT_ONCE, NumberKind, Subject
from segmentation.services.check_benefit_numbers import (
    CheckedNumbers,
    GivenRow,
    benefits_by_name,
    changes_by_key,
    check_benefit_numbers,
    headings,
)
from segmentation.services.set_benefit_numbers import set_benefit_numbers
from segmentation.tables.read import UploadError, read_table, too_large
from segmentation.tables.uploaded import MOST_BYTES, MOST_ROWS
from segmentation.tables.write import MOST_XLSX_ROWS, Cell

SHOWN_CHANGES = 20
SHOWN_PROBLEMS = 100
MOST_KEPT = 2_000_000
"""Letters that the looked-at table may take between the two steps; more of them would be refused on the way back."""
KEPT_SECONDS = 86_400


class BenefitSheetAdmin(AuditedAdmin):
    """Rows with numbers of benefits, which can be changed by a table as well."""

    number_kind: ClassVar[NumberKind]
    sheet_title: ClassVar[Any]
    sheet_key: ClassVar[Any]
    """What the first column is called."""

    def get_urls(self) -> list[URLPattern]:
        guarded, name = self.admin_site.admin_view, self._name
        return [
            path("table/", guarded(self.sheet_view), name=f"{name}_sheet"),
            path("table.<str:form>", guarded(self.sheet_export_view), name=f"{name}_sheet_export"),
            *super().get_urls(),
        ]

    def sheet_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._sheet(request)
        if not self._may_write(request):
            raise PermissionDenied
        return self._apply(request) if "looked_at" in request.POST else self._look(request)

    def sheet_export_view(self, request: HttpRequest, form: str) -> Any:
        """All numbers there are, as the table that is read again."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if form not in {"csv", "xlsx"}:
            raise Http404
        columns = headings()
        header = [str(self.sheet_key), *columns.values()]
        rows = self._exported(list(columns))
        if form == "csv":
            return download_csv(self.number_kind.subject.value, header, rows)
        if self.number_kind.count() > MOST_XLSX_ROWS:
            messages.error(request, _("There are too many rows for an Excel file. Please take the CSV file."))
            return HttpResponseRedirect(self._url)
        return download_xlsx(self.number_kind.subject.value, header, rows, title=str(self.sheet_title))

    def _look(self, request: HttpRequest) -> HttpResponse:
        upload = request.FILES.get("file")
        try:
            rows = _read(upload, key_name=str(self.sheet_key))
            found = check_benefit_numbers(rows, self.number_kind)
            kept = self._keep(request, rows, found, name=str(upload.name) if upload else "")
        except UploadError as error:
            return self._sheet(request, unread=str(error))
        return self._sheet(request, found=found, kept=kept)

    def _apply(self, request: HttpRequest) -> HttpResponse:
        try:
            kept = signing.loads(request.POST["looked_at"], salt=self._salt(request), max_age=KEPT_SECONDS)
        except signing.BadSignature:
            return self._sheet(request, unread=_("That was looked at too long ago. Please send the file again."))
        rows = [GivenRow(place=place, key=key, numbers=numbers) for place, key, numbers in kept["rows"]]
        with transaction.atomic():
            return self._store(request, rows, kept)

    def _store(self, request: HttpRequest, rows: Sequence[GivenRow], kept: Mapping[str, Any]) -> HttpResponse:
        found = check_benefit_numbers(rows, self.number_kind)
        if found.version != kept["version"]:
            text = _("Somebody else changed numbers meanwhile. This is what would change now.")
            messages.warning(request, text)
            return self._sheet(request, found=found, kept=self._keep(request, rows, found, name=kept["name"]))
        changed = set_benefit_numbers(found.changes, self.number_kind, actor=actor_of(request), detail=kept["name"])
        messages.success(request, self._done(changed) % {"count": changed})
        return HttpResponseRedirect(reverse(f"admin:{self._name}_changelist"))

    def _done(self, changed: int) -> str:
        if self.number_kind.subject is Subject.PRODUCTS:
            return ngettext("%(count)d product changed.", "%(count)d products changed.", changed)
        return ngettext("%(count)d company changed.", "%(count)d companies changed.", changed)

    def _keep(self, request: HttpRequest, rows: Sequence[GivenRow], found: CheckedNumbers, *, name: str) -> str:
        """What was looked at, signed, for the second step; only what changes anything."""
        if not found.changes:
            return ""
        changed = {key: {one.benefit: one.after for one in mine} for key, mine in changes_by_key(found.changes)}
        places = {row.key: row.place for row in reversed(rows)}
        facts = {
            "rows": [(places[key], key, numbers) for key, numbers in changed.items()],
            "version": found.version,
            "name": name,
        }
        kept = signing.dumps(facts, salt=self._salt(request), compress=True)
        if len(kept) > MOST_KEPT:
            raise UploadError(_("That is more than can be changed at a time. Please send the table in parts."))
        return kept

    def _sheet(
        self, request: HttpRequest, *, found: CheckedNumbers | None = None, kept: str = "", unread: str = ""
    ) -> HttpResponse:
        problems = found.problems if found else []
        changes = found.changes if found else []
        labels = dict(Benefit.objects.values_list("key", "label"))
        return self.render_page(
            request,
            "benefit_sheet.html",
            title=str(self.sheet_title),
            styles=("segmentation/segments.css", "segmentation/imports.css"),
            context={
                "found": found,
                "kept": kept,
                "unread": unread,
                "is_products": self.number_kind.subject is Subject.PRODUCTS,
                "kind": self.number_kind,
                "key_name": self.sheet_key,
                "changes": [(one, labels.get(one.benefit, one.benefit)) for one in changes[:SHOWN_CHANGES]],
                "more_changes": max(len(changes) - SHOWN_CHANGES, 0),
                "problems": problems[:SHOWN_PROBLEMS],
                "more_problems": max(len(problems) - SHOWN_PROBLEMS, 0),
                "most_rows": MOST_ROWS,
                "has_benefits": bool(labels),
                "may_write": self._may_write(request),
                "csv_url": reverse(f"admin:{self._name}_sheet_export", args=["csv"]),
                "xlsx_url": reverse(f"admin:{self._name}_sheet_export", args=["xlsx"]),
                "back_to": reverse(f"admin:{self._name}_changelist"),
            },
        )

    def _exported(self, benefits: Sequence[str]) -> Iterator[Sequence[Cell]]:
        """A thousand are looked up, sent and let go before the next."""
        for part in _some(self.number_kind.all_keys()):
            stored = self.number_kind.stored(part)
            for key in part:
                numbers: Mapping[str, int] = stored.get(key, {})
                yield [key, *(numbers.get(benefit) for benefit in benefits)]

    def _may_write(self, request: HttpRequest) -> bool:
        """A table adds, changes and takes away."""
        return (
            self.has_add_permission(request)
            and self.has_change_permission(request)
            and self.has_delete_permission(request)
        )

    def _salt(self, request: HttpRequest) -> str:
        return f"segmentation.benefit_sheet {self.number_kind.subject} {actor_of(request).pk}"

    @property
    def _name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}"

    @property
    def _url(self) -> str:
        return reverse(f"admin:{self._name}_sheet")


def _read(upload: UploadedFile | None, *, key_name: str) -> Sequence[GivenRow]:
    """The rows of a table; the first column that is called so, else the first of all, says whose they are."""
    if upload is None:
        raise UploadError(_("Choose a file first."))
    if (upload.size or 0) > MOST_BYTES:
        raise UploadError(too_large(MOST_BYTES))
    table = read_table(upload.read(), most_bytes=MOST_BYTES, most_rows=MOST_ROWS)
    header = [name.strip() for name in table.header]
    whose = next((place for place, name in enumerate(header) if name.casefold() == key_name.casefold()), 0)
    benefits = benefits_by_name()
    if unknown := [name for place, name in enumerate(header) if place != whose and name.casefold() not in benefits]:
        text = _("No benefit is called “%(name)s”. Each column after the first is named after a benefit.")
        raise UploadError(text % {"name": unknown[0]})
    if len(header) < 2:
        raise UploadError(_("The file has no column that is named after a benefit."))
    return [
        GivenRow(
            place=row.number,
            key=row.cells[whose],
            numbers={
                name: cell
                for place, (name, cell) in enumerate(zip(header, row.cells, strict=False))
                if place != whose and cell
            },
        )
        for row in table.rows
    ]


def _some(keys: Iterable[str]) -> Iterator[Sequence[str]]:
    part: list[str] = []
    for key in keys:
        part.append(key)
        if len(part) == AT_ONCE:
            yield part
            part = []
    if part:
        yield part
