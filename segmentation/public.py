"""All that a host may call."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from segmentation.selectors.feature_set import FeatureSet


def features_for(
    customer_key: str, *, user: AbstractBaseUser | AnonymousUser | None = None, now: datetime | None = None
) -> FeatureSet:
    """The features of a customer, outside a request: in a mail, a task, a report.

    With a user, features that ask for a permission are on only if that person holds it.
    """
    has_permission = getattr(user, "has_perm", None)
    return FeatureSet(customer_key, now=now or timezone.now(), has_permission=has_permission)


def has_feature(
    customer_key: str,
    key: str,
    *,
    category: str = "",
    user: AbstractBaseUser | AnonymousUser | None = None,
) -> bool:
    """Whether one feature is on for a customer."""
    return features_for(customer_key, user=user).has(key, category)
