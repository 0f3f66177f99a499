"""All that a host may call."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

from segmentation.host import person_may
from segmentation.models.metric_facts import Metrics
from segmentation.models.profile_facts import Rhythm, Trend, YearlyValue
from segmentation.preview import Preview, preview_of
from segmentation.reorder_item import ReorderSuggestion
from segmentation.selectors import profiles, relations
from segmentation.selectors.feature_set import FeatureSet
from segmentation.selectors.profiles import Profile
from segmentation.selectors.rank_by_benefits import rank_for_blend, rank_for_company
from segmentation.selectors.relations import AskBought, ItemNearby, RelatedItem
from segmentation.selectors.reorder_list import reorder_list_of
from segmentation.services.forget_customer import forget_customer
from segmentation.services.mark_dirty import mark_dirty
from segmentation.tasks import enqueue_drain, shop_day

__all__ = [
    "FeatureSet",
    "ItemNearby",
    "Metrics",
    "Preview",
    "Profile",
    "RelatedItem",
    "ReorderSuggestion",
    "Rhythm",
    "Trend",
    "YearlyValue",
    "alternatives_for",
    "alternatives_for_all",
    "bought_nearby",
    "complements_for",
    "features_for",
    "forget_customer",
    "has_feature",
    "preview_of",
    "profile_of",
    "profiles_of",
    "rank_by_benefits",
    "rank_by_segments",
    "request_reclassify",
    "segments_of",
    "suggest_reorder",
]


def features_for(
    customer_key: str, *, user: AbstractBaseUser | AnonymousUser | None = None, now: datetime | None = None
) -> FeatureSet:
    """The features of a customer, outside a request: in a mail, a task, a report.

    With a user, features that ask for a permission are on only if that person holds it for this customer.
    """

    def may(permission: str) -> bool:
        return person_may(user, permission, customer_key=customer_key)

    return FeatureSet(customer_key, now=now or timezone.now(), has_permission=None if user is None else may)


def has_feature(
    customer_key: str, key: str, *, category: str = "", user: AbstractBaseUser | AnonymousUser | None = None
) -> bool:
    """Whether one feature is on for a customer."""
    return features_for(customer_key, user=user).has(key, category)


def profile_of(customer_key: str) -> Profile | None:
    """How a company buys, in what rhythm and for how much; None for one that no run and no admin has seen."""
    return profiles.profile_of(customer_key, now=timezone.now())


def profiles_of(customer_keys: Collection[str]) -> dict[str, Profile]:
    """How these companies buy, by key and in three queries; without those that no run and no admin has seen."""
    return profiles.profiles_of(customer_keys, now=timezone.now())


def segments_of(customer_key: str) -> list[str]:
    """Keys of the segments a company is in, the deciding one first; from the tables, so not for the storefront."""
    return [segment.key for segment in profiles.segments_of(customer_key)]


def alternatives_for(sku: str, *, limit: int = 5) -> list[RelatedItem]:
    """What can stand in for an item, those set by the shop's own people first; one query.

    What a company may see, and at which price, is the host's to say: ask for more than are shown, and leave out.
    """
    return relations.alternatives_of([sku], limit=limit)[sku]


def alternatives_for_all(skus: Collection[str], *, limit: int = 5) -> dict[str, list[RelatedItem]]:
    """What can stand in for each of these items, by item; one query for all."""
    return relations.alternatives_of(skus, limit=limit)


def complements_for(sku: str, *, limit: int = 5) -> list[RelatedItem]:
    """What goes with an item: accessories first, then what is bought together; one query."""
    return relations.companions_of([sku], limit=limit)[sku]


def bought_nearby(customer_key: str, *, bought: AskBought | None = None, limit: int = 5) -> list[ItemNearby]:
    """What companies near this one buy and it never did, the most bought first.

    Nothing for a company that does not take part, or has too few others around. `bought` says which of some items the
    company bought; without it, all its orders are read.
    """
    return relations.nearby_items(customer_key, bought=bought, limit=limit)


def suggest_reorder(customer_key: str, *, limit: int = 20) -> Sequence[ReorderSuggestion]:
    """What a company is likely to order again, best first, with the reason in words; one query.

    Empty for a company without a list: no run has seen it, or it has bought nothing. At most 50 are kept.
    """
    return reorder_list_of(customer_key, today=shop_day(), limit=limit)


def rank_by_benefits(customer_key: str, skus: Sequence[str]) -> list[str]:
    """These items, those first that give most of what the company looks for; as they came where nobody knows that.

    What a company looks for is told by its own survey, else by its benefit segment; at most four queries.
    """
    return rank_for_company(customer_key, skus)


def rank_by_segments(shares: Mapping[str, float], skus: Sequence[str]) -> list[str]:
    """The same by the weights of several benefit segments, each by its share; the shares add up to 1, or ValueError."""
    return rank_for_blend(shares, skus)


def request_reclassify(*customer_keys: str) -> None:
    """Have customers worked out again because their orders changed.

    Call it in the transaction that changes the orders: the note is written with them or not at all, and a worker is
    called once they are committed. A broker that is down delays this and loses nothing.
    """
    with transaction.atomic():
        mark_dirty(customer_keys)
        enqueue_drain()
