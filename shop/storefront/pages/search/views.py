from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from shop.catalogue.selectors import search_products
from shop.storefront.offers import offer_page
from shop.storefront.requests import ShopRequest

LONGEST_TEXT = 100


@require_safe
def show_search(request: ShopRequest) -> HttpResponse:
    """The products that match what was typed."""
    text = request.GET.get("q", "")[:LONGEST_TEXT].strip()
    page, offers = offer_page(search_products(text), number=request.GET.get("page"), company=request.company)
    return render(request, "shop/search/search.html", {"search_text": text, "page": page, "offers": offers})
