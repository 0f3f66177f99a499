from __future__ import annotations

from django.urls import path

from shop.storefront.pages.product import views

urlpatterns = [path("product/<slug:slug>/", views.show_product, name="product")]
