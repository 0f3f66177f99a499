"""What the API leaves to workers."""

from __future__ import annotations

import logging
import time
from functools import partial

from celery import shared_task
from django.utils import timezone

from segmentation.impatience import PAUSE_AFTER_FAILURE, impatient

logger = logging.getLogger(__name__)

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


class _Broker:
    """Remembers when the broker last failed, so that whoever changed something does not wait for it twice."""

    failed_at = float("-inf")

    def hand_over(self) -> None:
        if time.monotonic() - self.failed_at < PAUSE_AFTER_FAILURE:
            return
        app = send_webhooks.app
        try:
            with app.connection_for_write(transport_options=impatient(app.conf)) as connection:
                send_webhooks.apply_async(connection=connection, retry=False, expires=60)
        except Exception:
            if not app.conf.task_always_eager:
                self.failed_at = time.monotonic()
            logger.exception("Messages could not be handed to a worker; the next tick of beat sends them.")


hand_over = _Broker().hand_over
"""Have waiting messages sent soon. Never raises; without a broker, beat does it."""
