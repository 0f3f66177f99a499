"""Key accounts, or those that might be, as a table to take away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from segmentation.admin.downloads import download_csv, download_xlsx
from segmentation.selectors.key_accounts import Wish, every_key_account, known_places, read_key_accounts
from segmentation.tables.write import MOST_XLSX_ROWS, Cell
from segmentation.words.key_accounts import against_texts, standing_text, stated_by


def export_key_accounts(request: HttpRequest, wish: Wish, *, title: str, form: str) -> Any:
    """The download: CSV row by row as it is read, or a workbook where there are few enough for one."""
    header = [
        _("Number"),
        _("Name"),
        _("Key account"),
        _("Suggested"),
        _("Account manager"),
        _("Margin in 12 months"),
        _("Place by margin"),
        _("Bought in 12 months"),
        _("Bought in the 12 months before"),
        _("Where it stands"),
        _("What speaks against it"),
        _("Said on"),
        _("Said by"),
        _("Put aside until"),
        _("Why"),
    ]
    rows = _rows(wish, places=known_places())
    if form == "csv":
        return download_csv("key-accounts", header, rows)
    if read_key_accounts(wish, page="1", today=timezone.localdate()).page.paginator.count > MOST_XLSX_ROWS:
        messages.error(request, _("There are too many companies for an Excel file. Please take the CSV file."))
        return HttpResponseRedirect(reverse("admin:segmentation_keyaccount_changelist") + f"?{request.GET.urlencode()}")
    return download_xlsx("key-accounts", header, rows, title=title)


def _rows(wish: Wish, *, places: int) -> Iterator[Sequence[Cell]]:
    for row in every_key_account(wish, today=timezone.localdate()):
        aside = row.dismissal
        yield [
            row.label.key,
            row.label.name,
            row.is_key,
            row.is_suggested,
            row.manager,
            row.margin,
            row.place,
            row.bought.last_year,
            row.bought.year_before,
            standing_text(row, places=places),
            " ".join(against_texts(row, places=places)),
            timezone.localtime(row.stated.at) if row.stated else None,
            stated_by(row.stated),
            aside.until if aside else None,
            aside.reason if aside else "",
        ]
