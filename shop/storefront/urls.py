from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("shop.storefront.pages.home.urls")),
    path("", include("shop.storefront.pages.catalogue.urls")),
    path("", include("shop.storefront.pages.product.urls")),
    path("", include("shop.storefront.pages.search.urls")),
    path("", include("shop.storefront.pages.account.urls")),
    path("", include("shop.storefront.pages.cart.urls")),
    path("", include("shop.storefront.pages.checkout.urls")),
    path("", include("shop.storefront.pages.orders.urls")),
    path("", include("shop.storefront.pages.quick_order.urls")),
    path("", include("shop.storefront.pages.reorder.urls")),
    path("", include("shop.storefront.pages.inspiration.urls")),
]
