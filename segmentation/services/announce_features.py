from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation.models import PublishedSnapshot
from segmentation.selectors.switches import changed_features
from segmentation.signals import features_changed
from segmentation.standing import Switches

SAID_BY_HAND = ("enabled", "expires_at", "reason", "parameters")


def announce_switches(before: Switches, after: Switches, *, actor: AbstractBaseUser | None, at: datetime) -> None:
    """Tell whoever listens which features are switched otherwise than before, once the transaction has committed."""
    changed = changed_features(before, after)
    _announce(
        {key: before.of(key).as_payload() for key in changed},
        {key: after.of(key).as_payload() for key in changed},
        version=after.version,
        actor=actor,
        at=at,
    )


def announce_overrides(
    customer_key: str,
    *,
    before: Mapping[str, list[Any]],
    after: Mapping[str, list[Any]],
    actor: AbstractBaseUser | None,
    at: datetime,
) -> None:
    """The same for one company, from what was and is published of what is switched for it by hand."""
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    _announce(
        {key: dict(zip(SAID_BY_HAND, before.get(key, ()), strict=False)) for key in changed},
        {key: dict(zip(SAID_BY_HAND, after.get(key, ()), strict=False)) for key in changed},
        customer_key=customer_key,
        actor=actor,
        at=at,
    )


def _announce(
    before: Mapping[str, Mapping[str, Any]],
    after: Mapping[str, Mapping[str, Any]],
    *,
    customer_key: str = "",
    version: int | None = None,
    actor: AbstractBaseUser | None,
    at: datetime,
) -> None:
    if not after:
        return
    tell = partial(
        features_changed.send_robust,
        sender=PublishedSnapshot,
        features=tuple(sorted(after)),
        before=before,
        after=after,
        customer_key=customer_key,
        version=version,
        actor=actor,
        at=at,
    )
    transaction.on_commit(tell)
