from __future__ import annotations

from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from segmentation.sources import CombinedSource, DjangoModelSource, LineRules
from shop.orders.models import OrderLine, OrderState, ReturnLine

COUNTED = (OrderState.PLACED, OrderState.CONFIRMED, OrderState.SHIPPED, OrderState.DELIVERED)


def open_order_source() -> CombinedSource:
    """Every line of the shop's orders that was not cancelled, and every return as a line that takes away."""
    zone = ZoneInfo(settings.TIME_ZONE)
    bought = DjangoModelSource(
        OrderLine,
        columns={
            "customer": "order__company__number",
            "order": "order__number",
            "ordered_at": "order__placed_at",
            "sku": "sku",
            "category": "category_key",
            "quantity": "quantity",
            "line_total": "line_total",
        },
        filters=Q(order__state__in=COUNTED),
        rules=LineRules(time_zone=zone),
    )
    returned = DjangoModelSource(
        ReturnLine,
        columns={
            "customer": "order_line__order__company__number",
            "order": "order_line__order__number",
            "ordered_at": "returned_at",
            "sku": "order_line__sku",
            "category": "order_line__category_key",
            "quantity": "quantity",
            "line_total": "credit",
        },
        filters=Q(order_line__order__state__in=COUNTED),
        rules=LineRules(time_zone=zone, all_returns=True),
    )
    return bought + returned
