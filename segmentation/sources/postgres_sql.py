"""The SQL that turns a model's order lines into canonical columns within PostgreSQL.

A value that PostgreSQL cannot turn exactly as Python would becomes null and is looked at again by Python, which takes
it or says what is wrong with it. So both ways of reading always come to the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto
from typing import Literal

from django.db import models

from segmentation.contracts import CustomerRange
from segmentation.sources.canonical import LARGEST_QUANTITY, LARGEST_VALUE, THOUSANDTHS, LineRules
from segmentation.sources.columns import ColumnMap

Route = Literal["best", "adbc", "copy", "orm"]
"""How rows come: the best way that is sound just now, or always the one way."""
FEW_CUSTOMERS = 100
"""Up to so many are read over Django's own connection: opening another takes longer than reading them."""
TEXTS = ("customer", "sku", "category", "state", "currency", "terms")
FLAGS = ("is_cancellation", "is_adjustment", "is_product")
LARGEST_PRICE = 10**13
SMALLEST = "0.000000001"


class Kind(Enum):
    """What a column holds, as far as PostgreSQL may turn it itself."""

    TEXT = auto()
    WHOLE = auto()
    WIDE_WHOLE = auto()
    DECIMAL = auto()
    FLOAT = auto()
    MOMENT = auto()
    DATE = auto()
    FLAG = auto()
    UUID = auto()


KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(("CharField", "TextField", "SlugField", "EmailField"), Kind.TEXT),
    **dict.fromkeys(("SmallIntegerField", "PositiveSmallIntegerField", "IntegerField", "AutoField"), Kind.WHOLE),
    **dict.fromkeys(("PositiveIntegerField", "SmallAutoField"), Kind.WHOLE),
    **dict.fromkeys(("BigIntegerField", "PositiveBigIntegerField", "BigAutoField"), Kind.WIDE_WHOLE),
    "DecimalField": Kind.DECIMAL,
    "FloatField": Kind.FLOAT,
    "DateTimeField": Kind.MOMENT,
    "DateField": Kind.DATE,
    "BooleanField": Kind.FLAG,
    "UUIDField": Kind.UUID,
}
WHOLES = frozenset({Kind.WHOLE, Kind.WIDE_WHOLE})
NUMBERS = WHOLES | {Kind.DECIMAL, Kind.FLOAT}
NAMES = WHOLES | {Kind.TEXT, Kind.UUID}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredColumn:
    """One column of the inner query."""

    sql: str
    kind: Kind
    decimals: int | None = None
    """Of a decimal number; None where not declared."""


def kind_of(field: models.Field) -> Kind | None:
    """None for a field of which only Python knows how to read it."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return None if hasattr(field, "from_db_value") else KINDS.get(field.get_internal_type())


def can_turn(stored: Mapping[str, StoredColumn], rules: LineRules) -> bool:
    """Whether every column is of a kind that suits its meaning."""
    suits: dict[str, Collection[Kind]] = {
        **dict.fromkeys(TEXTS, NAMES),
        **dict.fromkeys(FLAGS, frozenset({Kind.FLAG})),
        **dict.fromkeys(("quantity", "line_total", "unit_price", "discount"), NUMBERS),
        "ordered_at": {Kind.MOMENT, Kind.DATE},
        "order": set(Kind),
    }
    return bool(rules.time_zone.key) and all(column.kind in suits[name] for name, column in stored.items())


def canonical_columns(stored: Mapping[str, StoredColumn], chosen: ColumnMap, rules: LineRules) -> dict[str, str]:
    """What to select, by name: texts as they are, day, quantity and value as whole numbers or null, flags."""
    selected = {name: as_text(stored[name]) for name in TEXTS if name in stored}
    selected["day"] = day_of(stored["ordered_at"], rules)
    selected["quantity"] = _scaled(stored["quantity"], THOUSANDTHS, LARGEST_QUANTITY, digits=3)
    scale = 10**rules.minor_digits
    if chosen.line_total:
        largest = LARGEST_VALUE // scale
        selected["value"] = _scaled(stored["line_total"], scale, largest, digits=rules.minor_digits)
    else:
        selected["value"] = _product(stored, scale)
    selected |= {name: f"coalesce({stored[name].sql}, false)" for name in FLAGS if name in stored}
    return selected


def as_text(column: StoredColumn) -> str:
    return f"{column.sql}::text"


def day_of(column: StoredColumn, rules: LineRules) -> str:
    """Days since 1970-01-01 where the shop is; null before that and after the year 9998."""
    if column.kind is Kind.DATE:
        day, first, kind = column.sql, "1970-01-01", "DATE"
    else:
        # The moment itself is compared, for to put it on the shop's clock costs more.
        day = f"({column.sql}::timestamptz AT TIME ZONE '{rules.time_zone.key}')::date"
        first, kind = datetime(1970, 1, 1, tzinfo=rules.time_zone).astimezone(UTC).isoformat(), "TIMESTAMPTZ"
    fits = f"{column.sql} >= {kind} '{first}' AND {column.sql} < {kind} '9999-01-01'"
    return f"CASE WHEN {fits} THEN {day} - DATE '1970-01-01' END"


def in_range(customer: StoredColumn, customers: CustomerRange, quote: Callable[[str], str]) -> str:
    """A condition on the customer's key; the collation "C" sorts as Python does."""
    key = f'{as_text(customer)} COLLATE "C"'
    parts = [f"{key} >= {quote(customers.first)}"] if customers.first else []
    if customers.end is not None:
        parts.append(f"{key} < {quote(customers.end)}")
    return " AND ".join(parts) or "true"


def hash_of(stored: Mapping[str, StoredColumn], chosen: ColumnMap, rules: LineRules, seed: int) -> str:
    """A 64-bit hash of everything about a line that the canonical frame is made of."""
    chain = str(seed)
    for name in sorted(chosen.read):
        column = stored[name]
        if name == "ordered_at":
            chain = f"hashint8extended(coalesce({day_of(column, rules)}, -1), {chain})"
        elif name in TEXTS:
            chain = f"""hashtextextended(coalesce({as_text(column)}, '') COLLATE "C", {chain})"""
        elif column.kind is Kind.FLAG:
            chain = f"hashint8extended(coalesce({column.sql}, false)::int, {chain})"
        elif column.kind is Kind.FLOAT:
            chain = f"hashfloat8extended(coalesce({column.sql}::float8, 'NaN'), {chain})"
        else:
            # Whole numbers too: PostgreSQL's own hash of a wide one folds it to 32 bits.
            number = f"coalesce({column.sql}::numeric, 'NaN')"
            narrow = f"coalesce({column.sql}::int8, -2147483648)"
            is_narrow = column.kind is Kind.WHOLE
            chain = f"hashint8extended({narrow}, {chain})" if is_narrow else f"hash_numeric_extended({number}, {chain})"
    return chain


def _scaled(column: StoredColumn, scale: int, largest: int, *, digits: int) -> str:
    """The number times the scale as a whole one; in floating point, as numpy does it, where it may need rounding."""
    if column.kind in WHOLES:
        return f"CASE WHEN {column.sql} BETWEEN -{largest} AND {largest} THEN {column.sql}::int8 * {scale} END"
    exact = column.decimals is not None and column.decimals <= digits
    scaled = f"({column.sql} * {scale})" if exact else f"round({column.sql}::float8 * {scale})"
    return f"CASE WHEN abs({column.sql}) <= {largest} THEN {scaled}::int8 END"


def _product(stored: Mapping[str, StoredColumn], scale: int) -> str:
    """Quantity times price less discount, in floating point and in numpy's order of steps."""
    quantity, price = stored["quantity"].sql, f"coalesce({stored['unit_price'].sql}, 0)"
    # PostgreSQL refuses a product too small for floating point, where numpy takes it for nothing.
    fits = [f"{quantity} BETWEEN -{LARGEST_QUANTITY} AND {LARGEST_QUANTITY}"]
    fits += [f"{price} BETWEEN -{LARGEST_PRICE} AND {LARGEST_PRICE}"]
    fits += [f"({number} = 0 OR abs({number}) >= {SMALLEST})" for number in (quantity, price)]
    product = f"{quantity}::float8 * {price}::float8"
    if "discount" in stored:
        discount = f"coalesce({stored['discount'].sql}, 0)"
        fits.append(f"{discount} BETWEEN 0 AND 1")
        product = f"{product} * (1 - {discount}::float8)"
    minor = f"round({product} * {scale})"
    # Nested, for the product may only be taken of numbers that fit.
    return (
        f"CASE WHEN {' AND '.join(fits)} THEN "
        f"CASE WHEN {minor} BETWEEN -{LARGEST_VALUE} AND {LARGEST_VALUE} THEN {minor}::int8 END END"
    )


def written(column: StoredColumn) -> str:
    """A column as text, with a moment as Python reads it; infinity and years before Christ as they are."""
    if column.kind is not Kind.MOMENT:
        return f"{column.sql}::text"
    moment = f"{column.sql}::timestamptz"
    iso = f"""to_char({moment} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
    usual = f"{moment} BETWEEN '0001-01-02' AND '9999-12-30'"
    return f"CASE WHEN {usual} THEN {iso} ELSE {moment}::text END"
