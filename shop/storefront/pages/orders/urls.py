from __future__ import annotations

from django.urls import path

from shop.storefront.pages.orders import views

urlpatterns = [
    path("orders/", views.orders, name="orders"),
    path("orders/<str:number>/", views.order, name="order"),
    path("orders/<str:number>/cancel/", views.cancel, name="order-cancel"),
]
