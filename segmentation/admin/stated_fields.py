"""The form field in which somebody states a value of a dimension, by the dimension's kind."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from segmentation import conf
from segmentation.dimension import Dimension, Kind
from segmentation.models.attributes import TEXT_LENGTH
from segmentation.values.bounds import bounds_text
from segmentation.values.names import names_of, value_named
from segmentation.values.parse import parse_text
from segmentation.values.percent import PERCENT, typed_percent

NOTHING = "-"
"""Posted where it is known that none of the choices holds, as `values.parse` reads it."""


def stated_field(dimension: Dimension, *, value: Any) -> forms.Field:
    """A field of the right sort, filled with a value as `selectors.attributes` gives it; empty for None."""
    facts: dict[str, Any] = {"required": False, "label": _label(dimension), "initial": _initial(dimension, value)}
    match dimension.kind:
        case Kind.CHOICES:
            ticks = [*dimension.choices.items(), (NOTHING, _("None of these"))]
            return forms.MultipleChoiceField(choices=ticks, widget=forms.CheckboxSelectMultiple(), **facts)
        case Kind.CHOICE:
            widget: forms.Widget = _select(list(dimension.choices.items()))
        case Kind.YES_NO:
            widget = _select([("yes", _("Yes")), ("no", _("No"))])
        case Kind.TEXT if named := names_of(dimension):
            widget = _select([*named.items(), *([(value, value)] if value and value not in named else [])])
        case Kind.DATE:
            widget = forms.DateInput(attrs={"type": "date"})
        case Kind.NUMBER | Kind.MONEY:
            widget = forms.NumberInput(attrs=_number_attrs(dimension))
        case _:
            widget = forms.TextInput(attrs={"placeholder": dimension.example})
    help_text = bounds_text(dimension)
    return forms.CharField(max_length=TEXT_LENGTH, strip=True, widget=widget, help_text=help_text, **facts)


def read_stated(dimension: Dimension, posted: str | Sequence[str]) -> Any:
    """The value that was filled in; None for nothing. Raises UnfitValueError."""
    if not isinstance(posted, str):
        if NOTHING in posted and len(posted) > 1:
            raise forms.ValidationError(_("Tick either “None of these” or some of the others."))
        posted = ";".join(posted)
    if dimension.is_share and posted.strip() and not posted.strip().endswith(PERCENT):
        posted = f"{posted.strip()}{PERCENT}"
    return parse_text(dimension, value_named(dimension, posted))


def unit_of(dimension: Dimension) -> str:
    """What stands beside the field: a unit, a currency, or the sign of percentages."""
    if dimension.is_share:
        return PERCENT
    return str(dimension.unit or (conf.get("CURRENCY") if dimension.kind is Kind.MONEY else ""))


def _label(dimension: Dimension) -> str:
    unit = unit_of(dimension)
    return f"{dimension.label} ({unit})" if unit else str(dimension.label)


def _select(choices: Sequence[tuple[str, Any]]) -> forms.Select:
    return forms.Select(choices=[("", _("Nothing stated")), *choices])


def _number_attrs(dimension: Dimension) -> dict[str, str]:
    scale = 100 if dimension.is_share else 1
    ends = {"min": dimension.least, "max": dimension.most}
    attrs = {name: f"{Decimal(repr(end)) * scale:f}" for name, end in ends.items() if end is not None}
    if dimension.kind is Kind.MONEY:
        return {**attrs, "step": f"{Decimal(1).scaleb(-conf.get('MINOR_DIGITS')):f}"}
    return {**attrs, "step": "1" if dimension.is_year else "any"}


def _initial(dimension: Dimension, value: Any) -> Any:
    filled = value
    if value is not None:
        match dimension.kind:
            case Kind.CHOICES:
                filled = sorted(value) or [NOTHING]
            case Kind.YES_NO:
                filled = "yes" if value else "no"
            case Kind.DATE:
                filled = value.isoformat()
            case Kind.NUMBER | Kind.MONEY:
                number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
                filled = typed_percent(number) if dimension.is_share else f"{number:f}"
    return filled
