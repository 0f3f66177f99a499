"""Form fields for the values of a feature, by their kind; whether they fit is asked of `clean_parameters`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from segmentation.choices_kept import choices_of
from segmentation.contracts import Feature
from segmentation.parameter import Parameter, ParameterKind
from segmentation.parameters import TEXT_LENGTH, JsonValue, ParameterError, clean_parameters
from segmentation.standing import SwitchRule
from segmentation.words.feature_rules import bounds_text, stored_text
from segmentation.words.parameters import parameter_text

PREFIX = "value_"
"""Before the key of a value in the name of its field."""


def value_fields(
    feature: Feature, *, said: Mapping[str, JsonValue], left_empty: Callable[[Parameter], str]
) -> dict[str, forms.Field]:
    """A field for every parameter, filled with what is said; `left_empty` tells what an empty one means."""
    return {
        f"{PREFIX}{parameter.key}": _field(parameter, said=said.get(parameter.key), empty=left_empty(parameter))
        for parameter in feature.parameters
    }


def as_for_everybody(parameter: Parameter, *, everybody: SwitchRule) -> str:
    """What a value is where no segment says one."""
    said = stored_text(parameter, everybody)
    if said:
        return _("as for everybody: %(value)s") % {"value": said}
    return _("as declared: %(value)s") % {"value": parameter_text(parameter, parameter.default)}


def read_values(form: forms.Form, feature: Feature) -> dict[str, JsonValue]:
    """What was typed, as it is stored; a problem becomes the error of its field."""
    try:
        return clean_parameters(
            feature, {one.key: form.cleaned_data.get(f"{PREFIX}{one.key}") for one in feature.parameters}
        )
    except ParameterError as error:
        for key, problem in error.problems.items():
            form.add_error(f"{PREFIX}{key}", problem)
        return {}


def _field(parameter: Parameter, *, said: JsonValue | None, empty: str) -> forms.Field:
    initial: Any = said
    match parameter.kind:
        case ParameterKind.FLAG:
            widget: forms.Widget = forms.Select(choices=[("", empty), ("true", _("Yes")), ("false", _("No"))])
            initial = None if said is None else str(bool(said)).lower()
        case ParameterKind.CHOICE:
            widget = forms.Select(choices=[("", empty), *choices_of(parameter)])
        case ParameterKind.TEXT:
            widget = forms.TextInput(attrs={"placeholder": empty, "maxlength": TEXT_LENGTH})
        case ParameterKind.WHOLE | ParameterKind.DECIMAL:
            bounds = {"min": parameter.minimum, "max": parameter.maximum}
            step = "1" if parameter.kind == ParameterKind.WHOLE else "any"
            attrs = {name: str(bound) for name, bound in bounds.items() if bound is not None}
            widget = forms.NumberInput(attrs={"placeholder": empty, "step": step, **attrs})
    label = f"{parameter.label} ({parameter.unit})" if parameter.unit else str(parameter.label)
    hints = [str(parameter.help), bounds_text(parameter), _("Left empty: %(meaning)s.") % {"meaning": empty}]
    help_text = " ".join(hint for hint in hints if hint)
    return forms.CharField(required=False, label=label, widget=widget, initial=initial, help_text=help_text)
