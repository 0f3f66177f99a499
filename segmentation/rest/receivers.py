"""Messages to other systems are written down in the transaction of what they tell: either both are kept, or none."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from segmentation.rest.services.forget_in_webhooks import forget_in_webhooks
from segmentation.rest.services.queue_webhooks import (
    Moves,
    Said,
    membership_messages,
    queue_switched_companies,
    queue_switched_features,
)
from segmentation.rest.tasks import hand_over
from segmentation.services.write_along import Along
from segmentation.signals import customer_forgotten, features_changing, membership_changing


@receiver(membership_changing, dispatch_uid="segmentation_rest.tell_of_membership")
def tell_of_membership(joined: Moves, left: Moves, **_: Any) -> Along:
    return membership_messages(joined=joined, left=left, now=timezone.now(), then=_send_soon)


@receiver(features_changing, dispatch_uid="segmentation_rest.tell_of_features")
def tell_of_features(before: Said, after: Said, version: int | None, actor: AbstractBaseUser | None, **_: Any) -> None:
    by, now = actor.get_username() if actor else "", timezone.now()
    if version is None:
        queued = queue_switched_companies(before=before, after=after, by=by, now=now)
    else:
        queued = queue_switched_features(before=before, after=after, version=version, by=by, now=now)
    _send_soon(queued)


def _send_soon(queued: int) -> None:
    if queued:
        transaction.on_commit(hand_over, robust=True)


@receiver(customer_forgotten, dispatch_uid="segmentation_rest.forget_customer")
def forget_messages(customer_key: str, **_: Any) -> None:
    forget_in_webhooks(customer_key)
