"""What the shop remembers of companies' orders beyond their lines, as segmentation asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, F, Q, Sum
from django.utils import timezone

from segmentation.order_records import OrderRecord
from shop.orders.models import OrderLine, ReturnLine
from shop.pricing.money import round_money
from shop.segmentation_bridge.order_source import COUNTED

AT_A_TIME = 2_000
NOTHING = Decimal(0)

_MONEY = DecimalField(max_digits=20, decimal_places=2)
_ORDER = {
    "key": "order__company__number",
    "placed_at": "order__placed_at",
    "channel": "order__channel",
    "small_screen": "order__small_screen",
    "quote_number": "order__quote_number",
    "started_at": "order__started_at",
    "wished_delivery": "order__wished_delivery",
    "placed_by": "order__placed_by",
    "due_on": "order__invoice__due_on",
    "paid_on": "order__invoice__paid_on",
}
"""What a record is made of -> where an order line finds it."""


def order_records_of(numbers: Sequence[str], *, since: date, until: date) -> Iterator[OrderRecord]:
    """The orders that count of these companies, placed from one day to the other; two queries however many."""
    counted = {
        "company__number__in": numbers,
        "state__in": COUNTED,
        "placed_at__gte": _begin_of(since),
        "placed_at__lt": _begin_of(until + timedelta(days=1)),
    }
    returned = _returned({f"order_line__order__{name}": value for name, value in counted.items()})
    lines: Any = (
        OrderLine.objects.filter(**{f"order__{name}": value for name, value in counted.items()})
        .order_by()
        .values("order", **{name: F(path) for name, path in _ORDER.items()})
        .annotate(
            value=Sum("line_total"),
            cost=Sum(F("unit_cost") * F("quantity"), output_field=_MONEY),
            discounted=Sum("line_total", filter=Q(unit_price__lt=F("list_price"))),
            without_cost=Count("pk", filter=Q(unit_cost=None)),
            without_list_price=Count("pk", filter=Q(list_price=None)),
        )
    )
    for row in lines.iterator(AT_A_TIME):
        yield _record(row, returned.get(row["order"], {}))


def _returned(counted: dict[str, Any]) -> dict[int, dict[str, Any]]:
    """What came back of each order, where anything did."""
    rows: Any = (
        ReturnLine.objects.filter(**counted)
        .order_by()
        .values("order_line__order")
        .annotate(
            value=Sum("credit"),
            cost=Sum(F("order_line__unit_cost") * F("quantity"), output_field=_MONEY),
            discounted=Sum("credit", filter=Q(order_line__unit_price__lt=F("order_line__list_price"))),
        )
    )
    return {row["order_line__order"]: row for row in rows}


def _record(row: dict[str, Any], back: dict[str, Any]) -> OrderRecord:
    def left(name: str) -> Decimal:
        return round_money((row[name] or NOTHING) - (back.get(name) or NOTHING))

    return OrderRecord(
        customer_key=row["key"],
        placed_at=row["placed_at"],
        value=left("value"),
        cost=None if row["without_cost"] else left("cost"),
        discounted_value=None if row["without_list_price"] else left("discounted"),
        channel=row["channel"] or None,
        small_screen=row["small_screen"],
        # Where the way it came in is not known, nobody kept whether there was a quote either.
        quoted=bool(row["quote_number"]) if row["channel"] or row["quote_number"] else None,
        first_look_at=row["started_at"],
        due_on=row["due_on"],
        paid_on=row["paid_on"],
        fixed_date=row["wished_delivery"] is not None,
        wished_delivery=row["wished_delivery"],
        placed_by=str(row["placed_by"]) if row["placed_by"] else None,
    )


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
