from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from segmentation.locks import lock_switches
from segmentation.models import Segment, SegmentRefresh
from segmentation.rules import parse_rule, read_new_rule
from segmentation.selectors.rule_names import stored_rule_names
from segmentation.services.audit import write_audit
from segmentation.services.builtin_rules import BUILTIN_RULES
from segmentation.services.publish import publish_switches
from segmentation.services.refresh_memberships import shop_day_of
from segmentation.services.request_refresh import request_refresh
from segmentation.words.audited_values import describe_segment_rule


class BuiltinRuleError(ValueError):
    """A built-in segment has a rule, its own or another: without one it would be empty."""


@transaction.atomic
def save_segment(
    segment: Segment, *, actor: AbstractBaseUser | None, was_checked: bool = False
) -> SegmentRefresh | None:
    """Add a segment, or store its name, description, priority and rule; the order of segments is published at once.

    With another rule its members are to be worked out: that is asked for and brought back, and whoever calls has
    `tasks.refresh_segment` do it once this has committed. A rule that cannot be used raises RuleError, and nothing is
    stored; so does a new one about things that nobody has, unless that was looked at when it was drafted.
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
    if has_new_rule and rule is not None and not was_checked:
        read_new_rule(rule, today=shop_day_of(timezone.now()))
    segment.rule_version += has_new_rule
    segment.save()
    before, after = describe_segment(stored), describe_segment(segment)
    if before != after:
        write_audit(action="segment", actor=actor, segment_key=segment.key, before=before, after=after)
    if before != after or (stored is not None and stored.because != segment.because):
        publish_switches()
    if not has_new_rule:
        return None
    rule_before = stored.rule if stored else None
    names = stored_rule_names([rule_before, rule])
    write_audit(
        action="segment_rule",
        actor=actor,
        segment_key=segment.key,
        before=describe_segment_rule(rule_before, names=names),
        after=describe_segment_rule(rule, names=names),
    )
    return request_refresh(segment, actor=actor, now=timezone.now())


def reset_builtin_rule(segment_id: int, *, actor: AbstractBaseUser | None) -> SegmentRefresh | None:
    """Give a built-in segment the rule it came with; None where it has it."""
    segment = Segment.objects.get(pk=segment_id, is_builtin=True)
    segment.rule = BUILTIN_RULES[segment.key]
    return save_segment(segment, actor=actor)


def describe_segment(segment: Segment | None) -> str:
    """The segment as the audit keeps it; empty for none."""
    if segment is None:
        return ""
    text = f"{segment.priority}. {segment.name}"
    if segment.description:
        text = f"{text}: {segment.description}"
    if segment.because:
        text = f"{text} (… because {segment.because})"
    return text
