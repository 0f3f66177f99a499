from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from shop.cart.selectors import cart_count
from shop.storefront.middleware import WithCompany
from shop.storefront.navigation import navigation_for


def storefront(request: HttpRequest) -> dict[str, Any]:
    """What every page shows: whose company it is for, where one can go, and how many lines are in the cart."""
    context: dict[str, Any] = {"shop_name": settings.SHOP_NAME}
    # Asking the request itself would look the company up, on the staff's pages too.
    if not isinstance(request, WithCompany):
        return context
    return context | {
        "company": SimpleLazyObject(lambda: request.company),
        "may_order": SimpleLazyObject(lambda: may_order(request)),
        "navigation": SimpleLazyObject(lambda: navigation_for(request)),
        "cart_count": SimpleLazyObject(lambda: _cart_count(request)),
    }


def may_order(request: HttpRequest) -> bool:
    """Whether whoever makes this request may put things into a cart: they act for a company that may order."""
    member = request.member  # type: ignore[attr-defined]
    return member is not None and member.may_order and member.company.is_active


def _cart_count(request: HttpRequest) -> int:
    company = request.company  # type: ignore[attr-defined]
    return cart_count(request.user, company) if company else 0
