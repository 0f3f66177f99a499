"""When orders may be read over a connection of one's own, which sees only what others have committed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

_trusted: ContextVar[frozenset[str]] = ContextVar("segmentation_committed_orders", default=frozenset())


@contextmanager
def committed_orders() -> Iterator[None]:
    """Promise that no order is written within; then a transaction begun within does not keep reading from being fast.

        with committed_orders(), transaction.atomic():
            lock_customers(keys)
            lines = read_range(source, customers)

    A transaction that was open before may have written orders, so for its database the promise has no effect.
    """
    free = {alias for alias in connections if not connections[alias].in_atomic_block}
    token = _trusted.set(_trusted.get() | free)
    try:
        yield
    finally:
        _trusted.reset(token)


def sees_all_orders_elsewhere(connection: BaseDatabaseWrapper) -> bool:
    """Whether another connection would see every order that this one sees."""
    in_transaction = connection.in_atomic_block or not connection.get_autocommit()
    return not in_transaction or connection.alias in _trusted.get()
