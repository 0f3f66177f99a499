from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from segmentation.locks import hold_customers
from segmentation.models import MembershipChoice, Segment, SegmentMembership
from segmentation.models.among import Among
from segmentation.rules import RuleError
from segmentation.services.audit import write_audit, write_audits
from segmentation.services.keep_choices import Decision, check_decision, keep_choices
from segmentation.services.move_members import move_members
from segmentation.services.publish_segments import publish_segments
from segmentation.services.refresh_memberships import refresh_memberships, shop_day_of

FEW = 20
"""Companies that the audit names one by one; more of them are one entry."""
KEPT_OUT = "kept_out"


@transaction.atomic
def set_membership_choice(
    *,
    segment_key: str,
    customer_keys: Collection[str],
    include: bool | None,
    reason: str,
    expires_at: datetime | None = None,
    actor: AbstractBaseUser | None,
    now: datetime | None = None,
) -> int:
    """Put companies into a segment by hand, keep them out of it, or with None leave them to the rule again.

    It holds until `expires_at`, against every run and refresh. All companies or none, and at once; brings back for how
    many anything changed. Raises ValueError for a key that nobody can have, or an end that is past. While somebody
    waits, many companies are better left to `set_choices`.
    """
    now = now or timezone.now()
    decision = Decision(include=include, reason=reason, expires_at=expires_at, actor=actor)
    keys = check_decision(customer_keys, decision, now=now)
    hold_customers(keys)
    segment = Segment.objects.get(key=segment_key)
    changed, stored = keep_choices(segment, keys, decision, now=now)
    if not changed:
        return 0
    before = _standings(segment, changed, stored)
    try:
        move_members(segment, changed, today=shop_day_of(now), now=now)
    except RuleError:
        # What was chosen counts also beside a rule that cannot be read.
        refresh_memberships(changed, now=now)
        publish_segments(changed)
    after = _standings(segment, changed, {} if include is None else dict.fromkeys(changed, include))
    _write_audit(segment, before, after, decision)
    return len(changed)


def audit_many(segment: Segment, decision: Decision, *, standing: str, companies: int) -> None:
    """One entry for companies of which each would be one too many."""
    write_audit(
        action="memberships",
        actor=decision.actor,
        segment_key=segment.key,
        before="",
        after=f"{standing} {companies}",
        reason=decision.reason,
    )


def _standings(segment: Segment, keys: list[str], choices: Mapping[str, MembershipChoice | bool]) -> dict[str, str]:
    """How each stands to the segment, as the audit keeps it."""
    rows = SegmentMembership.objects.filter(Among("customer_key", keys), segment=segment)
    sources = dict(rows.values_list("customer_key", "source"))
    kept_out = {key for key, choice in choices.items() if not getattr(choice, "include", choice)}
    return {key: KEPT_OUT if key in kept_out else sources.get(key, "out") for key in keys}


def _write_audit(segment: Segment, before: Mapping[str, str], after: Mapping[str, str], decision: Decision) -> None:
    if len(before) > FEW:
        standing = next(iter(after.values())) if len(set(after.values())) == 1 else "by_rule"
        audit_many(segment, decision, standing=standing, companies=len(after))
        return
    write_audits(
        action="membership",
        actor=decision.actor,
        segment_key=segment.key,
        changes=[(key, before[key], after[key]) for key in before],
        reason=decision.reason,
    )
