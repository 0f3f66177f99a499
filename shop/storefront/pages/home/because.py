"""Why a block stands on the front page, as we would say it to a customer."""

from __future__ import annotations

from django.utils.translation import gettext as _

from segmentation.contracts import MIXED, Buyclass, FeatureAnswer


def because_of(answer: FeatureAnswer) -> str:
    """A friendly line on why the feature is on; empty where there is nothing to tell."""
    if answer.reason.code in ("override_on", "segment_on", "serves"):
        segment = answer.reason.params.get("segment", "")
        in_category = "category" in answer.reason.params
        return _by_segment(segment, in_category=in_category) or _("We have switched this on for you")
    return ""


def _by_segment(segment: str, *, in_category: bool) -> str:
    if in_category and segment == Buyclass.MAJOR:
        return _("Because there are things you compare before you buy")
    sentences = {
        Buyclass.ROUTINE.value: _("Because you often order the same things"),
        Buyclass.MAJOR.value: _("Because you compare before you buy"),
        Buyclass.NEW.value: _("Because you may be looking for ideas"),
        MIXED: _("Because you buy in more than one way"),
    }
    return sentences.get(segment, "")
