"""Every dimension there is, as a table for a person to read."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from segmentation.dimension import Dimension, Family, Kind, Origin, Subject
from segmentation.models import OriginChoice
from segmentation.registry import dimensions
from segmentation.words.dimensions import family_text, kind_text

COLUMNS = ("family", "key", "label", "kind", "unit", "help", "method", "source")


def dimension_rows(listed: Sequence[Dimension] | None = None) -> list[dict[str, str]]:
    """One row per dimension, by family and in the order in which they were declared."""
    families = list(Family)
    return [
        {
            "family": family_text(each.family),
            "key": each.key,
            "label": str(each.label),
            "kind": kind_text(each.kind),
            "unit": _unit(each),
            "help": str(each.help),
            "method": str(each.method),
            "source": _source(each),
        }
        for each in sorted(dimensions if listed is None else listed, key=lambda each: families.index(each.family))
    ]


def dimensions_as_markdown(listed: Sequence[Dimension] | None = None) -> str:
    """A heading and a table a family."""
    parts: list[str] = []
    family = ""
    for row in dimension_rows(listed):
        if row["family"] != family:
            family = row["family"]
            heads = [_("key"), _("name"), _("kind"), _("what it says"), _("how it is worked out"), _("source")]
            parts += [f"\n### {family}\n", _line(heads), "|---" * len(heads) + "|"]
        kind = f"{row['kind']} ({row['unit']})" if row["unit"] else row["kind"]
        parts.append(_line([f"`{row['key']}`", row["label"], kind, row["help"], row["method"], row["source"]]))
    return "\n".join(parts).lstrip("\n") + "\n"


def _unit(dimension: Dimension) -> str:
    if dimension.kind is Kind.MONEY:
        return str(dimension.unit or _("the shop's currency"))
    return str(dimension.unit)


def _source(dimension: Dimension) -> str:
    if dimension.column or dimension.subject is not Subject.COMPANY:
        return str(OriginChoice(Origin.ORDERS.value).label)
    if dimension.follows_from_others:
        return str(OriginChoice(Origin.DERIVED.value).label)
    if dimension.from_order_records:
        return _("Worked out from the records of orders where the shop gives them, else stated")
    return _("Company record, import or by hand")


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
