"""Why a company is classed as it is, in words: a stable code and its facts become one or two sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from segmentation.contracts import Buyclass

Params = Mapping[str, Any]
Sentence = str | Promise | Callable[[Params], str]

BUYCLASS_WORDS: Mapping[str, str | Promise] = {
    Buyclass.ROUTINE: gettext_lazy("routine"),
    Buyclass.MAJOR: gettext_lazy("major repurchase"),
    Buyclass.NEW: gettext_lazy("new"),
}


def reason_text(code: str, params: Params | None = None) -> str:
    """The reason in the reader's language. A code of another version says that it is not known any more."""
    facts = params or {}
    sentence = _SENTENCES.get(code, _NOT_KNOWN)
    text = sentence(facts) if callable(sentence) else str(sentence)
    return f"{text} {_held(facts)}" if "held_from" in facts else text


def _routine_repeat(facts: Params) -> str:
    text = ngettext(
        "Buys by routine (%(percent)d %%): in the latest order, %(repeat_lines)d of %(lines)d lines were items they "
        "already buy, in their usual quantity.",
        "Buys by routine (%(percent)d %%): in the latest %(orders)d orders, %(repeat_lines)d of %(lines)d lines were "
        "items they already buy, in their usual quantity.",
        facts["orders"],
    ) % _with_percent(facts)
    if "expected_from" not in facts:
        return text
    window = {"start": _day(facts["expected_from"]), "end": _day(facts["expected_to"])}
    return text + " " + _("The next order is expected between %(start)s and %(end)s.") % window


def _modified_quantity(facts: Params) -> str:
    return ngettext(
        "Buys known items in other quantities: in the latest order, %(quantity_lines)d of %(lines)d lines were more "
        "than double or less than half the usual amount.",
        "Buys known items in other quantities: in the latest %(orders)d orders, %(quantity_lines)d of %(lines)d lines "
        "were more than double or less than half the usual amount.",
        facts["orders"],
    ) % dict(facts)


def _modified_variants(facts: Params) -> str:
    return ngettext(
        "Buys from known categories but changes items: in the latest order, %(variant_lines)d of %(lines)d lines were "
        "new items in known categories.",
        "Buys from known categories but changes items: in the latest %(orders)d orders, %(variant_lines)d of "
        "%(lines)d lines were new items in known categories.",
        facts["orders"],
    ) % dict(facts)


def _modified_terms(facts: Params) -> str:
    return ngettext(
        "Agrees on terms before buying: in the latest order, %(terms_lines)d of %(lines)d lines were settled anew.",
        "Agrees on terms before buying: in the latest %(orders)d orders, %(terms_lines)d of %(lines)d lines were "
        "settled anew.",
        facts["orders"],
    ) % dict(facts)


def _major_size(facts: Params) -> str:
    return _("Places unusually large orders: the one of %(day)s was %(times)s times the usual value.") % {
        "day": _day(facts["ordered_on"]),
        "times": formats.number_format(facts["times"], 1),
    }


def _re_evaluation(facts: Params) -> str:
    return ngettext(
        "Came back on %(day)s after %(months)d month without an order.",
        "Came back on %(day)s after %(months)d months without an order.",
        facts["months"],
    ) % {"day": _day(facts["ordered_on"]), "months": facts["months"]}


def _in_between(facts: Params) -> str:
    return _(
        "Between routine and new: %(routine)d %% of what they buy repeats as usual, %(new)d %% is from categories they "
        "never bought before."
    ) % {"routine": _percent(facts["routine_share"]), "new": _percent(facts["new_share"])}


def _explores(facts: Params) -> str:
    return ngettext(
        "Still finding their range: %(percent)d %% of the value of the latest order was in categories they had never "
        "bought before.",
        "Still finding their range: %(percent)d %% of the value of the latest %(orders)d orders was in categories they "
        "had never bought before.",
        facts["orders"],
    ) % _with_percent(facts)


def _held(facts: Params) -> str:
    return _(
        "The type is kept until the change is clear: the numbers alone would now say “%(buyclass)s” (%(percent)d %%)."
    ) % {
        "buyclass": BUYCLASS_WORDS[facts["held_from"]],
        "percent": _percent(facts["held_share"]),
    }


def _with_percent(facts: Params) -> dict[str, Any]:
    return {**facts, "percent": _percent(facts["share"])}


def _percent(share: float) -> int:
    return round(share * 100)


def _day(iso: str) -> str:
    return formats.date_format(date.fromisoformat(iso), "DATE_FORMAT")


_NOT_KNOWN = gettext_lazy("The reason was kept by another version and is renewed with the next run.")

_SENTENCES: Mapping[str, Sentence] = {
    "prospect": gettext_lazy("No orders yet."),
    "only_returns": gettext_lazy("Nothing of what they ordered was kept."),
    "first_order": gettext_lazy("One order so far, so everything is still new."),
    "first_in_category": gettext_lazy("One order in this category so far."),
    "history_elsewhere": gettext_lazy("One order on record here, though they have been a customer for longer."),
    "routine_repeat": _routine_repeat,
    "modified_quantity": _modified_quantity,
    "modified_variants": _modified_variants,
    "modified_terms": _modified_terms,
    "major_size": _major_size,
    "re_evaluation": _re_evaluation,
    "in_between": _in_between,
    "explores": _explores,
}
