"""For a host to include: `path("health/", include("segmentation.health.urls"))`."""

from __future__ import annotations

from django.urls import path

from segmentation.health.views import show_health

urlpatterns = [path("", show_health, name="segmentation-health")]
