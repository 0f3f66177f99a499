from __future__ import annotations

from django.urls import include, path
from urls import urlpatterns as pages

urlpatterns = [*pages, path("buying/", include("segmentation.rest.urls"))]
