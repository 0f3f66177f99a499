"""How to reach for a broker while somebody waits: once, and not for long."""

from __future__ import annotations

from typing import Any

PAUSE_AFTER_FAILURE = 10.0
"""Seconds in which a process that could not reach the broker does not try again; beat drains meanwhile."""


def impatient(settings: Any) -> dict[str, Any]:
    """Options of a connection to the broker that a Celery app's settings name."""
    options: dict[str, Any] = {"max_retries": 0}
    if str(settings.broker_write_url or settings.broker_url).startswith(("redis", "sentinel")):
        options |= {"socket_connect_timeout": 1, "socket_timeout": 1}
    return options
