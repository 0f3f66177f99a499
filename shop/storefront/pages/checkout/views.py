from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shop.cart.models import Cart
from shop.cart.selectors import get_cart
from shop.cart.services.limit_to_stock import limit_to_stock
from shop.orders.models import Channel, Order
from shop.orders.origin import OrderOrigin
from shop.orders.services import CannotOrderError, place_order
from shop.segmentation_bridge.volume import volume_prices_for
from shop.stock.services import OutOfStockError
from shop.storefront.access import BuyerRequest, company_required
from shop.storefront.context import may_order
from shop.storefront.pages.cart.context import cart_context
from shop.storefront.pages.checkout.forms import CheckoutForm
from shop.storefront.pages.orders.views import order_or_404
from shop.storefront.small_screen import is_small_screen

TAKE_AVAILABLE = "take_available"


@require_http_methods(["GET", "HEAD", "POST"])
@company_required
def checkout(request: BuyerRequest) -> HttpResponseBase:
    """Where to, when, under which number, and the review of the goods, on one page."""
    if not may_order(request):
        return render(request, "shop/checkout/look_only.html", status=403)
    if request.method == "POST":
        return _submit(request)
    return _show(request, CheckoutForm(company=request.company, today=timezone.localdate()))


@require_safe
@company_required
def order_placed(request: BuyerRequest, number: str) -> HttpResponseBase:
    return render(request, "shop/checkout/placed.html", {"order": order_or_404(request, number)})


def _submit(request: BuyerRequest) -> HttpResponseBase:
    own = get_cart(request.user, request.company)
    form = CheckoutForm(request.POST, company=request.company, today=timezone.localdate())
    if request.POST.get("action") == TAKE_AVAILABLE:
        limit_to_stock(own)
        messages.info(request, _("Your cart holds what is available now. Please look at it, then order."))
        return _show(request, form)
    if not form.is_valid():
        return _show(request, form)
    try:
        placed = _place(request, own, form)
    except OutOfStockError:
        form.add_error(None, _("Some goods were sold while you were ordering. The lines below say what is there now."))
        return _show(request, form)
    except CannotOrderError as refusal:
        for problem in refusal.problems:
            form.add_error(None, problem.message)
        return _show(request, form)
    return redirect("order-placed", placed.number)


def _place(request: BuyerRequest, own: Cart, form: CheckoutForm) -> Order:
    facts = form.cleaned_data
    address = form.address_to_use()
    with transaction.atomic():
        placed = place_order(
            own,
            by=request.user,
            at=timezone.now(),
            submission=facts["submission"],
            address=address,
            po_number=facts["po_number"],
            wished_delivery=facts["wished_delivery"],
            note=facts["note"],
            seen_total=facts["seen_total"],
            origin=OrderOrigin(channel=Channel.WEB, small_screen=is_small_screen(request)),
            volume_in=volume_prices_for(request.features),
        )
        if address.pk is None and facts["keep_address"]:
            form.keep_new_address()
    return placed


def _show(request: BuyerRequest, form: CheckoutForm) -> HttpResponseBase:
    context = cart_context(request)
    if not context["rows"]:
        messages.info(request, _("Your cart is empty. Put something into it first."))
        return redirect("cart")
    context |= {
        "form": form,
        "is_short": any(row.item.available < row.item.quantity for row in context["rows"]),
    }
    return render(request, "shop/checkout/page.html", context)
