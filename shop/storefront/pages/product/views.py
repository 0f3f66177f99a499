from __future__ import annotations

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from shop.catalogue.models import Product
from shop.storefront.offers import offer_products
from shop.storefront.pages.catalogue.selectors import family_of
from shop.storefront.pages.product.compare import compare_offers
from shop.storefront.pages.product.quantity import asked_quantity
from shop.storefront.pages.product.selectors import Alternative, alternatives_to, product_details
from shop.storefront.requests import ShopRequest


@require_safe
def show_product(request: ShopRequest, slug: str) -> HttpResponse:
    """A product with what the visitor's features add to it: volume prices, and alternatives side by side."""
    product = get_object_or_404(product_details(), slug=slug)
    if not product.is_active:
        return _show_gone(request, product)
    category = product.category
    others = _alternatives(request, product)
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
        "saving_as": request.features.value("volume_prices", "saving", category.slug),
        "comparison": compare_offers(offer, other_offers, reasons=reasons) if other_offers else None,
    }
    return render(request, "shop/product/product.html", context)


def _show_gone(request: ShopRequest, product: Product) -> HttpResponse:
    """That a product is no longer sold: what replaced it, else what can stand in for it where that is to be shown."""
    replaced = product.successor is not None and product.successor.is_active
    others = [] if replaced else _alternatives(request, product)
    prefetch_related_objects([each.product for each in others], "pictures")
    offers = offer_products([each.product for each in others], company=request.company)
    rows = [(offer, each.why) for offer, each in zip(offers, others, strict=True)]
    return render(request, "shop/product/gone.html", {"product": product, "rows": rows}, status=410)


def _alternatives(request: ShopRequest, product: Product) -> list[Alternative]:
    """What can stand in for the product, as far as the visitor is to be shown it."""
    features, category = request.features, product.category.slug
    if not features.has("alternatives", category):
        return []
    return alternatives_to(product, limit=features.count("alternatives", "products", category))
