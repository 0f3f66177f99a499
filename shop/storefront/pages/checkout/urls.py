from __future__ import annotations

from django.urls import path

from shop.storefront.pages.checkout import views

urlpatterns = [
    path("checkout/", views.checkout, name="checkout"),
    path("orders/<str:number>/placed/", views.order_placed, name="order-placed"),
]
