"""Why a feature is on, as one would say it to the customer's own people: no classes, no segments, no notes of admins.

Every reason ends the sentence "This is here because ...", and stands alone as "Because ...".
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segmentation.contracts import MIXED, Buyclass, FeatureAnswer
from segmentation.registry import features
from segmentation.words.audit import feature_text

_BY_HAND = gettext_lazy("because we have switched it on for you")
_FITS = gettext_lazy("because it fits companies like yours")
_AMONG = gettext_lazy("because you are among the companies that have it")
_OVERALL: Mapping[str, Promise] = {
    Buyclass.ROUTINE.value: gettext_lazy("because you mostly order the same items again"),
    Buyclass.MAJOR.value: gettext_lazy("because you compare before you buy"),
    Buyclass.NEW.value: gettext_lazy("because you may be looking for ideas"),
    MIXED: gettext_lazy("because you buy in more than one way"),
}
_IN_PART: Mapping[str, Promise] = {
    Buyclass.ROUTINE.value: gettext_lazy("because there are things you order again and again"),
    Buyclass.MAJOR.value: gettext_lazy("because there are things you compare before you buy"),
    Buyclass.NEW.value: gettext_lazy("because there are things that may be new to you"),
}


def because_line(answer: FeatureAnswer, because: Mapping[str, str]) -> str:
    """Such as "Because you compare before you buy"; empty while off, and where it is a part of the shop like any other.

    `because` is what admins want companies to be told of being in a segment, by its key.
    """
    return capfirst(_clause(answer, because))


def because_sentence(answer: FeatureAnswer, because: Mapping[str, str]) -> str:
    """Such as "“Quick order” is here because you mostly order the same items again."; empty while off."""
    if not answer.enabled:
        return ""
    clause, facts = _clause(answer, because), {"feature": feature_text(answer.feature)}
    if not clause:
        return _("“%(feature)s” is a part of our shop.") % facts
    return _("“%(feature)s” is here %(because)s.") % {**facts, "because": clause}


def _clause(answer: FeatureAnswer, because: Mapping[str, str]) -> str:
    if not answer.enabled:
        return ""
    is_split = bool({"share", "held_out"} & answer.reason.params.keys())
    match answer.reason.code:
        case "override_on" | "forced":
            return str(_BY_HAND)
        case "segment_on" | "serves":
            belongs = _belongs(answer, because)
            return _("%(because)s, and you are among those who have it") % {"because": belongs} if is_split else belongs
        case "everybody_on" if is_split:
            return str(_AMONG)
        case _:
            return ""


def _belongs(answer: FeatureAnswer, because: Mapping[str, str]) -> str:
    """What being in the segment means to the company's own people."""
    params = answer.reason.params
    segment = params.get("segment", "")
    if because.get(segment):
        return _("because %(reason)s") % {"reason": because[segment].strip().rstrip(".")}
    in_part = _IN_PART.get(_part(answer.feature) if segment == MIXED else segment)
    only_part = segment == MIXED or "category" in params
    return str((in_part if only_part else None) or _OVERALL.get(segment) or _FITS)


def _part(feature: str) -> str:
    """The one way of buying a feature was made for, which is a part of how mixed buyers buy; empty for several."""
    serves = features.get(feature).serves if feature in features else frozenset()
    return next(iter(serves)).value if len(serves) == 1 else ""
