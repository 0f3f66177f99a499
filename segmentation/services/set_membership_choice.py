from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from segmentation.locks import hold_customers
from segmentation.models import MembershipChoice, Segment, SegmentMembership
from segmentation.models.among import Among
from segmentation.models.profiles import KEY_LENGTH
from segmentation.rules import RuleError
from segmentation.services.audit import write_audit
from segmentation.services.move_members import move_members
from segmentation.services.publish_segments import publish_segments
from segmentation.services.refresh_memberships import refresh_memberships, shop_day_of

FEW = 20
"""Companies that the audit names one by one; more of them are one entry."""
ROWS_AT_ONCE = 5_000
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
) -> int:
    """Put companies into a segment by hand, keep them out of it, or with None leave them to the rule again.

    It holds until `expires_at`, against every run and refresh. All companies or none; brings back for how many anything
    changed. Raises ValueError for a key that nobody can have, or an end that is past.
    """
    now = timezone.now()
    keys = sorted(set(customer_keys))
    if bad := [key for key in keys if not key or len(key) > KEY_LENGTH]:
        raise ValueError(f"A customer key has 1 to {KEY_LENGTH} characters; these do not: {bad[:5]!r}.")
    if include is not None and expires_at is not None and expires_at <= now:
        raise ValueError("The end of a choice lies in the future.")
    hold_customers(keys)
    segment = Segment.objects.get(key=segment_key)
    found = MembershipChoice.objects.filter(Among("customer_key", keys), segment=segment)
    stored = {choice.customer_key: choice for choice in found}
    if include is None:
        changed = [key for key in keys if key in stored]
    else:
        wanted = (include, reason, expires_at)
        changed = [key for key in keys if key not in stored or _facts(stored[key]) != wanted]
    if not changed:
        return 0
    before = _standings(segment, changed, stored)
    if include is None:
        MembershipChoice.objects.filter(Among("customer_key", changed), segment=segment).delete()
    else:
        MembershipChoice.objects.bulk_create(
            [
                MembershipChoice(
                    segment=segment,
                    customer_key=key,
                    include=include,
                    reason=reason,
                    author_id=actor.pk if actor else None,
                    created_at=now,
                    expires_at=expires_at,
                )
                for key in changed
            ],
            batch_size=ROWS_AT_ONCE,
            update_conflicts=True,
            unique_fields=["segment", "customer_key"],
            update_fields=["include", "reason", "author", "created_at", "expires_at"],
        )
    try:
        move_members(segment, changed, today=shop_day_of(now), now=now)
    except RuleError:
        # What was chosen counts also beside a rule that cannot be read.
        refresh_memberships(changed, now=now)
        publish_segments(changed)
    after = _standings(segment, changed, {} if include is None else dict.fromkeys(changed, include))
    _write_audit(segment, before, after, actor=actor, reason=reason)
    return len(changed)


def _facts(choice: MembershipChoice) -> tuple[bool, str, datetime | None]:
    return choice.include, choice.reason, choice.expires_at


def _standings(segment: Segment, keys: list[str], choices: Mapping[str, MembershipChoice | bool]) -> dict[str, str]:
    """How each stands to the segment, as the audit keeps it."""
    rows = SegmentMembership.objects.filter(Among("customer_key", keys), segment=segment)
    sources = dict(rows.values_list("customer_key", "source"))
    kept_out = {key for key, choice in choices.items() if not getattr(choice, "include", choice)}
    return {key: KEPT_OUT if key in kept_out else sources.get(key, "out") for key in keys}


def _write_audit(
    segment: Segment,
    before: Mapping[str, str],
    after: Mapping[str, str],
    *,
    actor: AbstractBaseUser | None,
    reason: str,
) -> None:
    if len(before) > FEW:
        standing = next(iter(after.values())) if len(set(after.values())) == 1 else "by_rule"
        write_audit(
            action="memberships",
            actor=actor,
            segment_key=segment.key,
            before="",
            after=f"{standing} {len(after)}",
            reason=reason,
        )
        return
    for key in before:
        write_audit(
            action="membership",
            actor=actor,
            segment_key=segment.key,
            customer_key=key,
            before=before[key],
            after=after[key],
            reason=reason,
        )
