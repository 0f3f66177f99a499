"""What is said about a feature for a segment, and what its values are, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segmentation.contracts import Feature
from segmentation.parameter import Parameter, ParameterKind, ParameterValue
from segmentation.parameters import choices_of, read_parameter
from segmentation.standing import NOTHING_SAID, SwitchRule
from segmentation.words.segment_names import segment_name


def marks_text(rule: SwitchRule) -> str:
    """What a rule says besides on and off, as short as can be; empty where it says nothing more."""
    marks = []
    if rule.share != NOTHING_SAID.share:
        marks.append(_("%(percent)s %%") % {"percent": rule.share})
    if rule.held_out != NOTHING_SAID.held_out:
        marks.append(_("%(percent)s %% held out") % {"percent": rule.held_out})
    if rule.parameters:
        count = len(rule.parameters)
        marks.append(ngettext("%(count)d value", "%(count)d values", count) % {"count": count})
    return " · ".join(marks)


def setting_text(parameter: Parameter, value: ParameterValue) -> str:
    """A value with its unit; a choice by its label."""
    match parameter.kind:
        case ParameterKind.FLAG:
            return _("Yes") if value else _("No")
        case ParameterKind.CHOICE:
            return str(dict(choices_of(parameter)).get(str(value), value))
        case ParameterKind.TEXT:
            return str(value)
        case _:
            number = formats.number_format(value)  # type: ignore[arg-type]
            return f"{number} {parameter.unit}" if parameter.unit else number


def stored_text(parameter: Parameter, rule: SwitchRule) -> str:
    """What a rule says of a parameter; empty where it says nothing, or something that fits no more."""
    if parameter.key not in rule.parameters:
        return ""
    value = read_parameter(parameter, rule.parameters[parameter.key])
    return "" if value is None else setting_text(parameter, value)


def source_text(source: str, names: Mapping[str, str]) -> str:
    """Who said a value: `override`, `segment:<key>`, `everybody` or `declared`; `names` are those stored by key."""
    if source.startswith("segment:"):
        key = source.removeprefix("segment:")
        return _("by the segment “%(segment)s”") % {"segment": segment_name(key, names.get(key, ""))}
    return {"override": _("by hand"), "everybody": _("as for everybody"), "declared": _("as declared")}[source]


def bounds_text(parameter: Parameter) -> str:
    """Between what bounds a number must be; empty where it has none."""
    least, most = parameter.minimum, parameter.maximum
    if least is not None and most is not None:
        return _("From %(least)s to %(most)s.") % {"least": least, "most": most}
    if least is not None:
        return _("Not below %(bound)s.") % {"bound": least}
    return _("Not above %(bound)s.") % {"bound": most} if most is not None else ""


def values_text(feature: Feature, rule: SwitchRule) -> str:
    """What a rule says of the feature's values, such as `List length: 20 items`; empty where it says nothing."""
    said = [(parameter, stored_text(parameter, rule)) for parameter in feature.parameters]
    return ", ".join(f"{parameter.label}: {text}" for parameter, text in said if text)
