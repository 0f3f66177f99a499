from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.views import View

from segmentation.registry import features

ViewOrClass = TypeVar("ViewOrClass", bound=Callable[..., Any])


def feature_required(key: str) -> Callable[[ViewOrClass], ViewOrClass]:
    """Close a view, function or class, to whom the feature is off: a friendly page with status 404."""

    def guard(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.features.has(key):  # type: ignore[attr-defined]
                return view(request, *args, **kwargs)
            return feature_closed(request, key=key)

        return guarded

    def decorate(view: Any) -> Any:
        if isinstance(view, type) and issubclass(view, View):
            return method_decorator(guard, name="dispatch")(view)
        return guard(view)

    return decorate


def feature_closed(request: HttpRequest, *, key: str) -> HttpResponse:
    """The page shown in place of a view whose feature is off."""
    feature = features.get(key) if key in features else None
    response = render(request, "segmentation/feature_closed.html", {"feature": feature}, status=404)
    add_never_cache_headers(response)
    return response
