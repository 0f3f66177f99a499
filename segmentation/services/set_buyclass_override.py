from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from segmentation import conf
from segmentation.contracts import Buyclass
from segmentation.locks import lock_customers
from segmentation.models import BuyclassOverride, CustomerProfile
from segmentation.services.audit import write_audit
from segmentation.services.mark_dirty import mark_dirty
from segmentation.services.publish import publish_customers
from segmentation.services.refresh_memberships import refresh_memberships


@transaction.atomic
def set_buyclass_override(
    *,
    customer_key: str,
    buyclass: Buyclass | str | None,
    actor: AbstractBaseUser | None,
    reason: str = "",
    expires_at: datetime | None = None,
) -> bool:
    """Fix a company's class for a time (OVERRIDE_DAYS unless said), or with None go by its orders again.

    The computed class is kept beside it. A company that no run has seen counts as new until the next drain of the
    outbox, which works it out. Brings back whether anything changed.
    """
    now = timezone.now()
    lock_customers([customer_key])
    existing = BuyclassOverride.objects.filter(customer_key=customer_key).first()
    if buyclass is None:
        if existing is None:
            return False
        existing.delete()
        after = ""
    else:
        wanted = Buyclass(buyclass)
        same = existing is not None and (existing.buyclass, existing.reason) == (wanted, reason)
        if same and existing is not None and expires_at in (None, existing.expires_at) and existing.expires_at > now:
            return False
        fresh, _ = BuyclassOverride.objects.update_or_create(
            customer_key=customer_key,
            defaults={
                "buyclass": wanted.value,
                "reason": reason,
                "author_id": actor.pk if actor else None,
                "created_at": now,
                "expires_at": expires_at or now + timedelta(days=conf.get("OVERRIDE_DAYS")),
            },
        )
        after = describe_buyclass_override(fresh)
    write_audit(
        action="buyclass_override",
        actor=actor,
        customer_key=customer_key,
        before=describe_buyclass_override(existing),
        after=after,
        reason=reason,
    )
    if buyclass is not None and not CustomerProfile.objects.filter(pk=customer_key).exists():
        mark_dirty([customer_key])
    refresh_memberships([customer_key], now=now)
    publish_customers([customer_key])
    return True


def describe_buyclass_override(override: BuyclassOverride | None) -> str:
    """The override as the audit keeps it; empty for none."""
    return f"{override.buyclass} until {override.expires_at.isoformat()}" if override else ""
