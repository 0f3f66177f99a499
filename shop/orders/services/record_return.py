from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from shop.companies.models import User
from shop.orders.models import Order, OrderLine, OrderState, ReturnLine
from shop.orders.signals import order_changed
from shop.pricing.money import round_money
from shop.stock.models import StockMovement
from shop.stock.services import return_stock

RETURNABLE = (OrderState.SHIPPED, OrderState.DELIVERED)


class CannotReturnError(Exception):
    """So much of this line cannot come back; nothing changed."""


def check_returnable(order_line: OrderLine, quantity: int) -> None:
    """Raises CannotReturnError for more than was bought and not yet returned, and before the goods were sent."""
    if order_line.order.state not in RETURNABLE:
        raise CannotReturnError(_("Goods can come back only after they were sent."))
    returned = order_line.returns.aggregate(total=Sum("quantity"))["total"] or 0
    left = order_line.quantity - returned
    if not 1 <= quantity <= left:
        raise CannotReturnError(_("Of this line, %(left)d can still be returned.") % {"left": left})


@transaction.atomic
def record_return(
    order_line: OrderLine, quantity: int, *, by: User | None, at: datetime, reason: str = ""
) -> ReturnLine:
    """Note goods that came back, credit them at the price they were sold for, and put them into stock again.

    Raises CannotReturnError where `check_returnable` does.
    """
    order = Order.objects.select_for_update(of=("self",)).select_related("company").get(pk=order_line.order_id)
    order_line.order = order
    check_returnable(order_line, quantity)
    return_line = ReturnLine.objects.create(
        order_line=order_line,
        quantity=quantity,
        credit=round_money(order_line.unit_price * quantity),
        reason=reason,
        returned_at=at,
        recorded_by=by,
    )
    return_stock(
        {order_line.product_id: quantity}, cause=StockMovement.Cause.RETURN, reference=order.number or "", at=at
    )
    order_changed.send(sender=Order, company_number=order.company.number)
    return return_line
