from __future__ import annotations

from decimal import Decimal

from django.contrib import messages
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from segmentation.decorators import feature_required
from shop.cart.models import Cart
from shop.cart.selectors import get_cart
from shop.cart.services import (
    CartChange,
    CartFullError,
    add_to_cart,
    claim_submission,
    new_submission,
    read_submission,
)
from shop.orders.models import Order
from shop.orders.selectors import reorder_check
from shop.segmentation_bridge.volume import volume_prices_for
from shop.storefront.access import BuyerRequest, company_required, tell_may_not_order
from shop.storefront.context import may_order
from shop.storefront.offers import offer_products
from shop.storefront.pages.orders.views import order_or_404
from shop.storefront.pages.reorder.rows import ReorderRow, quantities_of, rows_as_entered, rows_to_check
from shop.storefront.pages.reorder.usual import usual_rows


@require_safe
@company_required
@feature_required("reorder")
def usual_items(request: BuyerRequest) -> HttpResponseBase:
    """All that the company usually orders; it goes into the cart as from anywhere else."""
    found = usual_rows(request.company, as_of=timezone.localdate())
    products = [row.product for row in found]
    prefetch_related_objects(products, "pictures")
    offers = offer_products(products, company=request.company)
    rows = [(row, offer) for row, offer in zip(found, offers, strict=True) if offer.price is not None]
    context = {"rows": rows, "shows_prices": request.features.value("reorder", "prices")}
    return render(request, "shop/reorder/usual.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@company_required
@feature_required("reorder")
def reorder(request: BuyerRequest, number: str) -> HttpResponseBase:
    """An old order line by line as it would be now; what the buyer keeps goes into the cart."""
    old = order_or_404(request, number)
    lines = reorder_check(old, company=request.company, volume_in=volume_prices_for(request.features))
    rows = rows_to_check(lines)
    if request.method == "POST" and may_order(request):
        return _submit(request, old, rows)
    if request.method == "POST":
        tell_may_not_order(request)
        return redirect("reorder", old.number)
    return _show(request, old, rows, submission=new_submission())


def _submit(request: BuyerRequest, old: Order, rows: list[ReorderRow]) -> HttpResponseBase:
    own = get_cart(request.user, request.company)
    with transaction.atomic():
        if claim_submission(own, read_submission(request.POST.get("submission", ""))) is None:
            messages.info(request, _("These goods were added already; nothing was added twice."))
            return redirect("cart")
        rows = rows_as_entered(rows, request.POST, in_cart=dict(own.lines.values_list("product_id", "quantity")))
        wanted = quantities_of(rows)
        if wanted and not any(row.problem for row in rows) and _add(request, own, wanted):
            return redirect("cart")
    if not wanted:
        messages.error(request, _("Nothing is ticked. Tick at least one line."))
    return _show(request, old, rows, submission=new_submission())


def _add(request: BuyerRequest, own: Cart, wanted: dict[int, int]) -> bool:
    try:
        change = add_to_cart(own, wanted, at=timezone.now())
    except CartFullError as full:
        messages.error(request, str(full))
        return False
    _tell(request, change)
    return True


def _tell(request: BuyerRequest, change: CartChange) -> None:
    count = change.added + change.merged
    text = ngettext("%(count)d product added to your cart.", "%(count)d products added to your cart.", count)
    messages.success(request, text % {"count": count})
    if change.merged:
        merged = ngettext(
            "%(count)d of them was in your cart already; the quantities are added up.",
            "%(count)d of them were in your cart already; the quantities are added up.",
            change.merged,
        )
        messages.info(request, merged % {"count": change.merged})


def _show(request: BuyerRequest, old: Order, rows: list[ReorderRow], *, submission: str) -> HttpResponseBase:
    orderable = [row for row in rows if row.product]
    context = {
        "order": old,
        "rows": rows,
        "submission": submission,
        "has_problems": any(row.problem for row in rows),
        "can_add": bool(orderable),
        "changed_lines": sum(row.line.state != "ok" for row in rows),
        "cost_then": sum((row.line.old_price * row.line.quantity for row in orderable), Decimal(0)),
        "cost_now": sum(((row.line.price or Decimal(0)) * row.line.quantity for row in orderable), Decimal(0)),
    }
    return render(request, "shop/reorder/page.html", context)
