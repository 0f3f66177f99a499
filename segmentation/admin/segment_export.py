"""The members of a segment as a table to take away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from segmentation import conf
from segmentation.admin.downloads import download_csv, download_xlsx
from segmentation.dimension import Dimension, Kind
from segmentation.models import CustomerProfile, Segment, SegmentMembership
from segmentation.models.among import Among
from segmentation.models.attribute_columns import column_path
from segmentation.registry import dimensions
from segmentation.selectors.customer_labels import label_customers
from segmentation.tables.write import MOST_XLSX_ROWS, Cell
from segmentation.words.operands import choice_text
from segmentation.words.segment_names import segment_name

AT_ONCE = 1_000
MAIN = (
    "buyclass", "activity", "lifecycle", "last_order", "orders", "value_year", "headcount", "industry_nace", "country",
    "region",
)  # fmt: skip
"""What is exported beside name and number, where it is declared."""


def export_members(request: HttpRequest, segment: Segment, *, form: str) -> Any:
    """The download: CSV row by row as it is read, or a workbook where there are few enough for one."""
    columns = _main_columns()
    header = [
        _("Number"),
        _("Name"),
        _("Since"),
        _("Put there"),
        *(str(dimension.label) for dimension, _path in columns),
    ]
    if form == "csv":
        return download_csv(segment.key, header, _rows(segment, columns))
    if segment.memberships.count() > MOST_XLSX_ROWS:
        messages.error(request, _("There are too many companies for an Excel file. Please take the CSV file."))
        return HttpResponseRedirect(reverse("admin:segmentation_segment_page", args=[segment.pk]))
    title = segment_name(segment.key, segment.name)
    return download_xlsx(segment.key, header, _rows(segment, columns), title=title)


def _main_columns() -> Sequence[tuple[Dimension, str]]:
    found = []
    for key in MAIN:
        dimension = dimensions.get(key) if key in dimensions else None
        path = (dimension.column or column_path(key)) if dimension else None
        if dimension is not None and path:
            found.append((dimension, path))
    return found


def _rows(segment: Segment, columns: Sequence[tuple[Dimension, str]]) -> Iterator[Sequence[Cell]]:
    """Members in the order of their numbers; each thousand is read, labelled and let go before the next."""
    after = ""
    members = SegmentMembership.objects.filter(segment=segment).order_by("customer_key")
    while part := list(members.filter(customer_key__gt=after)[:AT_ONCE]):
        keys = [row.customer_key for row in part]
        after = keys[-1]
        labels = label_customers(keys)
        paths = [path for _dimension, path in columns]
        values = {
            row[0]: row[1:] for row in CustomerProfile.objects.filter(Among("pk", keys)).values_list("pk", *paths)
        }
        for row in part:
            known = values.get(row.customer_key, [None] * len(columns))
            yield [
                row.customer_key,
                labels[row.customer_key].name,
                timezone.localtime(row.since),
                row.get_source_display(),
                *(_cell(dimension, value) for (dimension, _path), value in zip(columns, known, strict=True)),
            ]


def _cell(dimension: Dimension, value: Any) -> Any:
    if value is None or value == "":
        return None
    if dimension.kind is Kind.MONEY:
        return value / 10 ** int(conf.get("MINOR_DIGITS"))
    if dimension.kind in {Kind.CHOICE, Kind.TEXT}:
        return choice_text(dimension, value)
    if dimension.kind is Kind.CHOICES:
        return ", ".join(choice_text(dimension, key) for key in str(value).strip("|").split("|"))
    return value
