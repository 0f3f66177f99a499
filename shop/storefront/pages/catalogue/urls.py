from __future__ import annotations

from django.urls import path

from shop.storefront.pages.catalogue import views

urlpatterns = [
    path("products/", views.show_catalogue, name="catalogue"),
    path("products/<slug:slug>/", views.show_category, name="category"),
]
