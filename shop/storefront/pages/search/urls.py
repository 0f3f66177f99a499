from __future__ import annotations

from django.urls import path

from shop.storefront.pages.search import views

urlpatterns = [path("search/", views.show_search, name="search")]
