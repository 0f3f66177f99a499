from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView
from wagtail.admin import urls as wagtailadmin_urls

from shop.config.media import serve_media

urlpatterns = [
    path("admin/", admin.site.urls),
    path("cms/", include(wagtailadmin_urls)),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("health/", include("segmentation.health.urls")),
    path("api/segmentation/", include("segmentation.rest.urls")),
    path("api/", include("shop.rest.urls")),
    path("", include("shop.storefront.urls")),
]

if settings.SERVE_MEDIA:
    urlpatterns.insert(0, re_path(r"^media/(?P<path>.+)$", serve_media))
