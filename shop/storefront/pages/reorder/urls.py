from __future__ import annotations

from django.urls import path

from shop.storefront.pages.reorder import views

urlpatterns = [
    path("reorder/", views.usual_items, name="usual-items"),
    path("orders/<str:number>/reorder/", views.reorder, name="reorder"),
]
