"""Lines as CSV files that a spreadsheet opens and that can be sent back."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _

from shop.cart.lines_text import EnteredLine
from shop.catalogue.models import Product
from shop.catalogue.quantities import smallest_quantity

HEADINGS = ("item number", "quantity")
FORMULA_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""The wide forms of the signs as well: some spreadsheets take them for the plain ones."""


def problem_file(lines: Iterable[EnteredLine]) -> HttpResponse:
    """The lines that could not be added, each with what is wrong."""
    rows = (
        (
            line.sku,
            "" if line.quantity is None else line.quantity,
            line.line_no,
            line.raw,
            line.problem.message if line.problem else "",
        )
        for line in lines
    )
    return _csv("lines-to-correct.csv", (*HEADINGS, _("line"), _("as entered"), _("what is wrong")), rows)


def sample_file(products: Iterable[Product]) -> HttpResponse:
    """A file to fill in, with these products as examples."""
    return _csv("quick-order.csv", HEADINGS, ((product.sku, smallest_quantity(product)) for product in products))


def harmless(value: object) -> str:
    """Text that no spreadsheet runs as a formula."""
    text = str(value)
    return f"'{text}" if text[:1].isspace() or text.startswith(FORMULA_STARTS) else text


def _csv(name: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    response = HttpResponse(
        content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
    # Excel takes a file without this mark for one in its own old encoding.
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    writer.writerow(headings)
    writer.writerows([harmless(value) for value in row] for row in rows)
    return response
