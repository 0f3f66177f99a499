from __future__ import annotations

from dataclasses import dataclass

from shop.orders.models import Order, OrderEvent, OrderState

USUAL_COURSE = (OrderState.PLACED, OrderState.CONFIRMED, OrderState.SHIPPED, OrderState.DELIVERED)


@dataclass(frozen=True, slots=True)
class Step:
    """A state the order went through, is in, or has before it; `event` says when, where that is known."""

    state: OrderState
    event: OrderEvent | None
    is_done: bool
    is_now: bool


def timeline_of(order: Order) -> list[Step]:
    """What has happened to the order, and what will if nothing comes between; one query."""
    events = {OrderState(event.state): event for event in order.events.all()}
    now = OrderState(order.state)
    if now is OrderState.CANCELLED:
        course = [state for state in USUAL_COURSE if state in events] + [now]
    else:
        course = list(USUAL_COURSE)
    reached = course.index(now)
    return [
        Step(state, events.get(state), is_done=position <= reached, is_now=position == reached)
        for position, state in enumerate(course)
    ]
