"""What is said about a feature for a segment, and what its values are, in words."""

from __future__ import annotations

from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segmentation.contracts import Feature
from segmentation.parameter import Parameter
from segmentation.parameters import read_parameter
from segmentation.standing import NOTHING_SAID, SwitchRule
from segmentation.words.parameters import parameter_text


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


def stored_text(parameter: Parameter, rule: SwitchRule) -> str:
    """What a rule says of a parameter; empty where it says nothing, or something that fits no more."""
    if parameter.key not in rule.parameters:
        return ""
    value = read_parameter(parameter, rule.parameters[parameter.key])
    return "" if value is None else parameter_text(parameter, value)


def bounds_text(parameter: Parameter) -> str:
    """Between what bounds a number must be; empty where it has none."""
    least, most = parameter.minimum, parameter.maximum
    if least is not None and most is not None:
        return _("From %(least)s to %(most)s.") % {"least": localize(least), "most": localize(most)}
    if least is not None:
        return _("Not below %(bound)s.") % {"bound": localize(least)}
    return _("Not above %(bound)s.") % {"bound": localize(most)} if most is not None else ""


def values_text(feature: Feature, rule: SwitchRule) -> str:
    """What a rule says of the feature's values, such as `List length: 20 items`; empty where it says nothing."""
    said = [(parameter, stored_text(parameter, rule)) for parameter in feature.parameters]
    return ", ".join(f"{parameter.label}: {text}" for parameter, text in said if text)
