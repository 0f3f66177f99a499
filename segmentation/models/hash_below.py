from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, F, Func, Value
from django.db.models.functions import MD5, Concat, Substr
from django.db.models.lookups import LessThan


class _ByteOrder(Func):
    """Text that is compared byte by byte, whatever the language of the database."""

    template = "%(expressions)s"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template='(%(expressions)s) COLLATE "C"', **context)


def hash_below(field: str, *, salt: str, percent: int) -> Any:
    """The condition of `shares.is_in_share` on a column of keys, worked out by the database.

    The first 32 bits of an MD5 as eight hexadecimal digits sort as the number does.
    """
    if not 0 < percent < 100:
        return Value(percent >= 100, output_field=BooleanField())
    bound = -(-percent * 2**32 // 100)
    digits = _ByteOrder(Substr(MD5(Concat(Value(f"{salt}:"), F(field))), 1, 8))
    return LessThan(digits, Value(f"{bound:08x}"))
