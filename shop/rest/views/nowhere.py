from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import resolve
from rest_framework.exceptions import NotFound
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.views import APIView


class Nowhere(APIView):
    """Answers for every address below /api/ that is none, so that a program never reads a page made for people."""

    authentication_classes: Any = []
    permission_classes: Any = []
    schema = None

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if settings.APPEND_SLASH and request.method in SAFE_METHODS and _is_there(f"{request.path_info}/"):
            return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise NotFound


def _is_there(path: str) -> bool:
    return resolve(path).url_name != "api-nowhere"
