from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from shop.storefront.pages.home.compose import compose_home
from shop.storefront.requests import ShopRequest


@require_safe
def show_home(request: ShopRequest) -> HttpResponse:
    """The front page, put together from what the visitor's features allow."""
    blocks = compose_home(request.features, company=request.company)
    return render(request, "shop/home/home.html", {"blocks": blocks})
