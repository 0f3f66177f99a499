from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.dispatch import receiver
from django.utils import timezone

from segmentation.rest.services.forget_in_webhooks import forget_in_webhooks
from segmentation.rest.services.queue_webhooks import Moves, queue_feature_changes, queue_membership_changes
from segmentation.rest.tasks import hand_over
from segmentation.signals import customer_forgotten, features_changed, membership_changed


@receiver(membership_changed, dispatch_uid="segmentation_rest.tell_of_membership")
def tell_of_membership(joined: Moves, left: Moves, **_: Any) -> None:
    if queue_membership_changes(joined=joined, left=left, now=timezone.now()):
        hand_over()


@receiver(features_changed, dispatch_uid="segmentation_rest.tell_of_features")
def tell_of_features(actor: AbstractBaseUser | None, **told: Any) -> None:
    facts = {name: told[name] for name in ("before", "after", "customer_key", "version", "at")}
    if queue_feature_changes(**facts, by=actor.get_username() if actor else ""):
        hand_over()


@receiver(customer_forgotten, dispatch_uid="segmentation_rest.forget_customer")
def forget_messages(customer_key: str, **_: Any) -> None:
    forget_in_webhooks(customer_key)
