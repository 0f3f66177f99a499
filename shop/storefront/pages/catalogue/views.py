from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from shop.catalogue.models import Category
from shop.catalogue.selectors import category_tree, products_in
from shop.storefront.offers import offer_page
from shop.storefront.pages.catalogue.forms import ListingForm
from shop.storefront.pages.catalogue.nearby import offers_nearby
from shop.storefront.pages.catalogue.selectors import arrange_products, brands_in, family_of
from shop.storefront.requests import ShopRequest


@require_safe
def show_catalogue(request: ShopRequest) -> HttpResponse:
    """All categories, as a way in, and before them what companies nearby buy."""
    company = request.company
    features, nearby = request.features, []
    if company and features.has("bought_nearby"):
        nearby = offers_nearby(company, limit=features.count("bought_nearby", "products"))
    return render(request, "shop/catalogue/catalogue.html", {"tree": category_tree(), "nearby": nearby})


@require_safe
def show_category(request: ShopRequest, slug: str) -> HttpResponse:
    """The products of a category and all below it, filtered and sorted as asked for."""
    category = get_object_or_404(Category, slug=slug)
    products = products_in(category)
    brands = brands_in(products)
    form = ListingForm(request.GET, brands=brands, with_prices=request.company is not None)
    wish = form.wish()
    page, offers = offer_page(
        arrange_products(products, wish, company=request.company),
        number=request.GET.get("page"),
        company=request.company,
        count=sum(brand.products for brand in brands if wish.brand in (None, brand.pk)),
    )
    context = {"category": category, "family": family_of(category), "form": form, "page": page, "offers": offers}
    return render(request, "shop/catalogue/category.html", context)
