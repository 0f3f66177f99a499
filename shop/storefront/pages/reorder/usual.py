"""What a company usually orders: the list learnt from its orders where there is one, else its most frequent items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils import formats, timezone
from django.utils.translation import ngettext

from segmentation.public import ReorderSuggestion, suggest_reorder
from shop.catalogue.models import Product
from shop.catalogue.quantities import nearest_quantity
from shop.catalogue.selectors import visible_products
from shop.companies.models import Company
from shop.orders.selectors import UsualItem, usual_items

MOST = 50


@dataclass(frozen=True, slots=True)
class UsualRow:
    """A product with its usual quantity, why it is here, and where it stands: "due", "early" or ""."""

    product: Product
    usual_quantity: int
    why: str
    due: str = ""


def usual_rows(company: Company, *, as_of: date, limit: int = MOST) -> list[UsualRow]:
    """The likeliest first, as far as they are for sale; two queries for any number.

    Stock comes along, pictures do not, so that a page can fetch those of all its products at once.
    """
    suggested = suggest_reorder(company.number, limit=MOST)
    if suggested:
        return _learnt(suggested)[:limit]
    return [_counted(item) for item in usual_items(company, as_of=as_of, limit=limit)]


def _learnt(suggested: Sequence[ReorderSuggestion]) -> list[UsualRow]:
    wanted = visible_products().prefetch_related(None).select_related("brand", "category", "stock")
    by_sku = {product.sku.upper(): product for product in wanted.filter(sku__in=[item.sku for item in suggested])}
    return [
        UsualRow(
            product=by_sku[item.sku],
            usual_quantity=nearest_quantity(by_sku[item.sku], _whole(item.quantity)),
            why=item.text,
            due=item.due,
        )
        for item in suggested
        if item.sku in by_sku
    ]


def _counted(item: UsualItem) -> UsualRow:
    why = ngettext("Bought once, on %(day)s.", "Bought %(times)d times within a year, last on %(day)s.", item.times) % {
        "times": item.times,
        "day": formats.date_format(timezone.localtime(item.last_ordered), "DATE_FORMAT"),
    }
    return UsualRow(product=item.product, usual_quantity=item.usual_quantity, why=why)


def _whole(quantity: Decimal) -> int:
    return max(int(quantity.quantize(Decimal(1), rounding=ROUND_HALF_UP)), 1)
