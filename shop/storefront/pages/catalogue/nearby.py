from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from segmentation.public import bought_nearby
from shop.catalogue.selectors import visible_products
from shop.companies.models import Company
from shop.orders.models import OrderLine
from shop.storefront.offers import Offer, offer_products

LOOKED_AT = 20
"""Items looked at, as some may not be for sale, or not at a price for this company."""


@dataclass(frozen=True, slots=True)
class NearbyOffer:
    """A product that companies nearby buy, as this one is offered it."""

    offer: Offer
    why: str


def offers_nearby(company: Company, *, limit: int) -> list[NearbyOffer]:
    """What companies nearby buy and this one never did, as far as it can buy it; six queries for any number."""

    def bought(skus: Collection[str]) -> Collection[str]:
        # Also what was cancelled or sent back since: it may have been counted when the list was made.
        return set(OrderLine.objects.filter(order__company=company, sku__in=skus).values_list("sku", flat=True))

    reasons = {item.sku: item.why() for item in bought_nearby(company.number, bought=bought, limit=LOOKED_AT)}
    if not reasons:
        return []
    products = {each.sku: each for each in visible_products().select_related("stock").filter(sku__in=reasons)}
    offers = offer_products([products[sku] for sku in reasons if sku in products], company=company)
    sold = [offer for offer in offers if offer.price is not None]
    return [NearbyOffer(offer, reasons[offer.product.sku]) for offer in sold[:limit]]
