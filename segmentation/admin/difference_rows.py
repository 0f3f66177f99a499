"""How the members of a segment differ, as rows of its page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from segmentation import conf
from segmentation.dimension import Kind
from segmentation.selectors.segment_profile import Difference


def difference_text(one: Difference) -> Mapping[str, Any]:
    """A difference as a row of the page: what it is about, both sides in words, and the widths of two bars."""
    label = str(one.dimension.label)
    if one.choice:
        choice = _("yes") if one.dimension.kind is Kind.YES_NO else str(one.dimension.choices[one.choice])
        label = f"{label}: {choice}"
    widest = 100.0 if one.is_share else max(abs(one.inside), abs(one.outside)) or 1.0
    return {
        "label": label,
        "more": one.size > 0,
        "inside": _figure(one, one.inside),
        "outside": _figure(one, one.outside),
        "width_inside": f"{100 * abs(one.inside) / widest:.1f}",
        "width_outside": f"{100 * abs(one.outside) / widest:.1f}",
        "size": number_format(round(abs(one.size), 1), 1),
        "unknown_inside": one.unknown_inside,
        "unknown_outside": one.unknown_outside,
    }


def _figure(one: Difference, value: float) -> str:
    if one.is_share:
        return f"{number_format(round(value))} %"
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    unit = one.dimension.unit or (conf.get("CURRENCY") if one.dimension.kind is Kind.MONEY else "")
    text = number_format(round(value, digits), digits, force_grouping=True)
    return _("%(number)s %(unit)s on average") % {"number": text, "unit": unit} if unit else _("%s on average") % text
