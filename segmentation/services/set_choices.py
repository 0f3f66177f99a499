from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation.models import Segment, SegmentRefresh
from segmentation.selectors.rule_answers import unreadable_segments
from segmentation.services.keep_choices import Decision, check_decision, keep_choices
from segmentation.services.refresh_memberships import shop_day_of
from segmentation.services.request_refresh import request_refresh
from segmentation.services.set_membership_choice import KEPT_OUT, audit_many, set_membership_choice
from segmentation.services.wanted_members import MANUAL

FEW_AT_ONCE = 1_000
"""So many companies are moved while somebody waits; more of them by a worker."""

_STANDING: Mapping[bool | None, str] = {True: MANUAL.value, False: KEPT_OUT, None: "by_rule"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SetChoices:
    changed: int
    """For how many companies anything changed."""
    refresh: SegmentRefresh | None = None
    """Who moves them, where they are many: whoever calls has `tasks.refresh_segment` do it once this has committed."""


@transaction.atomic
def set_choices(
    *,
    segment_key: str,
    customer_keys: Collection[str],
    include: bool | None,
    reason: str,
    expires_at: datetime | None = None,
    actor: AbstractBaseUser | None,
    now: datetime,
) -> SetChoices:
    """What `set_membership_choice` does, for any number of companies: of many, who is in and who is out is kept at
    once, all of it or nothing, and they are moved by a refresh of the segment.

    A worker that dies half-way is followed by another, which moves the rest.
    """
    decision = Decision(include=include, reason=reason, expires_at=expires_at, actor=actor)
    keys = check_decision(customer_keys, decision, now=now)
    segment = Segment.objects.get(key=segment_key)
    # A refresh moves nobody by a rule that cannot be read, and what was chosen counts beside it as well.
    if len(keys) <= FEW_AT_ONCE or unreadable_segments([segment], today=shop_day_of(now)):
        changed = set_membership_choice(
            segment_key=segment_key,
            customer_keys=keys,
            include=include,
            reason=reason,
            expires_at=expires_at,
            actor=actor,
            now=now,
        )
        return SetChoices(changed=changed)
    # One decision about many at a time, so that two of them cannot wait for each other; it holds no customers.
    Segment.objects.select_for_update(no_key=True).get(pk=segment.pk)
    kept, _before = keep_choices(segment, keys, decision, now=now)
    if not kept:
        return SetChoices(changed=0)
    audit_many(segment, decision, standing=_STANDING[include], companies=len(kept))
    return SetChoices(changed=len(kept), refresh=request_refresh(segment, actor=actor, now=now))
