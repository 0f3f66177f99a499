from __future__ import annotations

from django.urls import path

from shop.storefront.pages.cart import views

urlpatterns = [
    path("cart/", views.cart, name="cart"),
    path("cart/add/", views.add, name="cart-add"),
    path("cart/empty/", views.empty, name="cart-empty"),
    path("cart/lines/<int:product_id>/", views.line, name="cart-line"),
]
