from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from segmentation.decorators import feature_required


@feature_required("quick_order")
def quick_order(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Quick order")


urlpatterns = [path("quick-order/", quick_order)]
