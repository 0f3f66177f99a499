from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from segmentation.locks import lock_switches
from segmentation.models import Segment, SegmentRefresh
from segmentation.rules import RuleError, parse_rule
from segmentation.services.audit import write_audit
from segmentation.services.builtin_rules import BUILTIN_RULES
from segmentation.services.publish import publish_switches
from segmentation.services.request_refresh import request_refresh
from segmentation.words.rules import rule_text

AUDIT_LENGTH = 300


class BuiltinRuleError(ValueError):
    """A built-in segment has a rule, its own or another: without one it would be empty."""


@transaction.atomic
def save_segment(segment: Segment, *, actor: AbstractBaseUser | None) -> SegmentRefresh | None:
    """Add a segment, or store its name, description, priority and rule; the order of segments is published at once.

    With another rule its members are to be worked out: that is asked for and brought back, and whoever calls has
    `tasks.refresh_segment` do it once this has committed. A rule that cannot be used raises RuleError, and nothing is
    stored.
    """
    rule = None if segment.rule is None else parse_rule(segment.rule).as_json()
    lock_switches()
    stored = Segment.objects.select_for_update(no_key=True).filter(pk=segment.pk).first() if segment.pk else None
    if stored is not None:
        segment.key, segment.is_builtin = stored.key, stored.is_builtin
        segment.rule_version, segment.computed_at = stored.rule_version, stored.computed_at
    if segment.is_builtin and rule is None:
        raise BuiltinRuleError(segment.key)
    segment.rule = rule
    has_new_rule = rule != (stored.rule if stored else None)
    segment.rule_version += has_new_rule
    segment.save()
    before, after = describe_segment(stored), describe_segment(segment)
    if before != after:
        write_audit(action="segment", actor=actor, segment_key=segment.key, before=before, after=after)
    if before != after or (stored is not None and stored.because != segment.because):
        publish_switches()
    if not has_new_rule:
        return None
    write_audit(
        action="segment_rule",
        actor=actor,
        segment_key=segment.key,
        before=describe_rule(stored.rule if stored else None),
        after=describe_rule(rule),
    )
    return request_refresh(segment, actor=actor, now=timezone.now())


def reset_builtin_rule(segment_id: int, *, actor: AbstractBaseUser | None) -> SegmentRefresh | None:
    """Give a built-in segment the rule it came with; None where it has it."""
    segment = Segment.objects.get(pk=segment_id, is_builtin=True)
    segment.rule = BUILTIN_RULES[segment.key]
    return save_segment(segment, actor=actor)


def describe_segment(segment: Segment | None) -> str:
    """The segment as the audit keeps it, at its length; empty for none."""
    if segment is None:
        return ""
    text = f"{segment.priority}. {segment.name}"
    if segment.description:
        text = f"{text}: {segment.description}"
    return _shortened(text)


def describe_rule(rule: Any) -> str:
    """A rule in words, at the audit's length; empty for none, and for one that cannot be read any more."""
    if rule is None:
        return ""
    try:
        return _shortened(rule_text(parse_rule(rule)))
    except RuleError:
        return ""


def _shortened(text: str) -> str:
    return text if len(text) <= AUDIT_LENGTH else f"{text[: AUDIT_LENGTH - 1]}…"
