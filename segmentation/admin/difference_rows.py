"""How the members of a segment differ, as rows of its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from segmentation.dimension import Kind
from segmentation.models.bought_items import BoughtKindChoice
from segmentation.selectors.compared_values import Compared
from segmentation.selectors.segment_profile import Difference
from segmentation.words.dimensions import family_text
from segmentation.words.names import Names
from segmentation.words.operands import choice_text, number_text
from segmentation.words.shares import share_text
from segmentation.words.value import NBSP, money_text

BOUGHT = gettext_lazy("What they buy, of those who ordered")
TIMES = 1.95
"""From here on members are said to have so many times as much."""
MONTH, YEAR = 30.4375, 365.25
EXACTLY = 10
"""Times above are said in whole numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceRow:
    label: str
    note: str
    is_sure: bool
    inside: str
    outside: str
    width_inside: str
    """Of a bar, in hundredths."""
    width_outside: str
    known_inside: int
    known_outside: int


def difference_groups(differences: Sequence[Difference], *, names: Names) -> list[tuple[str, Sequence[DifferenceRow]]]:
    """Rows under what they are about, the group with the largest difference first."""
    groups: dict[str, list[DifferenceRow]] = {}
    for one in differences:
        compared = one.compared
        group = str(BOUGHT) if compared.is_item else family_text(compared.dimension.family)
        groups.setdefault(group, []).append(_row(one, names))
    return list(groups.items())


def _row(one: Difference, names: Names) -> DifferenceRow:
    compared, contrast = one.compared, one.compared.contrast
    values = contrast.inside, contrast.outside
    widest = 1.0 if _is_part(compared) else max(map(abs, values)) or 1.0
    widths = [f"{100 * abs(value) / widest:.1f}" for value in values]
    return DifferenceRow(
        label=_label(compared, names),
        note=_note(compared),
        is_sure=one.is_sure,
        inside=_figure(compared, contrast.inside),
        outside=_figure(compared, contrast.outside),
        width_inside=widths[0],
        width_outside=widths[1],
        known_inside=compared.known_inside,
        known_outside=compared.known_outside,
    )


def _is_part(one: Compared) -> bool:
    return bool(one.value) or one.dimension.is_share


def _label(one: Compared, names: Names) -> str:
    dimension = one.dimension
    if one.is_item:
        kind = BoughtKindChoice(dimension.subject.value).label
        return f"{kind}: {names.of_item(dimension.subject, one.value)}"
    if not one.value:
        return str(dimension.label)
    if dimension.kind is Kind.YES_NO:
        return str(dimension.if_yes) or _("%(label)s: yes") % {"label": dimension.label}
    value = names.of_value(dimension, one.value) if dimension.kind is Kind.TEXT else choice_text(dimension, one.value)
    return f"{dimension.label}: {value}"


def _note(one: Compared) -> str:
    """How members differ, in words: by how many times where that says something."""
    inside, outside = one.contrast.inside, one.contrast.outside
    if one.dimension.kind is Kind.DATE:
        return _("longer ago") if one.contrast.size > 0 else _("more recent")
    if 0 < outside * TIMES <= inside and not one.dimension.is_year:
        ratio = inside / outside
        times = {"times": number_format(Decimal(f"{round(ratio, 0 if ratio >= EXACTLY else 1):g}"))}
        return _("%(times)s times as often") % times if one.value else _("%(times)s times as much") % times
    if one.value:
        return _("more often") if one.contrast.size > 0 else _("less often")
    return _("more") if one.contrast.size > 0 else _("less")


def _figure(one: Compared, value: float) -> str:
    dimension = one.dimension
    if _is_part(one):
        return share_text(value)
    if dimension.kind is Kind.DATE:
        return age_text(value)
    if dimension.kind is Kind.MONEY:
        return money_text(Decimal(repr(value)), currency=str(dimension.unit))
    digits = 0 if abs(value) >= 100 or dimension.is_year else 1
    return number_text(round(value, digits), dimension)


def age_text(days: float) -> str:
    """How long ago something was, roughly; days to come are below zero."""
    far = abs(days)
    if far >= YEAR * 2:
        years = round(far / YEAR, 1 if far < EXACTLY * YEAR else 0)
        text, count = ngettext("%(count)s year", "%(count)s years", ceil(years)), years
    elif far >= MONTH * 2:
        text, count = ngettext("%(count)s month", "%(count)s months", 2), round(far / MONTH)
    else:
        text, count = ngettext("%(count)s day", "%(count)s days", round(far)), round(far)
    span = (text % {"count": number_format(Decimal(f"{count:g}"))}).replace(" ", NBSP)
    return _("in %(span)s") % {"span": span} if days < 0 else _("%(span)s ago") % {"span": span}
