"""Texts without regard to capitals, in the same way on every database."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver

FOLD = "buyclass_fold"
"""SQLite's own `lower` leaves everything but a to z as it is, so it is given this one."""

DOTTED_I = "\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}"


def fold(text: str | None) -> str | None:
    """Sign by sign in small letters, as PostgreSQL's `lower` does it."""
    if text is None or text.isascii():
        return text and text.lower()
    return "".join("i" if sign == DOTTED_I else sign.lower() for sign in text)


@receiver(connection_created, dispatch_uid="segmentation.fold")
def teach_sqlite(connection: BaseDatabaseWrapper, **_: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function(FOLD, 1, fold, deterministic=True)
