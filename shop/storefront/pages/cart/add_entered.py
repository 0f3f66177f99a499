from __future__ import annotations

from django.contrib import messages
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shop.cart.models import CartLine
from shop.cart.selectors import get_cart
from shop.cart.services import CartFullError, add_to_cart
from shop.catalogue.models import Product
from shop.catalogue.quantities import quantity_problem
from shop.storefront.access import BuyerRequest
from shop.storefront.pages.cart.forms import EnteredQuantities

MOST_PROBLEMS_TOLD = 10


def add_entered(request: BuyerRequest, entered: EnteredQuantities) -> None:
    """Put what can be ordered into the cart and tell the buyer what went in and what did not, and why.

    What is in the cart already counts towards the least quantity and the step.
    """
    own = get_cart(request.user, request.company)
    wanted = entered.quantities.keys() | entered.wrong.keys()
    products = {product.pk: product for product in Product.objects.filter(pk__in=wanted, is_active=True)}
    there = dict(CartLine.objects.filter(cart=own, product__in=wanted).values_list("product_id", "quantity"))
    problems = []
    good: dict[int, int] = {}
    for product_id, product in products.items():
        if product_id in entered.wrong:
            problems.append(_("%(product)s: enter a whole number.") % {"product": product.name})
            continue
        quantity = entered.quantities[product_id]
        problem = quantity_problem(product, there.get(product_id, 0) + quantity)
        if problem:
            problems.append(f"{product.name}: {problem.message}")
        else:
            good[product_id] = quantity
    try:
        add_to_cart(own, good, at=timezone.now())
    except CartFullError as full:
        problems = [str(full)]
        good = {}
    _tell(request, good=good, there=there, products=products, problems=problems)


def _tell(
    request: BuyerRequest,
    *,
    good: dict[int, int],
    there: dict[int, int],
    products: dict[int, Product],
    problems: list[str],
) -> None:
    if len(good) == 1:
        [(product_id, quantity)] = good.items()
        facts = {"product": products[product_id].name, "quantity": there.get(product_id, 0) + quantity}
        messages.success(request, _("%(product)s: %(quantity)d in your cart now.") % facts)
    elif good:
        text = ngettext("%(count)d product added to your cart.", "%(count)d products added to your cart.", len(good))
        messages.success(request, text % {"count": len(good)})
    for problem in problems[:MOST_PROBLEMS_TOLD]:
        messages.error(request, problem)
    if not good and not problems:
        messages.warning(request, _("Nothing was added. Enter how many you want."))
