"""Suggestions of key accounts that somebody looked at and does not want to see for a while."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation.locks import lock_customers
from segmentation.models import KeyAccountDismissal
from segmentation.models.among import Among
from segmentation.selectors.known_companies import KnownCustomers
from segmentation.services.audit import write_audits
from segmentation.services.publish import publish_customers
from segmentation.services.refresh_memberships import refresh_memberships, shop_day_of
from segmentation.services.set_attribute import UnknownCustomerError

ACTION = "key_account_dismissal"


@transaction.atomic
def dismiss_key_accounts(
    customer_keys: Collection[str], *, reason: str, until: date, actor: AbstractBaseUser | None, now: datetime
) -> Sequence[str]:
    """Suggest these companies no more until after a day; for which of them anything changed.

    Raises ValueError for a day that is past, and UnknownCustomerError.
    """
    if until < shop_day_of(now):
        raise ValueError("The last day of it is not past.")
    keys = sorted(set(customer_keys))
    if unknown := set(keys) - KnownCustomers().among(keys):
        raise UnknownCustomerError(min(unknown))
    lock_customers(keys)
    before = _stored(keys)
    wanted = (reason, until)
    changed = [key for key in keys if key not in before or (before[key].reason, before[key].until) != wanted]
    KeyAccountDismissal.objects.bulk_create(
        [
            KeyAccountDismissal(
                customer_key=key, reason=reason, until=until, author_id=actor.pk if actor else None, created_at=now
            )
            for key in changed
        ],
        update_conflicts=True,
        unique_fields=["customer_key"],
        update_fields=["reason", "until", "author", "created_at"],
    )
    said = {key: (_told(before.get(key)), until.isoformat()) for key in changed}
    _follow(said, reason=reason, actor=actor, now=now)
    return changed


@transaction.atomic
def suggest_again(
    customer_keys: Collection[str], *, actor: AbstractBaseUser | None, now: datetime, reason: str = ""
) -> Sequence[str]:
    """Take back that these are put aside; of which of them that was. Raises UnknownCustomerError."""
    keys = sorted(set(customer_keys))
    if unknown := set(keys) - KnownCustomers().among(keys):
        raise UnknownCustomerError(min(unknown))
    lock_customers(keys)
    today = shop_day_of(now)
    before = {key: one for key, one in _stored(keys).items() if one.until >= today}
    KeyAccountDismissal.objects.filter(Among("customer_key", list(before))).delete()
    _follow({key: (_told(one), "") for key, one in before.items()}, reason=reason, actor=actor, now=now)
    return list(before)


def _stored(keys: Sequence[str]) -> Mapping[str, KeyAccountDismissal]:
    rows = KeyAccountDismissal.objects.filter(Among("customer_key", keys)).order_by("customer_key")
    return {row.customer_key: row for row in rows}


def _told(dismissal: KeyAccountDismissal | None) -> str:
    """As the audit keeps it: the last day, or nothing."""
    return dismissal.until.isoformat() if dismissal else ""


def _follow(said: Mapping[str, tuple[str, str]], *, reason: str, actor: AbstractBaseUser | None, now: datetime) -> None:
    """What follows for the suggestions themselves, and for segments that ask for them."""
    # Only who writes needs it, and every web process knows this module.
    from segmentation.services.suggest_key_accounts import suggest_among

    if not said:
        return
    changes = [(key, was, became) for key, (was, became) in said.items()]
    write_audits(action=ACTION, actor=actor, changes=changes, reason=reason)
    suggest_among(said, now=now)
    refresh_memberships(list(said), now=now)
    publish_customers(list(said))
