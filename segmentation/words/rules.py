"""A rule as an admin reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segmentation.dimension import Dimension, Subject
from segmentation.registry import dimensions
from segmentation.rules import All, Any_, Condition, Node, Not, Operand, Path, Rule
from segmentation.rules.operators import operator_of
from segmentation.rules.parts import FROM_BELOW
from segmentation.words.names import NO_NAMES, Names
from segmentation.words.operands import SHOWN, amount_text, day_text, list_text, number_text
from segmentation.words.rule_phrases import OF_ONE, OF_YEARS, SENTENCES, SPANS, TODAY, TURNED, TURNED_OF_ITEMS


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
            return capfirst(_("; and ").join(_bracketed(node, names) for node in nodes))
        case Any_(nodes):
            return capfirst(_("; or ").join(_bracketed(node, names) for node in nodes))
        case Not(Condition() as inner) if (turned := _turned(inner, names)) is not None:
            return turned
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
    said = {"yes": dimension.if_yes, "no": dimension.if_no}.get(condition.is_)
    if said:
        return str(said)
    if operator is None or operator.operand is Operand.NOTHING:
        return str(SENTENCES[condition.is_]) % facts
    value: Any = condition.value
    if operator.operand is Operand.SPAN:
        return _span_text(condition.is_, facts["what"], value)
    if isinstance(value, tuple) and operator.operand not in {Operand.CHOICES, Operand.TEXTS}:
        first, last = (_single_text(dimension, operator.operand, one) for one in value)
        sentence = _("%(what)s: between %(first)s and %(last)s") % {**facts, "first": first, "last": last}
        return _with_leave(sentence, condition, dimension, operator.operand)
    if operator.operand is Operand.COUNT:
        text = ngettext("%(what)s: in at least %(value)s order", "%(what)s: in at least %(value)s orders", value)
        sentence = _with_time(text % {**facts, "value": _single_text(dimension, operator.operand, value)}, condition)
        return _with_leave(sentence, condition, dimension, operator.operand)
    if isinstance(value, tuple):
        facts["value"] = _choices_text(dimension, value, names)
    else:
        facts["value"] = _single_text(dimension, operator.operand, value)
    sentences = SENTENCES
    if isinstance(value, tuple) and len(value) == 1:
        sentences = OF_ONE
    elif dimension.is_year:
        sentences = OF_YEARS
    sentence = _with_time(str(sentences[condition.is_]) % facts, condition)
    return _with_leave(sentence, condition, dimension, operator.operand)


def _with_time(sentence: str, condition: Condition) -> str:
    """The sentence, and the time in which purchases count."""
    match condition.within:
        case None:
            return sentence
        case 0:
            return _("%(sentence)s today") % {"sentence": sentence}
        case int(days):
            text = ngettext("%(sentence)s in the last %(n)d day", "%(sentence)s in the last %(n)d days", days)
            return text % {"sentence": sentence, "n": days}
        case (first, last):
            facts = {"sentence": sentence, "first": day_text(first), "last": day_text(last)}
            return _("%(sentence)s between %(first)s and %(last)s") % facts


def _with_leave(sentence: str, condition: Condition, dimension: Dimension, operand: Operand) -> str:
    """The sentence, and from where to where a company that is in stays."""
    if condition.leave is None:
        return sentence
    if isinstance(condition.leave, tuple):
        first, last = (_single_text(dimension, operand, one) for one in condition.leave)
        facts = {"sentence": sentence, "first": first, "last": last}
        return _("%(sentence)s (who is in stays between %(first)s and %(last)s)") % facts
    facts = {"sentence": sentence, "leave": _single_text(dimension, operand, condition.leave)}
    if condition.is_ in FROM_BELOW:
        return _("%(sentence)s (who is in stays down to %(leave)s)") % facts
    return _("%(sentence)s (who is in stays up to %(leave)s)") % facts


def _turned(condition: Condition, names: Names) -> str | None:
    """What it says where the condition does not hold, for those of which that reads better than "not (...)"."""
    is_keyed = dimensions.get(condition.dimension).subject is not Subject.COMPANY
    turned = TURNED.get(condition.is_) or (TURNED_OF_ITEMS.get(condition.is_) if is_keyed else None)
    if turned is None:
        return None
    sentence = condition_text(replace(condition, is_=turned), names=names)
    return _("%(sentence)s, or it is not known") % {"sentence": sentence} if turned in {"yes", "no"} else sentence


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
    if isinstance(node, (All, Any_)) and len(node.nodes) > 1:
        return f"({text})"
    return f"{text[:1].lower()}{text[1:]}" if _is_told(node) else text


def _is_told(node: Node) -> bool:
    """Whether it is said as somebody would say it, and not after a name that has its capital."""
    inner = node.node if isinstance(node, Not) else node
    if not isinstance(inner, Condition) or inner.is_ not in {"yes", "no"}:
        return False
    return bool(dimensions.get(inner.dimension).if_yes)


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
    return _("%(count)s values (%(some)s)") % facts


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
    if not days and asked in TODAY:
        return str(TODAY[asked]) % facts
    text: Any = SPANS[asked]
    return str(text % facts)
