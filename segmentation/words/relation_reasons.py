"""Why an item is shown beside another one, in words. Numbers that few companies stand behind are never named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segmentation.contracts import Reason

LEAST_NAMED = 5
"""Fewer companies than this are "a few"."""


def relation_text(reason: Reason, *, item: str) -> str:
    """One or two sentences about the other item; `item` is how the reader knows the first one."""
    return _SENTENCES[reason.code]({**reason.params, "item": item})


def nearby_text(tier: str) -> str:
    """How near the companies are that buy an item."""
    return {
        "postcode_area": _("Bought by companies in your postcode area."),
        "region": _("Bought by companies in your region."),
        "country": _("Bought by companies in your country."),
        "world": _("Bought by companies near and far."),
    }[tier]


def _substitute(params: Mapping[str, Any]) -> str:
    sentences = [_also_bought(params)]
    if params["switches"]:
        sentences.append(_moved(params))
    return " ".join(sentences)


def _also_bought(params: Mapping[str, Any]) -> str:
    if params["both"] < LEAST_NAMED:
        return _("A few companies that buy %(item)s also buy this.") % params
    facts = {**params, "both": _number(params["both"]), "of": _number(params["of"]), "times": _times(params["lift"])}
    if params["lift"] <= 10:
        return _("%(both)s of %(of)s companies that buy %(item)s also buy this.") % facts
    return (
        _("%(both)s of %(of)s companies that buy %(item)s also buy this (%(times)s times more often than usual).")
        % facts
    )


def _moved(params: Mapping[str, Any]) -> str:
    count = params["switches"]
    if count < LEAST_NAMED:
        return _("A few companies moved from %(item)s to this in the last 12 months.") % params
    return ngettext(
        "%(n)s company moved from %(item)s to this in the last 12 months.",
        "%(n)s companies moved from %(item)s to this in the last 12 months.",
        count,
    ) % {**params, "n": _number(count)}


def _complement(params: Mapping[str, Any]) -> str:
    if params["both"] < LEAST_NAMED:
        return _("A few companies order this together with %(item)s.") % params
    return _("%(both)s companies order this together with %(item)s, %(times)s times more often than by chance.") % {
        **params,
        "both": _number(params["both"]),
        "times": _times(params["lift"]),
    }


def _number(value: int) -> str:
    return number_format(value, force_grouping=True)


def _times(tenths: int) -> str:
    return number_format(tenths / 10, decimal_pos=0 if tenths >= 100 else 1)


_SENTENCES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "successor": lambda params: _("Set by your shop as the successor of %(item)s.") % params,
    "predecessor": lambda params: _("%(item)s is the replacement for this, as set by your shop.") % params,
    "equal_part": lambda params: _("Set by your shop as equal to %(item)s.") % params,
    "accessory": lambda params: _("Set by your shop as an accessory of %(item)s.") % params,
    "accessory_for": lambda params: _("%(item)s is an accessory of this, as set by your shop.") % params,
    "substitute": _substitute,
    "complement": _complement,
}
