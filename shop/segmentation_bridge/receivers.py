from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from segmentation.public import request_reclassify
from shop.orders.signals import order_changed


@receiver(order_changed, dispatch_uid="shop_segmentation_bridge.reclassify_company")
def reclassify_company(company_number: str, **_: Any) -> None:
    """Note in the order's own transaction that the company is to be worked out again; a worker is called on commit."""
    request_reclassify(company_number)
