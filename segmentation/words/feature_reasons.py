"""The reason of a feature's answer, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segmentation.contracts import FeatureAnswer, Reason
from segmentation.words.segment_names import segment_name


def feature_reason_text(answer: FeatureAnswer) -> str:
    """One sentence that says why the feature is on or off."""
    return reason_text(answer.reason)


def reason_text(reason: Reason) -> str:
    """One sentence for what a step of the precedence says."""
    wording = _SENTENCES[reason.code]
    sentence = wording(reason.params) if callable(wording) else str(wording)
    if "category" in reason.params:
        return _("%(sentence)s Here it goes by how the company buys in this category.") % {"sentence": sentence}
    return sentence


def _override(params: Mapping[str, Any], *, enabled: bool) -> str:
    why = f": {params['why']}" if params["why"] else ""
    if not params["until"]:
        text = _("On for this company by hand%(why)s.") if enabled else _("Off for this company by hand%(why)s.")
        return text % {"why": why}
    until = formats.date_format(timezone.localtime(datetime.fromisoformat(params["until"])), "DATETIME_FORMAT")
    text = (
        _("On for this company by hand until %(until)s%(why)s.")
        if enabled
        else _("Off for this company by hand until %(until)s%(why)s.")
    )
    return text % {"until": until, "why": why}


def _switched(params: Mapping[str, Any], *, enabled: bool) -> str:
    text = (
        _("Switched on for the segment “%(segment)s”.") if enabled else _("Switched off for the segment “%(segment)s”.")
    )
    sentence = text % {"segment": segment_name(params["segment"], params["name"])}
    return f"{sentence}{_among(params)}"


def _everybody_on(params: Mapping[str, Any]) -> str:
    return _("Switched on for everybody whom no segment decides.") + _among(params)


def _among(params: Mapping[str, Any]) -> str:
    """What makes the company one of those that have it, where not all have."""
    said = []
    if "share" in params:
        said.append(_("On for %(share)s %% so far, and it is among them.") % {"share": params["share"]})
    if "held_out" in params:
        said.append(_("It is not among the %(held_out)s %% held out.") % {"held_out": params["held_out"]})
    return "".join(f" {sentence}" for sentence in said)


def _in_part(params: Mapping[str, Any], *, held_out: bool) -> str:
    if held_out:
        text = (
            _("Held out: %(share)s %% of “%(segment)s” go without, so that the effect can be measured.")
            if "segment" in params
            else _("Held out: %(share)s %% of all go without, so that the effect can be measured.")
        )
    else:
        text = (
            _("Not yet: on for %(share)s %% of “%(segment)s” so far.")
            if "segment" in params
            else _("Not yet: on for %(share)s %% of all so far.")
        )
    name = segment_name(params["segment"], params["name"]) if "segment" in params else ""
    return text % {"share": params["share"], "segment": name}


def _serves(params: Mapping[str, Any]) -> str:
    return _("On, because it is made for “%(segment)s”.") % {"segment": segment_name(params["segment"], params["name"])}


_SENTENCES: Mapping[str, str | Promise | Callable[[Mapping[str, Any]], str]] = {
    "killed": gettext_lazy("Switched off for everybody."),
    "override_on": partial(_override, enabled=True),
    "override_off": partial(_override, enabled=False),
    "permission_missing": gettext_lazy("Off, because this person may not use it."),
    "segment_on": partial(_switched, enabled=True),
    "segment_off": partial(_switched, enabled=False),
    "not_yet": partial(_in_part, held_out=False),
    "held_out": partial(_in_part, held_out=True),
    "everybody_on": _everybody_on,
    "everybody_off": gettext_lazy("Switched off for everybody whom no segment decides."),
    "default_on": gettext_lazy("On for everybody unless switched off."),
    "serves": _serves,
    "serves_others": gettext_lazy("Off, because it is made for companies that buy in another way."),
    "default_off": gettext_lazy("Off for everybody unless switched on."),
    "unknown": gettext_lazy("Off, because the shop does not know this feature."),
    "forced": gettext_lazy("Set by a test."),
}
