"""Why a block stands on the front page, as we would say it to a customer."""

from __future__ import annotations

from django.utils.translation import gettext as _

from segmentation.contracts import MIXED, Buyclass, FeatureAnswer


def because_of(answer: FeatureAnswer) -> str:
    """A friendly line on why the feature is on; empty where there is nothing to tell."""
    if answer.reason.code in ("override_on", "segment_on", "serves"):
        return _by_segment(answer.reason.params.get("segment", "")) or _("We have switched this on for you.")
    return ""


def _by_segment(segment: str) -> str:
    sentences = {
        Buyclass.ROUTINE.value: _("Because you often order the same things"),
        Buyclass.MAJOR.value: _("Because you compare before you buy"),
        Buyclass.NEW.value: _("Because you may be looking for ideas"),
        MIXED: _("Because you buy in more than one way"),
    }
    return sentences.get(segment, "")
