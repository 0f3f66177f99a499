"""Why an item is on a reorder list, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def reorder_reason(code: str, facts: Mapping[str, Any]) -> str:
    """The reason in the reader's language; empty for a code of another version.

    Facts: times, last (date or None), usual (Decimal), repeat (whole per cent).
    """
    if code == "in_demand":
        return _("In demand now; you have not bought it yet.")
    if code == "bought_together":
        return _("Goes with what you buy: companies that buy the same order it too.")
    if code not in ("bought_once", "bought_often"):
        return ""
    bought = ngettext(
        "Bought once, %(usual)s of it, on %(day)s",
        "Bought %(times)d times, last on %(day)s, usually %(usual)s at a time",
        facts["times"],
    ) % {"times": facts["times"], "day": _day(facts["last"]), "usual": _number(facts["usual"])}
    if not facts["repeat"]:
        return f"{bought}."
    again = _("%(percent)d %% of buyers order it again.") % {"percent": facts["repeat"]}
    return f"{bought}; {again}"


def _day(day: date) -> str:
    return formats.date_format(day, "DATE_FORMAT")


def _number(number: Decimal) -> str:
    whole = number == number.to_integral_value()
    return str(formats.number_format(number.quantize(Decimal(1)) if whole else number.normalize()))
