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

from segmentation.contracts import FeatureAnswer
from segmentation.words.segment_names import segment_name


def feature_reason_text(answer: FeatureAnswer) -> str:
    """One sentence that says why the feature is on or off."""
    wording = _SENTENCES[answer.reason.code]
    sentence = wording(answer.reason.params) if callable(wording) else str(wording)
    if "category" in answer.reason.params:
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
    return text % {"segment": segment_name(params["segment"], params["name"])}


def _serves(params: Mapping[str, Any]) -> str:
    return _("On, because it is made for “%(segment)s”.") % {"segment": segment_name(params["segment"], params["name"])}


_SENTENCES: Mapping[str, str | Promise | Callable[[Mapping[str, Any]], str]] = {
    "killed": gettext_lazy("Switched off for everybody."),
    "override_on": partial(_override, enabled=True),
    "override_off": partial(_override, enabled=False),
    "permission_missing": gettext_lazy("Off, because this person may not use it."),
    "segment_on": partial(_switched, enabled=True),
    "segment_off": partial(_switched, enabled=False),
    "default_on": gettext_lazy("On for everybody unless switched off."),
    "serves": _serves,
    "default_off": gettext_lazy("Off, because it is made for companies that buy in another way."),
    "unknown": gettext_lazy("Off, because the shop does not know this feature."),
    "forced": gettext_lazy("Set by a test."),
}
