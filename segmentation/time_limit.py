from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction


class TooSlowError(Exception):
    """The database took longer over an answer than somebody at a page can wait."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Have PostgreSQL give up on queries inside after so many seconds each; raises TooSlowError."""
    if connection.vendor != "postgresql":
        yield
        return
    # What is set so ends with the transaction; inside another one, it is put back.
    is_inner = connection.in_atomic_block
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                if is_inner:
                    cursor.execute("SELECT current_setting('statement_timeout')")
                    (before,) = cursor.fetchone()
                cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{int(seconds * 1000)}ms"])
            yield
            if is_inner:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT set_config('statement_timeout', %s, true)", [before])
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == "57014":
            raise TooSlowError from error
        raise
