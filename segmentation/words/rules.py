"""A rule as an admin reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from segmentation.dimension import Dimension, Subject
from segmentation.registry import dimensions
from segmentation.rules import All, Any_, Condition, Node, Not, Operand, Path, Rule
from segmentation.rules.operators import operator_of
from segmentation.words.names import NO_NAMES, Names
from segmentation.words.operands import SHOWN, amount_text, day_text, list_text, number_text


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A line of a rule: how far it is set in, what it says, and which part of the rule that is."""

    depth: int
    text: str
    path: Path
    is_group: bool


def rule_text(rule: Rule, *, names: Names = NO_NAMES) -> str:
    """The rule in one sentence, groups in brackets."""
    match rule:
        case All(nodes):
            return _(" and ").join(_bracketed(node, names) for node in nodes)
        case Any_(nodes):
            return _(" or ").join(_bracketed(node, names) for node in nodes)
        case Not(node):
            return _("not (%(rule)s)") % {"rule": rule_text(node, names=names)}
    return condition_text(rule, names=names)


def rule_lines(rule: Rule, *, names: Names = NO_NAMES) -> Sequence[RuleLine]:
    """The rule line by line, what is in a group one step further in."""
    return list(_lines(rule, (), 0, names))


def condition_text(condition: Condition, *, names: Names = NO_NAMES) -> str:
    """One condition in words."""
    dimension = dimensions.get(condition.dimension)
    operator = operator_of(dimension, condition.is_)
    facts = {"what": _subject_text(dimension, condition.items, names), "value": ""}
    if operator is None or operator.operand is Operand.NOTHING:
        return str(_SENTENCES[condition.is_]) % facts
    value: Any = condition.value
    if operator.operand is Operand.SPAN:
        return _span_text(condition.is_, facts["what"], value)
    if isinstance(value, tuple) and operator.operand not in {Operand.CHOICES, Operand.TEXTS}:
        first, last = (_single_text(dimension, operator.operand, one) for one in value)
        return _("%(what)s is between %(first)s and %(last)s") % {**facts, "first": first, "last": last}
    if isinstance(value, tuple):
        facts["value"] = _choices_text(dimension, value, names)
    else:
        facts["value"] = _single_text(dimension, operator.operand, value)
    sentences = _OF_ONE if isinstance(value, tuple) and len(value) == 1 else _SENTENCES
    sentence = str(sentences[condition.is_]) % facts
    if condition.leave is None:
        return sentence
    leave = _single_text(dimension, operator.operand, condition.leave)
    return _("%(sentence)s (who is in stays in up to %(leave)s)") % {"sentence": sentence, "leave": leave}


def _lines(node: Node, path: Path, depth: int, names: Names) -> Sequence[RuleLine]:
    match node:
        case All(nodes):
            head, part = _("All of these hold:"), "all"
        case Any_(nodes):
            head, part = _("At least one of these holds:"), "any"
        case Not(inner):
            lines = _lines(inner, (*path, "not"), depth + 1, names)
            return [RuleLine(depth, _("This does not hold:"), path, is_group=True), *lines]
        case Condition():
            return [RuleLine(depth, condition_text(node, names=names), path, is_group=False)]
    lines = [line for at, one in enumerate(nodes) for line in _lines(one, (*path, part, at), depth + 1, names)]
    return [RuleLine(depth, head, path, is_group=True), *lines]


def _bracketed(node: Node, names: Names) -> str:
    text = rule_text(node, names=names)
    return f"({text})" if isinstance(node, (All, Any_)) and len(node.nodes) > 1 else text


def _subject_text(dimension: Dimension, items: Sequence[str], names: Names) -> str:
    if dimension.subject is Subject.COMPANY:
        return str(dimension.label)
    called = [names.of_item(dimension.subject, item) for item in items]
    return _("%(what)s (%(items)s)") % {"what": dimension.label, "items": list_text(called)}


def _choices_text(dimension: Dimension, values: Sequence[str], names: Names) -> str:
    """The values by their names; of a long list it is said that it is one."""
    texts = [names.of_value(dimension, value) for value in values]
    count = formats.number_format(len(texts), force_grouping=True)
    facts = {"count": count, "some": list_text(texts)}
    if len(texts) <= SHOWN + 1:
        return facts["some"]
    return _("%(count)s values: %(some)s") % facts


def _single_text(dimension: Dimension, operand: Operand, value: Any) -> str:
    if operand in {Operand.AMOUNT, Operand.AMOUNTS}:
        return amount_text(Decimal(value), dimension)
    if isinstance(value, date):
        return day_text(value)
    if operand is Operand.COUNT:
        return formats.number_format(value, force_grouping=True)
    return number_text(value, dimension)


def _span_text(asked: str, what: str, days: int) -> str:
    facts = {"what": what, "n": days}
    match asked:
        case "in_last_days" if not days:
            return _("%(what)s is today") % facts
        case "in_last_days":
            return ngettext("%(what)s: in the last %(n)d day", "%(what)s: in the last %(n)d days", days) % facts
        case "in_next_days":
            return ngettext("%(what)s: in the next %(n)d day", "%(what)s: in the next %(n)d days", days) % facts
        case "longer_ago_than_days":
            return ngettext("%(what)s: more than %(n)d day ago", "%(what)s: more than %(n)d days ago", days) % facts
    text = ngettext("%(what)s: not in the last %(n)d day", "%(what)s: not in the last %(n)d days", days)
    return text % facts


_SENTENCES: Mapping[str, str | Promise] = {
    "at_least": gettext_lazy("%(what)s is at least %(value)s"),
    "at_most": gettext_lazy("%(what)s is at most %(value)s"),
    "more_than": gettext_lazy("%(what)s is more than %(value)s"),
    "less_than": gettext_lazy("%(what)s is less than %(value)s"),
    "equals": gettext_lazy("%(what)s is exactly %(value)s"),
    "on_or_after": gettext_lazy("%(what)s is on or after %(value)s"),
    "on_or_before": gettext_lazy("%(what)s is on or before %(value)s"),
    "one_of": gettext_lazy("%(what)s is one of %(value)s"),
    "none_of": gettext_lazy("%(what)s is known and none of %(value)s"),
    "any_of": gettext_lazy("%(what)s: at least one of %(value)s"),
    "all_of": gettext_lazy("%(what)s: all of %(value)s"),
    "starts_with": gettext_lazy("%(what)s starts with one of %(value)s"),
    "contains": gettext_lazy("%(what)s contains one of %(value)s"),
    "yes": gettext_lazy("%(what)s: yes"),
    "no": gettext_lazy("%(what)s: no"),
    "known": gettext_lazy("%(what)s is known"),
    "unknown": gettext_lazy("%(what)s is not known"),
    "ever": gettext_lazy("%(what)s: at any time"),
    "never": gettext_lazy("%(what)s: never"),
    "since": gettext_lazy("%(what)s: on or after %(value)s"),
    "at_least_orders": gettext_lazy("%(what)s: in at least %(value)s orders"),
    "at_least_value": gettext_lazy("%(what)s: for at least %(value)s"),
}

_OF_ONE: Mapping[str, str | Promise] = {
    "one_of": gettext_lazy("%(what)s is %(value)s"),
    "none_of": gettext_lazy("%(what)s is known and not %(value)s"),
    "any_of": gettext_lazy("%(what)s: %(value)s"),
    "all_of": gettext_lazy("%(what)s: %(value)s"),
    "starts_with": gettext_lazy("%(what)s starts with %(value)s"),
    "contains": gettext_lazy("%(what)s contains %(value)s"),
}
"""The same of a list with a single value."""
