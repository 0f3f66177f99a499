from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from shop.catalogue.models import Category, Product
from shop.companies.models import Company
from shop.pricing.selectors import plain_price


class Sorting(TextChoices):
    NAME = "name", _("Name")
    NEWEST = "newest", _("Newest first")
    PRICE_UP = "price", _("Lowest price first")
    PRICE_DOWN = "-price", _("Highest price first")


@dataclass(frozen=True, slots=True)
class ListingWish:
    """How a list of products is asked for."""

    brand: int | None = None
    sort: Sorting = Sorting.NAME


@dataclass(frozen=True, slots=True)
class BrandCount:
    """A brand, and how many of the listed products are of it."""

    pk: int
    name: str
    products: int


@dataclass(frozen=True, slots=True)
class Family:
    """The categories above one, from the root down, and those right below it."""

    above: list[Category]
    below: list[Category]


def family_of(category: Category) -> Family:
    """Where the category stands in the tree, in one query."""
    above = [category.path[:end] for end in range(category.steplen, len(category.path), category.steplen)]
    below = Q(path__startswith=category.path, depth=category.depth + 1)
    relatives = Category.objects.filter(Q(path__in=above) | below).order_by("path")
    family = Family(above=[], below=[])
    for relative in relatives:
        (family.above if relative.depth < category.depth else family.below).append(relative)
    return family


def brands_in(products: QuerySet[Product]) -> list[BrandCount]:
    """The brands of these products by name, each with its number of products; one query."""
    counts = products.order_by("brand__name").values_list("brand_id", "brand__name").annotate(products=Count("pk"))
    return [BrandCount(*row) for row in counts]


def arrange_products(products: QuerySet[Product], wish: ListingWish, *, company: Company | None) -> QuerySet[Product]:
    """The products of the wished brand in the wished order."""
    if wish.brand is not None:
        products = products.filter(brand=wish.brand)
    if wish.sort == Sorting.NEWEST:
        return products.order_by(F("launched_on").desc(nulls_last=True), "name", "pk")
    if company is None or wish.sort == Sorting.NAME:
        return products.order_by("name", "pk")
    price = plain_price(company=company)
    by_price = price.desc(nulls_last=True) if wish.sort == Sorting.PRICE_DOWN else price.asc(nulls_last=True)
    return products.order_by(by_price, "name", "pk")
