from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, Subquery, Window
from django.db.models.functions import RowNumber

from shop.catalogue.models import Category, Product
from shop.catalogue.selectors import visible_products
from shop.companies.models import Company
from shop.orders.models import Order, OrderLine, OrderState
from shop.orders.selectors import orders_of
from shop.storefront.offers import Offer

CATEGORIES = 3
OF_EACH_KIND = 2
"""So many products bought before, and as many others, are compared in a category."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A category the company buys in, and the products it may compare there."""

    category: Category
    offers: list[Offer]
    shows_volume_prices: bool
    steps: int
    """How many volume prices of each product are told."""

    @property
    def shown_steps(self) -> str:
        """For the filter `slice`."""
        return f":{self.steps}"


def products_to_compare(company: Company, *, is_wanted: Callable[[str], bool]) -> list[Product]:
    """Products of the categories the company bought in last, those it bought before first; one query.

    `is_wanted` says of a category's key whether its products are to be compared. Pictures do not come along.
    """
    bought = OrderLine.objects.filter(order__company=company).exclude(order__state=OrderState.CANCELLED).order_by()
    in_category = bought.filter(category_key=OuterRef("category__slug")).order_by("-order__placed_at")
    candidates = (
        visible_products()
        .prefetch_related(None)
        .select_related("brand", "category", "stock")
        .filter(category__slug__in=bought.values("category_key"))
        .annotate(
            last_bought=Subquery(in_category.values("order__placed_at")[:1]),
            was_bought=Exists(bought.filter(product=OuterRef("pk"))),
        )
        .annotate(place=Window(RowNumber(), partition_by=["category_id", "was_bought"], order_by=["name", "pk"]))
        .filter(place__lte=OF_EACH_KIND)
        .order_by("-last_bought", "category_id", "-was_bought", "place")
    )
    by_category = [list(products) for _key, products in groupby(candidates, key=lambda product: product.category_id)]
    wanted = [products for products in by_category if len(products) > 1 and is_wanted(products[0].category.slug)]
    return [product for products in wanted[:CATEGORIES] for product in products]


def choices_among(offers: list[Offer], *, volume_in: Callable[[str], bool], steps: int) -> list[Choice]:
    """The offers, which come category by category, as one choice a category."""
    grouped = groupby(offers, key=lambda offer: offer.product.category)
    return [Choice(category, list(each), volume_in(category.slug), steps) for category, each in grouped]


def last_order(company: Company) -> Order | None:
    """The company's newest order with its number of lines."""
    orders = orders_of(company).exclude(state=OrderState.CANCELLED).annotate(line_count=Count("lines"))
    return orders.order_by("-placed_at", "-pk").first()


def main_categories() -> list[Category]:
    """The categories at the root of the tree."""
    return list(Category.get_root_nodes())
