from __future__ import annotations

from django.urls import path

from shop.storefront.pages.quick_order import views

urlpatterns = [
    path("quick-order/", views.quick_order, name="quick-order"),
    path("quick-order/problems.csv", views.problems, name="quick-order-problems"),
    path("quick-order/sample.csv", views.sample, name="quick-order-sample"),
]
