"""What stands in the main navigation, and for whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """One link of the main navigation."""

    label: str | Promise
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class _Place:
    label: str | Promise
    url_name: str
    is_open_to: Callable[[HttpRequest], bool]


def _everybody(_request: HttpRequest) -> bool:
    return True


def _has_company(request: HttpRequest) -> bool:
    return request.company is not None  # type: ignore[attr-defined]


def _with_feature(key: str, *, company_only: bool = False) -> Callable[[HttpRequest], bool]:
    def is_open(request: HttpRequest) -> bool:
        return (not company_only or _has_company(request)) and request.features.has(key)  # type: ignore[attr-defined]

    return is_open


PLACES = (
    _Place(_("Products"), "catalogue", _everybody),
    _Place(_("Quick order"), "quick-order", _with_feature("quick_order", company_only=True)),
    _Place(_("Inspiration"), "inspiration", _with_feature("inspiration")),
    _Place(_("Orders"), "orders", _has_company),
)


def navigation_for(request: HttpRequest) -> list[NavigationEntry]:
    """The entries that are open to whoever makes this request, in the order of PLACES."""
    entries = []
    for place in PLACES:
        if place.is_open_to(request):
            url = reverse(place.url_name)
            entries.append(NavigationEntry(place.label, url, request.path.startswith(url)))
    return entries
