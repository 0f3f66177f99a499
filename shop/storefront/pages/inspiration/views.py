"""Wagtail's pages, served here and not by Wagtail's own view: that finds a page level by level, at seven queries."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from segmentation.decorators import feature_required
from shop.cart.selectors import get_cart
from shop.cart.services.add_to_cart import CartFullError, add_to_cart
from shop.catalogue.quantities import smallest_quantity
from shop.inspiration.models import InspirationPage
from shop.inspiration.selectors import products_of, products_of_set, published_index, published_page
from shop.pricing.selectors import plain_prices
from shop.storefront.access import BuyerRequest, company_required
from shop.storefront.context import may_order


@require_safe
@feature_required("inspiration")
def index(request: HttpRequest) -> HttpResponseBase:
    page = published_index()
    if page is None:
        raise Http404
    response: TemplateResponse = page.serve(request)
    return response


@require_safe
@feature_required("inspiration")
def page(request: HttpRequest, slug: str) -> HttpResponseBase:
    page = _page_or_404(slug)
    response: TemplateResponse = page.serve(request)
    response.context_data = {**(response.context_data or {}), **_set_context(request, page)}
    return response


@require_POST
@feature_required("inspiration")
@company_required
def add_set(request: BuyerRequest, slug: str, set_id: str) -> HttpResponseBase:
    """Put every product of a set that is for sale into the cart, each in the least quantity it is sold in."""
    if not may_order(request):
        raise PermissionDenied
    products = products_of_set(_page_or_404(slug), set_id)
    if not products:
        raise Http404
    quantities = {product.pk: smallest_quantity(product) for product in products}
    try:
        add_to_cart(get_cart(request.user, request.company), quantities, at=timezone.now())
    except CartFullError as full:
        messages.error(request, str(full))
        return redirect("inspiration-page", slug)
    messages.success(
        request,
        ngettext("%(count)d product is in your cart now.", "%(count)d products are in your cart now.", len(products))
        % {"count": len(products)},
    )
    return redirect("cart")


@feature_required("inspiration")
def nothing_here(_request: HttpRequest, _path: str) -> HttpResponseBase:
    raise Http404


def _page_or_404(slug: str) -> InspirationPage:
    found = published_page(slug)
    if found is None:
        raise Http404
    return found


def _set_context(request: HttpRequest, page: InspirationPage) -> dict[str, Any]:
    """What product sets show beside their products: the company's own prices and, for who may order, the button."""
    company = request.company  # type: ignore[attr-defined]
    if company is None:
        return {}
    product_ids = [product.pk for product in products_of(page)]
    return {
        "prices": plain_prices(product_ids, company=company) if product_ids else {},
        "may_add_sets": may_order(request),
    }
