"""Pages of a toy host, for tests that need a request."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import path
from django.views import View
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from segmentation.decorators import feature_required
from segmentation.rest.permissions import HasFeature


def customer_key(request: HttpRequest) -> str:
    return request.headers.get("X-Customer", "")


@feature_required("toy_reorder")
def reorder(request: HttpRequest) -> HttpResponse:
    return HttpResponse("your usual order")


@feature_required("toy_reorder")
class ReorderView(View):
    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        return HttpResponse(f"order {number}")


class ReorderApi(APIView):
    authentication_classes = ()
    permission_classes = (AllowAny, HasFeature.for_("toy_reorder"))

    def get(self, request: Request) -> Response:
        return Response({"lines": 3})


class IdeasApi(APIView):
    authentication_classes = ()
    permission_classes = (HasFeature,)
    feature = "toy_ideas"

    def get(self, request: Request) -> Response:
        return Response({"ideas": 2})


MENU = (
    "{% load buyclass %}"
    '{% feature "toy_reorder" %}reorder{% else %}no reorder{% endfeature %}, '
    '{% feature "toy_ideas" %}ideas{% endfeature %}, '
    '{% feature "toy_prices" category=category %}prices{% else %}no prices{% endfeature %}'
)


def menu(request: HttpRequest) -> HttpResponse:
    context = Context({"request": request, "category": request.GET.get("category", "")})
    return HttpResponse(Template(MENU).render(context))


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("nothing asked")


urlpatterns = [
    path("reorder/", reorder),
    path("reorder/<int:number>/", ReorderView.as_view()),
    path("api/reorder/", ReorderApi.as_view()),
    path("api/ideas/", IdeasApi.as_view()),
    path("menu/", menu),
    path("plain/", plain),
]
