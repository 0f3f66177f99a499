from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from segmentation.contracts import Buyclass, Feature, OrderSource
from segmentation.registry import register_features
from segmentation.sources import open_source

register_features(
    Feature(key="quick_order", label="Quick order", serves=frozenset({Buyclass.ROUTINE})),
    Feature(key="ideas", label="Ideas", serves=frozenset({Buyclass.NEW})),
)


def open_orders() -> OrderSource:
    return open_source(settings.ORDERS_FILE)


def customer_key(request: HttpRequest) -> str:
    return request.headers.get("X-Customer", "")
