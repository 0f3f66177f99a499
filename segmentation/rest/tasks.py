"""What the API leaves to workers."""

from __future__ import annotations

from functools import partial

from celery import shared_task
from django.utils import timezone

from segmentation.impatience import HandOver

task = partial(shared_task, acks_late=True, reject_on_worker_lost=True, ignore_result=True)


@task(name="segmentation.send_webhooks")
def send_webhooks() -> None:
    # httpx comes with it, and every web process knows the tasks.
    from segmentation.rest.services import send_webhooks as webhooks

    webhooks.send_webhooks(now=timezone.now())


@task(name="segmentation.prune_api")
def prune_api() -> None:
    from segmentation.rest.services.prune import prune

    prune(now=timezone.now())


hand_over = HandOver(send_webhooks)
"""Have waiting messages sent soon. Never raises; without a broker, beat does it."""
