"""What a segment's rule says, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from segmentation.rules import RuleError, parse_rule
from segmentation.words.rules import RuleLine, rule_lines, rule_text

SENTENCE = 160


def sentence_of(rule: Any, *, length: int = SENTENCE) -> str:
    """A stored rule in one sentence of limited length; what is wrong with it where it cannot be read any more."""
    if rule is None:
        return ""
    try:
        text = rule_text(parse_rule(rule))
    except RuleError:
        return _("The rule cannot be read any more: what it asks about is no longer there.")
    return text if len(text) <= length else f"{text[: length - 1]}…"


def lines_of(rule: Any) -> Sequence[RuleLine]:
    """A stored rule line by line; one line that says so where it cannot be read any more."""
    if rule is None:
        return ()
    try:
        return rule_lines(parse_rule(rule))
    except RuleError:
        return [RuleLine(0, sentence_of(rule), (), is_group=False)]
