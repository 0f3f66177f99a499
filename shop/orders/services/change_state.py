from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from shop.companies.models import User
from shop.orders.models import Order, OrderEvent, OrderState
from shop.orders.services.issue_invoice import issue_invoice
from shop.orders.signals import order_changed
from shop.stock.models import StockMovement
from shop.stock.services import return_stock

NEXT_STATES: dict[str, tuple[OrderState, ...]] = {
    OrderState.PLACED: (OrderState.CONFIRMED, OrderState.CANCELLED),
    OrderState.CONFIRMED: (OrderState.SHIPPED, OrderState.CANCELLED),
    OrderState.SHIPPED: (OrderState.DELIVERED,),
    OrderState.DELIVERED: (),
    OrderState.CANCELLED: (),
}


class InvalidStepError(Exception):
    """An order cannot go from the state it is in to the one asked for; nothing changed."""


@transaction.atomic
def change_state(order: Order, state: str, *, by: User | None, at: datetime) -> Order:
    """Move the order one step on and note who did it; shipping issues its invoice, cancelling gives its stock back.

    Only what was not shipped can be cancelled, so an order that was has no invoice.
    Raises InvalidStepError where the step does not follow from the state the order is in by now.
    """
    locked = Order.objects.select_for_update(of=("self",)).select_related("company").get(pk=order.pk)
    step = OrderState(state)
    if step not in NEXT_STATES[locked.state]:
        facts = {"number": locked.number, "now": locked.get_state_display(), "wanted": step.label}
        raise InvalidStepError(_("Order %(number)s is “%(now)s” and cannot become “%(wanted)s”.") % facts)
    locked.state = step
    locked.save(update_fields=["state"])
    OrderEvent.objects.create(order=locked, state=step, at=at, by=by)
    if step == OrderState.SHIPPED:
        issue_invoice(locked, on=timezone.localdate(at))
    elif step == OrderState.CANCELLED:
        ordered = locked.lines.order_by().values_list("product_id").annotate(Sum("quantity"))
        return_stock(dict(ordered), cause=StockMovement.Cause.CANCELLATION, reference=locked.number or "", at=at)
    order_changed.send(sender=Order, company_number=locked.company.number)
    order.state = step
    return order
