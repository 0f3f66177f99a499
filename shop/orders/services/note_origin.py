from __future__ import annotations

from django.db import transaction

from shop.orders.models import Order
from shop.orders.signals import order_changed


@transaction.atomic
def note_origin(order: Order, *, channel: str, quote_number: str) -> Order:
    """Note by which way the order came in and which quote it followed; empty is not known, or none."""
    locked = Order.objects.select_for_update(of=("self",)).select_related("company").get(pk=order.pk)
    locked.channel, locked.quote_number = channel, quote_number
    locked.save(update_fields=["channel", "quote_number"])
    order_changed.send(sender=Order, company_number=locked.company.number)
    return locked
