"""How far an import is, and what it came to, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segmentation.models import AttributeImport

State = AttributeImport.State


def progress_of_import(source: AttributeImport) -> Mapping[str, Any]:
    """How many rows are done of how many, where that is known."""
    percent = 100 * source.rows_done // source.rows if source.rows else 0
    if source.state in {State.PREVIEWED, State.FINISHED}:
        percent = 100
    return {"percent": percent, "done": source.rows_done, "total": source.rows}


def preview_sentences(source: AttributeImport) -> Sequence[str]:
    """What storing it would come to."""
    preview = source.preview
    companies, changes = preview.get("companies", 0), preview.get("changes", 0)
    known, unknown = preview.get("known", 0), preview.get("unknown", 0)
    withstood = sum(column["withstood"] for column in preview.get("columns", ()))
    said = [
        ngettext("%(n)s company of the file is known.", "%(n)s companies of the file are known.", known)
        % {"n": _number(known)},
    ]
    if unknown:
        said.append(
            ngettext("%(n)s row is of nobody we know.", "%(n)s rows are of nobody we know.", unknown)
            % {"n": _number(unknown)}
        )
    if changes:
        values = ngettext("%(n)s value", "%(n)s values", changes) % {"n": _number(changes)}
        firms = ngettext("%(n)s company", "%(n)s companies", companies) % {"n": _number(companies)}
        said.append(_("%(values)s of %(companies)s would change.") % {"values": values, "companies": firms})
    else:
        said.append(_("Nothing would change: all of it is known already."))
    if withstood:
        said.append(_withstood(withstood))
    return said


def result_sentences(source: AttributeImport) -> Sequence[str]:
    """What storing it came to."""
    values = ngettext("%(n)s value", "%(n)s values", source.written) % {"n": _number(source.written)}
    firms = ngettext("%(n)s company", "%(n)s companies", source.companies) % {"n": _number(source.companies)}
    said = [_("%(values)s of %(companies)s changed.") % {"values": values, "companies": firms}]
    if source.withstood:
        said.append(_withstood(source.withstood))
    if source.rows_refused:
        said.append(
            ngettext("%(n)s row was left out.", "%(n)s rows were left out.", source.rows_refused)
            % {"n": _number(source.rows_refused)}
        )
    return said


def _withstood(count: int) -> str:
    sentence = ngettext("%(n)s value stays as somebody stated it.", "%(n)s values stay as somebody stated them.", count)
    return sentence % {"n": _number(count)}


def _number(count: int) -> str:
    return number_format(count, force_grouping=True)
