"""How to reach for a broker while somebody waits: once, and not for long."""

from __future__ import annotations

import logging
import time
from typing import Any

logger = logging.getLogger(__name__)

PAUSE_AFTER_FAILURE = 10.0
"""Seconds in which a process that could not reach the broker does not try again; beat drains meanwhile."""


def impatient(settings: Any) -> dict[str, Any]:
    """Options of a connection to the broker that a Celery app's settings name."""
    options: dict[str, Any] = {"max_retries": 0}
    if str(settings.broker_write_url or settings.broker_url).startswith(("redis", "sentinel")):
        options |= {"socket_connect_timeout": 1, "socket_timeout": 1}
    return options


class HandOver:
    """Hands a task to a worker while somebody waits. Never raises, and waits for a broker that is down only once.

    What the task (of Celery) is about is safe already: without a broker, beat's next round takes it.
    """

    def __init__(self, task: Any) -> None:
        self._task = task
        self._failed_at = float("-inf")

    def __call__(self) -> None:
        if time.monotonic() - self._failed_at < PAUSE_AFTER_FAILURE:
            return
        app = self._task.app
        try:
            # A connection of its own, because the shared ones try again for seconds.
            with app.connection_for_write(transport_options=impatient(app.conf)) as connection:
                self._task.apply_async(connection=connection, retry=False, expires=60)
        except Exception:
            # Whatever went wrong here must not look as if what somebody did had failed.
            if not app.conf.task_always_eager:
                self._failed_at = time.monotonic()
            logger.exception("%s could not be handed to a worker; the next round takes it.", self._task.name)
