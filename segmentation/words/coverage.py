"""How good the data is, in words: what became of order lines, and where it can be mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segmentation.dimension import Dimension
from segmentation.registry import dimensions


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityLine:
    """One count of a run, beside what it is a part of."""

    label: str
    count: int
    percent: str
    mend: str
    """What can be done about it; empty where nothing is to be done."""
    place: str = ""
    """Where: a key of `SEGMENTATION["MEND_AT"]`."""


def quality_lines(quality: Mapping[str, int]) -> Sequence[QualityLine]:
    """What a run could not use and why, worst to mend first; nothing where it kept no counts."""
    if not quality:
        return []
    read = quality.get("lines_read", 0)
    kept = quality.get("lines_kept", 0)
    unmatched = quality.get("returns_unmatched", 0)
    returned = unmatched + quality.get("returns_matched", 0)
    return [
        _line(
            _("Returns that belong to no purchase"),
            unmatched,
            returned,
            mend=_("Returns carry the item number and the company of the purchase; orders before the first known day "
                   "are missing."),
            place="returns",
        ),
        _line(
            _("Order lines without a category"),
            quality.get("lines_without_category", 0),
            read,
            mend=_("Give the products a category in the catalogue."),
            place="products",
        ),
        _line(
            _("Order lines without a price or a quantity, left out"),
            quality.get("lines_without_value", 0),
            read,
            mend=_("Look at the order source: which of its lines have no price or no quantity."),
            place="orders",
        ),
        _line(_("Order lines of a later day, left for the next run"), quality.get("lines_after_as_of", 0), read),
        _line(_("Purchases of an item on a day that remained"), kept, read),
    ]  # fmt: skip


def place_text(place: str) -> str:
    """What a link to where something is mended says."""
    return str(_PLACES[place])


def unknown_text(dimension: Dimension) -> str:
    """What a value that is not known would follow from; empty for one that is stated, imported or on record."""
    if dimension.derivation is None:
        return str(dimension.method)
    inputs = [str(dimensions.get(key).label) for key in dimension.derivation.inputs if key in dimensions]
    return _("Follows from: %(labels)s.") % {"labels": ", ".join(inputs)}


def _line(label: str, count: int, whole: int, *, mend: str = "", place: str = "") -> QualityLine:
    share = f"{number_format(100 * count / whole, 1)} %" if whole else ""
    return QualityLine(
        label=label, count=count, percent=share, mend=mend if count else "", place=place if count else ""
    )


_PLACES: Mapping[str, str | Promise] = {
    "returns": gettext_lazy("Open the returns"),
    "products": gettext_lazy("Open the products"),
    "orders": gettext_lazy("Open the orders"),
}
