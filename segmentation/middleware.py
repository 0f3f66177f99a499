from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers

from segmentation.host import customer_key_of
from segmentation.selectors.feature_set import FeatureSet


def no_customer(_request: HttpRequest) -> str:
    """The customer of every request in a host that has not said how to tell: nobody."""
    return ""


class FeaturesMiddleware:
    """Puts `request.features` there, lazily: a request that asks nothing reads nothing.

    A page that asked about a customer's features is that customer's alone, so it is marked private.
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
        return response


def features_of(request: HttpRequest) -> FeatureSet:
    """The feature set of whoever makes this request; the person's permissions are looked up when they matter."""

    def has_permission(name: str) -> bool:
        user = getattr(request, "user", None)
        return user is not None and user.has_perm(name)

    return FeatureSet(lambda: customer_key_of(request), now=timezone.now(), has_permission=has_permission)
