from __future__ import annotations

from celery import current_app
from kombu.exceptions import OperationalError

PATIENCE = 1
"""Seconds to wait for a broker."""


def has_broker() -> bool:
    """Whether tasks go through a broker here; where they run at once there is none to lose."""
    return not current_app.conf.task_always_eager


def broker_answers() -> bool:
    """Whether the broker can be reached; takes at most a few seconds."""
    with current_app.connection_for_write(connect_timeout=PATIENCE) as connection:
        connection.transport_options = {
            **(connection.transport_options or {}),
            "socket_connect_timeout": PATIENCE,
            "socket_timeout": PATIENCE,
        }
        trouble: tuple[type[BaseException], ...] = (OperationalError, *connection.connection_errors)
        try:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=PATIENCE)
            connection.default_channel  # noqa: B018 - a connection is lazy; a channel is not
        except trouble:
            return False
    return True
