"""What was decided by hand for companies, as it is kept; who belongs to the segment then is worked out elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser

from segmentation.models import MembershipChoice, Segment
from segmentation.models.among import Among
from segmentation.models.profiles import KEY_LENGTH

ROWS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """In the segment by hand, kept out of it, or with None left to the rule again; until a moment, or for good."""

    include: bool | None
    reason: str
    expires_at: datetime | None = None
    actor: AbstractBaseUser | None


def check_decision(customer_keys: Collection[str], decision: Decision, *, now: datetime) -> list[str]:
    """The companies, each once and sorted. Raises ValueError for a key that nobody can have, or an end that is past."""
    if bad := [key for key in customer_keys if not key or len(key) > KEY_LENGTH]:
        raise ValueError(f"A customer key has 1 to {KEY_LENGTH} characters; these do not: {bad[:5]!r}.")
    if decision.include is not None and decision.expires_at is not None and decision.expires_at <= now:
        raise ValueError("The end of a choice lies in the future.")
    return sorted(set(customer_keys))


def keep_choices(
    segment: Segment, keys: Sequence[str], decision: Decision, *, now: datetime
) -> tuple[list[str], Mapping[str, MembershipChoice]]:
    """Keep what was checked; brings back for whom that changes anything, and what was kept before."""
    found = MembershipChoice.objects.filter(Among("customer_key", keys), segment=segment)
    found = found.select_for_update().order_by("customer_key")
    stored = {choice.customer_key: choice for choice in found}
    if decision.include is None:
        changed = [key for key in keys if key in stored]
        if changed:
            MembershipChoice.objects.filter(Among("customer_key", changed), segment=segment).delete()
        return changed, stored
    wanted = (decision.include, decision.reason, decision.expires_at)
    changed = [key for key in keys if key not in stored or _facts(stored[key]) != wanted]
    MembershipChoice.objects.bulk_create(
        [
            MembershipChoice(
                segment=segment,
                customer_key=key,
                include=decision.include,
                reason=decision.reason,
                author_id=decision.actor.pk if decision.actor else None,
                created_at=now,
                expires_at=decision.expires_at,
            )
            for key in changed
        ],
        batch_size=ROWS_AT_ONCE,
        update_conflicts=True,
        unique_fields=["segment", "customer_key"],
        update_fields=["include", "reason", "author", "created_at", "expires_at"],
    )
    return changed, stored


def _facts(choice: MembershipChoice) -> tuple[bool, str, datetime | None]:
    return choice.include, choice.reason, choice.expires_at
