"""What a feature is set to besides on and off, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from segmentation.choices_kept import choices_of
from segmentation.parameter import Parameter, ParameterKind, ParameterValue
from segmentation.words.segment_names import segment_name


def parameter_text(parameter: Parameter, value: ParameterValue) -> str:
    """A value as an admin reads it, with its unit."""
    if parameter.kind == ParameterKind.FLAG:
        return _("yes") if value else _("no")
    if parameter.kind == ParameterKind.CHOICE:
        return str(dict(choices_of(parameter)).get(str(value), value))
    if parameter.kind == ParameterKind.TEXT:
        return str(value)
    return f"{number_format(value)} {parameter.unit}".rstrip()


def parameter_source_text(source: str, names: Mapping[str, str]) -> str:
    """Who says so: `override`, `segment:<key>`, `everybody` or `declared`."""
    kind, _sign, segment = source.partition(":")
    if kind == "segment":
        return _("set for “%(segment)s”") % {"segment": segment_name(segment, names.get(segment, ""))}
    known = {"override": _("set for this company"), "everybody": _("set for everybody")}
    return known.get(kind) or _("as it comes")
