"""Telling whoever listens that switches changed, within the transaction and once it has committed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation.models import FeatureOverride, FeatureRule
from segmentation.signals import features_changed, features_changing
from segmentation.standing import EVERYBODY


def announce_switches(*, before: Mapping[str, Any], after: Mapping[str, Any], actor: AbstractBaseUser | None) -> None:
    """`before` and `after` are the whole published payloads; a renamed segment alone changes no feature."""
    old, new = before["features"], after["features"]
    changed = {key for key in {*old, *new} if old.get(key) != new.get(key)}
    if before["segments"] != after["segments"]:
        changed |= {key for said in (old, new) for key, own in said.items() if set(own.get("rules", {})) - {EVERYBODY}}
    if changed:
        _send(
            FeatureRule,
            features=tuple(sorted(changed)),
            version=after["version"],
            before={key: old.get(key, {}) for key in changed},
            after={key: new.get(key, {}) for key in changed},
            actor=actor,
        )


def announce_overrides(
    *,
    before: Mapping[str, Mapping[str, Any]],
    after: Mapping[str, Mapping[str, Any]],
    actor: AbstractBaseUser | None,
) -> None:
    """`before` and `after` are the published overrides by customer key and feature."""
    moved = {
        customer: changed
        for customer, new in after.items()
        if (changed := {key for key in {*before[customer], *new} if before[customer].get(key) != new.get(key)})
    }
    if moved:
        _send(
            FeatureOverride,
            features=tuple(sorted({key for changed in moved.values() for key in changed})),
            version=None,
            before={customer: _only(before[customer], changed) for customer, changed in moved.items()},
            after={customer: _only(after[customer], changed) for customer, changed in moved.items()},
            actor=actor,
        )


def _only(said: Mapping[str, Any], keys: set[str]) -> dict[str, Any]:
    return {key: said[key] for key in sorted(keys) if key in said}


def _send(sender: type, **facts: Any) -> None:
    features_changing.send(sender=sender, **facts)
    transaction.on_commit(partial(features_changed.send_robust, sender=sender, **facts))
