from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shop.cart.models import Cart, CartLine
from shop.cart.selectors import get_cart
from shop.cart.services import empty_cart, remove_from_cart, set_quantity
from shop.catalogue.models import Product
from shop.catalogue.quantities import quantity_problem
from shop.storefront.access import BuyerRequest, back_url, company_required, partial_or_page, tell_may_not_order
from shop.storefront.context import may_order
from shop.storefront.pages.cart.add_entered import add_entered
from shop.storefront.pages.cart.context import cart_context
from shop.storefront.pages.cart.forms import read_quantities


@require_safe
@company_required
def cart(request: BuyerRequest) -> HttpResponseBase:
    return render(request, partial_or_page(request, "shop/cart/_cart.html"), cart_context(request))


@require_POST
@company_required
def add(request: BuyerRequest) -> HttpResponseBase:
    """Put products into the cart, on top of what is there; what cannot be added is told and the rest goes in."""
    if may_order(request):
        add_entered(request, read_quantities(request.POST))
    else:
        tell_may_not_order(request)
    if request.htmx:
        return render(request, "components/cart_changed.html")
    return redirect(back_url(request))


@require_POST
@company_required
def line(request: BuyerRequest, product_id: int) -> HttpResponseBase:
    """Change how many of a product are in the cart, or take it out."""
    if not may_order(request):
        tell_may_not_order(request)
        return redirect("cart")
    own = get_cart(request.user, request.company)
    product = product_in(own, product_id)
    entered = read_quantities(request.POST)
    if product_id in entered.wrong:
        messages.error(
            request,
            _("%(product)s: “%(entered)s” is not a whole number.")
            % {"product": product.name, "entered": entered.wrong[product_id][:20]},
        )
    elif "remove" in request.POST or product_id not in entered.quantities:
        remove_from_cart(own, product_id)
        messages.success(request, _("%(product)s is out of your cart.") % {"product": product.name})
    elif problem := quantity_problem(product, entered.quantities[product_id]):
        messages.error(request, f"{product.name}: {problem.message}")
    else:
        set_quantity(own, product_id, entered.quantities[product_id])
    return redirect("cart")


@require_POST
@company_required
def empty(request: BuyerRequest) -> HttpResponseBase:
    if may_order(request):
        empty_cart(get_cart(request.user, request.company))
        messages.success(request, _("Your cart is empty now."))
    else:
        tell_may_not_order(request)
    return redirect("cart")


def product_in(own: Cart, product_id: int) -> Product:
    """The product, if it is in this cart; nobody else's cart is looked at."""
    return get_object_or_404(CartLine.objects.select_related("product"), cart=own, product=product_id).product
