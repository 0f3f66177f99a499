from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shop.orders.models import Order, OrderState
from shop.orders.selectors import order_of, orders_of
from shop.orders.services import InvalidStepError, change_state
from shop.orders.services.change_state import NEXT_STATES
from shop.storefront.access import BuyerRequest, company_required, partial_or_page, tell_may_not_order
from shop.storefront.pages.orders.forms import OrderFilterForm
from shop.storefront.pages.orders.timeline import timeline_of

ORDERS_A_PAGE = 20


@require_safe
@company_required
def orders(request: BuyerRequest) -> HttpResponseBase:
    form = OrderFilterForm(request.GET)
    text, state = form.wanted()
    found = (
        orders_of(request.company)
        .select_related("placed_by")
        .annotate(line_count=Count("lines"))
        .order_by("-placed_at", "-pk")
    )
    if text:
        found = found.filter(Q(number__icontains=text) | Q(po_number__icontains=text))
    if state:
        found = found.filter(state=state)
    page = Paginator(found, ORDERS_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "is_filtered": bool(text or state)}
    return render(request, partial_or_page(request, "shop/orders/_orders.html"), context)


@require_safe
@company_required
def order(request: BuyerRequest, number: str) -> HttpResponseBase:
    found = order_or_404(request, number)
    lines = found.lines.select_related("product").prefetch_related("product__pictures", "returns")
    context = {
        "order": found,
        "lines": lines,
        "returns": [returned for line in lines for returned in line.returns.all()],
        "timeline": timeline_of(found),
        "may_cancel": OrderState.CANCELLED in NEXT_STATES[found.state] and request.member.may_order,
    }
    return render(request, "shop/orders/order.html", context)


@require_POST
@company_required
def cancel(request: BuyerRequest, number: str) -> HttpResponseBase:
    found = order_or_404(request, number)
    if not request.member.may_order:
        tell_may_not_order(request)
        return redirect(found)
    try:
        change_state(found, OrderState.CANCELLED, by=request.user, at=timezone.now())
    except InvalidStepError:
        messages.error(request, _("This order can no longer be cancelled."))
    else:
        messages.success(request, _("Order %(number)s is cancelled.") % {"number": found.number})
    return redirect(found)


def order_or_404(request: BuyerRequest, number: str) -> Order:
    """The company's own order; another company's counts as not there."""
    found = order_of(request.company, number)
    if found is None:
        raise Http404
    return found
