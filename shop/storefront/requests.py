from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django_htmx.middleware import HtmxDetails

from segmentation.public import FeatureSet
from shop.companies.models import User
from shop.storefront.middleware import CompanyRequest


class ShopRequest(CompanyRequest):
    """A request as the pages that are open to visitors get it; for annotations."""

    if TYPE_CHECKING:
        user: User | AnonymousUser
        htmx: HtmxDetails
        features: FeatureSet
