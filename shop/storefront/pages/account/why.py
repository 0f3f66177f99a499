from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from segmentation.public import FeatureSet
from segmentation.registry import features as declared
from shop.catalogue.models import Category
from shop.storefront.requests import ShopRequest


@dataclass(frozen=True, slots=True)
class HereBecause:
    """Something that is switched on, and why; with categories: in these alone."""

    label: str | Promise
    why: str
    categories: Sequence[Category]


@login_required
@require_safe
def show_why(request: ShopRequest) -> HttpResponse:
    """All that is switched on for whoever looks, each with the reason."""
    return render(request, "shop/account/why.html", {"rows": here_because(request.features)})


def here_because(own: FeatureSet) -> list[HereBecause]:
    """What is on everywhere, and what is on in single categories; one query."""
    categories = list(Category.objects.filter(slug__in=own.categories).order_by("name"))
    rows = []
    for feature in declared:
        places = [] if own.has(feature.key) else [each for each in categories if own.has(feature.key, each.slug)]
        if places or own.has(feature.key):
            why = own.why(feature.key, places[0].slug if places else "")
            rows.append(HereBecause(feature.label, why, places))
    return rows
