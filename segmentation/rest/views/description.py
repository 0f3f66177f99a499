"""The description of the API, for programs and for people; everything that its pages load comes from this host."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from drf_spectacular.views import SpectacularAPIView, SpectacularRedocView, SpectacularSwaggerView
from rest_framework.authentication import SessionAuthentication
from rest_framework.response import Response

from segmentation.rest.access import IsStaff
from segmentation.rest.authentication import ApiTokenAuthentication
from segmentation.rest.schema import TITLE, PluginGenerator

SIDECAR = "drf_spectacular_sidecar"

NOTHING_FROM_ELSEWHERE = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "worker-src 'self' blob:",
        "frame-ancestors 'none'",
    )
)


class Description(SpectacularAPIView):
    """OpenAPI, as YAML or JSON."""

    authentication_classes = [ApiTokenAuthentication, SessionAuthentication]
    permission_classes = [IsStaff]
    generator_class = PluginGenerator
    urlconf = None
    serve_public = True
    schema: Any = None


class LocalPage:
    """A page for the shop's own people who are logged in."""

    authentication_classes: Any = [SessionAuthentication]
    permission_classes: Any = [IsStaff]
    url_name = "segmentation-api:schema"
    title: Any = TITLE
    schema: Any = None

    def finalize_response(self, *args: Any, **kwargs: Any) -> Response:
        response: Response = super().finalize_response(*args, **kwargs)  # type: ignore[misc]
        response.headers["Content-Security-Policy"] = NOTHING_FROM_ELSEWHERE
        return response


@method_decorator(never_cache, name="dispatch")
class SwaggerPage(LocalPage, SpectacularSwaggerView):
    @staticmethod
    def _swagger_ui_resource(filename: str) -> str:
        return static(f"{SIDECAR}/swagger-ui-dist/{filename}")

    @staticmethod
    def _swagger_ui_favicon() -> str:
        return static(f"{SIDECAR}/swagger-ui-dist/favicon-32x32.png")


@method_decorator(never_cache, name="dispatch")
class RedocPage(LocalPage, SpectacularRedocView):
    template_name = "segmentation_rest/redoc.html"

    @staticmethod
    def _redoc_standalone() -> str:
        return static(f"{SIDECAR}/redoc/bundles/redoc.standalone.js")
