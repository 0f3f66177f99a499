from __future__ import annotations

from django.urls import path, re_path

from shop.storefront.pages.inspiration import views

urlpatterns = [
    path("inspiration/", views.index, name="inspiration"),
    re_path(r"^inspiration/(?P<slug>[\w-]+)/$", views.page, name="inspiration-page"),
    re_path(r"^inspiration/(?P<slug>[\w-]+)/add/(?P<set_id>[\w-]+)/$", views.add_set, name="inspiration-add-set"),
    # Wagtail builds the addresses of its pages from this name; the two above answer them.
    re_path(r"^inspiration/((?:[\w\-]+/)*)$", views.nothing_here, name="wagtail_serve"),
]
