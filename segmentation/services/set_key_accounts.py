from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation.services.dismiss_key_accounts import suggest_again
from segmentation.services.set_attribute import set_attribute_of_many


@transaction.atomic
def set_key_accounts(
    customer_keys: Collection[str], *, is_key: bool, actor: AbstractBaseUser | None, now: datetime, reason: str = ""
) -> Sequence[str]:
    """Say by hand that these companies are key accounts, or that they are none; for which of them that is new.

    Who becomes one is not put aside any more. Raises UnknownCustomerError.
    """
    changed = set_attribute_of_many(
        customer_keys=customer_keys, dimension="key_account", value=is_key, actor=actor, now=now, reason=reason
    )
    if is_key:
        suggest_again(customer_keys, actor=actor, now=now, reason=reason)
    return changed
