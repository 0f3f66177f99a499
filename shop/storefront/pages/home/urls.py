from __future__ import annotations

from django.urls import path

from shop.storefront.pages.home import views

urlpatterns = [path("", views.show_home, name="home")]
