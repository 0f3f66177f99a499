"""What a feature can be set to besides on and off: raw values to checked ones, and to what is stored.

Stored and published are plain JSON values: a decimal as its text. Whatever is stored was checked, but the host may have
declared something else meanwhile: a value that no longer fits is left out when read, and the next weaker one holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.formats import get_format, localize
from django.utils.translation import gettext as _

from segmentation.choices_kept import choices_of, kept_choices
from segmentation.contracts import Feature
from segmentation.parameter import Parameter, ParameterKind, ParameterValue

TEXT_LENGTH = 200
MOST_DIGITS = 15
"""Before the point; what is written as a power of ten could fill the memory when it is written out."""

JsonValue = int | bool | str


class ParameterError(ValueError):
    """Values that cannot be used: `problems` has a sentence for each parameter by its key."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


def clean_parameters(feature: Feature, raw: Mapping[str, Any]) -> dict[str, JsonValue]:
    """The values as they are stored; None and an empty text: not said. Raises ParameterError naming every problem."""
    declared = {parameter.key: parameter for parameter in feature.parameters}
    cleaned: dict[str, JsonValue] = {}
    problems = {key: _("There is no such value here: %(key)s.") % {"key": key} for key in raw if key not in declared}
    for key, parameter in declared.items():
        value = raw.get(key)
        if value is None or value == "":
            continue
        try:
            cleaned[key] = to_json(clean_parameter(parameter, value))
        except ValueError as error:
            problems[key] = str(error)
    if problems:
        raise ParameterError(problems)
    return cleaned


def clean_parameter(parameter: Parameter, raw: Any) -> ParameterValue:
    """The value of one parameter; raises ValueError with a sentence for whoever typed it."""
    match parameter.kind:
        case ParameterKind.FLAG:
            return _flag(parameter, raw)
        case ParameterKind.WHOLE | ParameterKind.DECIMAL:
            return _number(parameter, raw)
        case ParameterKind.CHOICE:
            if str(raw) not in {value for value, _label in choices_of(parameter)}:
                raise ValueError(_("%(label)s: this is not one of the choices.") % {"label": parameter.label})
            return str(raw)
        case ParameterKind.TEXT:
            if len(str(raw)) > TEXT_LENGTH:
                text = _("%(label)s: at most %(count)d characters.")
                raise ValueError(text % {"label": parameter.label, "count": TEXT_LENGTH})
            return str(raw)


def read_parameter(parameter: Parameter, stored: JsonValue) -> ParameterValue | None:
    """A stored value as the storefront has it; None for one that no longer fits.

    Choices that are data of the host are asked for once in SNAPSHOT_MAX_AGE seconds.
    """
    try:
        if parameter.kind == ParameterKind.CHOICE:
            return stored if isinstance(stored, str) and stored in kept_choices(parameter) else None
        if parameter.kind == ParameterKind.TEXT:
            return stored if isinstance(stored, str) else None
        return clean_parameter(parameter, stored)
    except ValueError:
        return None


def to_json(value: ParameterValue) -> JsonValue:
    return str(value) if isinstance(value, Decimal) else value


def _flag(parameter: Parameter, raw: Any) -> bool:
    known = {"true": True, "on": True, "1": True, "yes": True, "false": False, "off": False, "0": False, "no": False}
    found = known.get(str(raw).lower())
    if found is None:
        raise ValueError(_("%(label)s: say yes or no.") % {"label": parameter.label})
    return found


def _number(parameter: Parameter, raw: Any) -> int | Decimal:
    text, whole = _typed(raw), parameter.kind == ParameterKind.WHOLE
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if isinstance(raw, bool) or not number.is_finite() or number.adjusted() > MOST_DIGITS:
        if whole:
            raise ValueError(_("%(label)s: this is not a number.") % {"label": parameter.label})
        problem = _("%(label)s: this is not a number. Write it like %(example)s.")
        raise ValueError(problem % {"label": parameter.label, "example": localize(Decimal("0.5"))})
    # What was typed as 1.000 may be meant as a thousand.
    if whole and (number != number.to_integral_value() or (isinstance(raw, str) and "." in text)):
        raise ValueError(_("%(label)s: only whole numbers.") % {"label": parameter.label})
    if parameter.minimum is not None and number < parameter.minimum:
        text = _("%(label)s: not below %(bound)s.")
        raise ValueError(text % {"label": parameter.label, "bound": localize(parameter.minimum)})
    if parameter.maximum is not None and number > parameter.maximum:
        text = _("%(label)s: not above %(bound)s.")
        raise ValueError(text % {"label": parameter.label, "bound": localize(parameter.maximum)})
    return int(number) if whole else number


def _typed(raw: Any) -> str:
    """A number as it was typed, with a point where the language of whoever typed it has another mark."""
    text, mark = str(raw).strip(), get_format("DECIMAL_SEPARATOR")
    return text.replace(mark, ".") if text.count(mark) == 1 and "." not in text else text
