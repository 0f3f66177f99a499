"""What a segment's rule says, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from segmentation.models import SegmentMembership
from segmentation.rules import RuleError, parse_rule
from segmentation.words.names import NO_NAMES, Names
from segmentation.words.rules import RuleLine, rule_lines, rule_text

SENTENCE = 160


def sentence_of(rule: Any, *, length: int | None = SENTENCE, names: Names = NO_NAMES) -> str:
    """A stored rule in one sentence, of limited length unless that is None.

    What is wrong with it where it cannot be read any more; empty for none.
    """
    if rule is None:
        return ""
    try:
        text = rule_text(parse_rule(rule), names=names)
    except RuleError:
        return _("The rule cannot be read any more: what it asks about is no longer there.")
    return text if length is None or len(text) <= length else f"{text[: length - 1]}…"


def member_because(source: str, rule: Any, *, reason: str, names: Names) -> str:
    """Why a company is in a segment: what its rule says, or the reason that was given for the choice by hand."""
    if source == SegmentMembership.Source.MANUAL:
        return _("By hand: %(reason)s") % {"reason": reason} if reason else _("By hand")
    return sentence_of(rule, length=None, names=names)


def lines_of(rule: Any, *, names: Names = NO_NAMES) -> Sequence[RuleLine]:
    """A stored rule line by line; one line that says so where it cannot be read any more."""
    if rule is None:
        return ()
    try:
        return rule_lines(parse_rule(rule), names=names)
    except RuleError:
        return [RuleLine(0, sentence_of(rule), (), is_group=False)]
