"""All that a host may call."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

from segmentation.reorder_item import ReorderSuggestion
from segmentation.selectors import profiles
from segmentation.selectors.feature_set import FeatureSet
from segmentation.selectors.profiles import Profile
from segmentation.selectors.reorder_list import reorder_list_of
from segmentation.services.forget_customer import forget_customer
from segmentation.services.mark_dirty import mark_dirty
from segmentation.tasks import enqueue_drain, shop_day

__all__ = [
    "FeatureSet",
    "Profile",
    "ReorderSuggestion",
    "features_for",
    "forget_customer",
    "has_feature",
    "profile_of",
    "profiles_of",
    "request_reclassify",
    "segments_of",
    "suggest_reorder",
]


def features_for(
    customer_key: str, *, user: AbstractBaseUser | AnonymousUser | None = None, now: datetime | None = None
) -> FeatureSet:
    """The features of a customer, outside a request: in a mail, a task, a report.

    With a user, features that ask for a permission are on only if that person holds it.
    """
    return FeatureSet(customer_key, now=now or timezone.now(), has_permission=getattr(user, "has_perm", None))


def has_feature(
    customer_key: str, key: str, *, category: str = "", user: AbstractBaseUser | AnonymousUser | None = None
) -> bool:
    """Whether one feature is on for a customer."""
    return features_for(customer_key, user=user).has(key, category)


def profile_of(customer_key: str) -> Profile | None:
    """How a company buys; None for one that no run and no admin has seen."""
    return profiles.profile_of(customer_key, now=timezone.now())


def profiles_of(customer_keys: Collection[str]) -> dict[str, Profile]:
    """How these companies buy, by key and in three queries; without those that no run and no admin has seen."""
    return profiles.profiles_of(customer_keys, now=timezone.now())


def segments_of(customer_key: str) -> list[str]:
    """Keys of the segments a company is in, the deciding one first; from the tables, so not for the storefront."""
    return [segment.key for segment in profiles.segments_of(customer_key)]


def suggest_reorder(customer_key: str, *, limit: int = 20) -> Sequence[ReorderSuggestion]:
    """What a company is likely to order again, best first, with the reason in words; one query.

    Empty for a company without a list: no run has seen it, or it has bought nothing. At most 50 are kept.
    """
    return reorder_list_of(customer_key, today=shop_day(), limit=limit)


def request_reclassify(*customer_keys: str) -> None:
    """Have customers worked out again because their orders changed.

    Call it in the transaction that changes the orders: the note is written with them or not at all, and a worker is
    called once they are committed. A broker that is down delays this and loses nothing.
    """
    with transaction.atomic():
        mark_dirty(customer_keys)
        enqueue_drain()
