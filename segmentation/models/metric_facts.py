"""What follows from a company's orders beside its class and rhythm, as a host reads it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from segmentation import host
from segmentation.models.profiles import CustomerProfile


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """None where it cannot be told; amounts in the shop's currency, shares from 0 to 1."""

    lifecycle: str | None
    """A value of `contracts.Lifecycle`."""
    orders_year: int | None
    order_value_average: Decimal | None
    last_order_value: Decimal | None
    largest_order_value: Decimal | None
    value_trend: float | None
    """Percent."""
    items_per_order: float | None
    returned_value_share: float | None
    returned_lines_share: float | None
    lifetime_value: Decimal | None
    """Of the orders expected in 36 months, discounted."""
    products_bought: int | None
    categories_bought: int | None
    basket_stability: float | None
    brand_loyalty: float | None
    top_grade_share: float | None
    adoption_days: float | None


def metrics_of(profile: CustomerProfile) -> Metrics:
    """The metrics of one company, as last worked out."""
    return Metrics(
        lifecycle=profile.lifecycle,
        orders_year=profile.orders_year,
        order_value_average=_amount(profile.order_value_average),
        last_order_value=_amount(profile.last_order_value),
        largest_order_value=_amount(profile.largest_order_value),
        value_trend=profile.value_trend,
        items_per_order=profile.items_per_order,
        returned_value_share=profile.returned_value_share,
        returned_lines_share=profile.returned_lines_share,
        lifetime_value=_amount(profile.lifetime_value),
        products_bought=profile.products_bought,
        categories_bought=profile.categories_bought,
        basket_stability=profile.basket_stability,
        brand_loyalty=profile.brand_loyalty,
        top_grade_share=profile.top_grade_share,
        adoption_days=profile.adoption_days,
    )


def _amount(minor: int | None) -> Decimal | None:
    return None if minor is None else host.amount_of(minor)
