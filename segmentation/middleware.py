from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_cache_control, patch_vary_headers

from segmentation import conf
from segmentation.cache import Published, read_published
from segmentation.host import customer_key_of, person_may
from segmentation.preview import preview_of, was_previewed
from segmentation.preview_refusal import refuse_change
from segmentation.selectors.feature_set import FeatureSet
from segmentation.selectors.previewed import published_for

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def no_customer(_request: HttpRequest) -> str:
    """The customer of every request in a host that has not said how to tell: nobody."""
    return ""


class FeaturesMiddleware:
    """Puts `request.features` there, lazily: a request that asks nothing reads nothing.

    A page that asked about a customer's features is that customer's alone, so it is marked private. Where a member of
    staff sees the shop as somebody else, nothing of it is kept by any cache, and nothing can be changed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.features = features = features_of(request)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if features.was_read:
            patch_vary_headers(response, ["Cookie"])
            if features.customer_key:
                patch_cache_control(response, private=True)
        if was_previewed(request):
            add_never_cache_headers(response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        if request.method in SAFE_METHODS or preview_of(request) is None or _stays_open(request, view):
            return None
        return refuse_change(request)


def features_of(request: HttpRequest) -> FeatureSet:
    """The feature set of whoever makes this request, or as whom they see the shop.

    The person's permissions are looked up when they matter; seen as somebody else, nobody in particular asks.
    """
    now = timezone.now()

    def customer_key() -> str:
        preview = preview_of(request)
        return preview.customer_key if preview else customer_key_of(request)

    def has_permission(name: str) -> bool:
        user = getattr(request, "user", None)
        if preview_of(request) is not None:
            return True
        return user is not None and person_may(user, name, customer_key=features.customer_key)

    def published() -> Published:
        preview = preview_of(request)
        return published_for(preview, now=now) if preview else read_published(features.customer_key, now=now)

    features = FeatureSet(customer_key, now=now, has_permission=has_permission, published=published)
    return features


def _stays_open(request: HttpRequest, view: Callable[..., Any]) -> bool:
    """The admin, and what else is not part of the shop that is seen; and whoever looks may always log out."""
    from django.contrib.auth.views import LogoutView  # a host without accounts could not import it

    match = request.resolver_match
    view_class = getattr(view, "view_class", None)
    is_logout = isinstance(view_class, type) and issubclass(view_class, LogoutView)
    return (
        is_logout
        or getattr(view, "open_in_preview", False)
        or (match is not None and "admin" in match.app_names)
        or any(request.path.startswith(reverse(name)) for name in conf.get("PREVIEW_STAYS_OPEN"))
    )
