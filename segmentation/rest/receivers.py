from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from segmentation.rest.services.forget_in_webhooks import forget_in_webhooks
from segmentation.rest.services.queue_webhooks import Moves, queue_membership_changes
from segmentation.rest.tasks import hand_over
from segmentation.signals import customer_forgotten, membership_changed


@receiver(membership_changed, dispatch_uid="segmentation_rest.tell_of_membership")
def tell_of_membership(joined: Moves, left: Moves, **_: Any) -> None:
    if queue_membership_changes(joined=joined, left=left, now=timezone.now()):
        hand_over()


@receiver(customer_forgotten, dispatch_uid="segmentation_rest.forget_customer")
def forget_messages(customer_key: str, **_: Any) -> None:
    forget_in_webhooks(customer_key)
