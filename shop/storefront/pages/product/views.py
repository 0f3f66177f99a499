from __future__ import annotations

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from shop.storefront.offers import offer_products
from shop.storefront.pages.catalogue.selectors import family_of
from shop.storefront.pages.product.compare import compare_offers
from shop.storefront.pages.product.quantity import asked_quantity
from shop.storefront.pages.product.selectors import alternatives_to, product_details
from shop.storefront.requests import ShopRequest


@require_safe
def show_product(request: ShopRequest, slug: str) -> HttpResponse:
    """A product with what the visitor's features add to it: volume prices, and alternatives side by side."""
    product = get_object_or_404(product_details(), slug=slug)
    if not product.is_active:
        return render(request, "shop/product/gone.html", {"product": product}, status=410)
    category = product.category
    others = alternatives_to(product) if request.features.has("alternatives", category.slug) else []
    products = [product, *(each.product for each in others)]
    prefetch_related_objects(products, "pictures")
    offer, *other_offers = offer_products(products, company=request.company)
    reasons = [each.why for each in others]
    context = {
        "product": product,
        "offer": offer,
        "family": family_of(category),
        "quantity": asked_quantity(request.GET, product),
        "shows_volume_prices": request.features.has("volume_prices", category.slug) and len(offer.breaks) > 1,
        "comparison": compare_offers(offer, other_offers, reasons=reasons) if other_offers else None,
    }
    return render(request, "shop/product/product.html", context)
