"""What a company pays.

One rule: the list agreed with the company counts for a product as soon as it has any price for it, volume prices
included; otherwise the list for everybody counts. Within a list, the price from the highest quantity not above the
ordered one counts, if volume prices count for the company in the product's category; otherwise the plain one, from
the lowest quantity. A line is unit price times quantity, rounded half up to two decimals.

Prices are looked up for the company each time and kept nowhere, so none can reach another company.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from shop.catalogue.models import Product
from shop.companies.models import Company
from shop.pricing.models import CompanyPriceList, Price
from shop.pricing.money import round_money

VolumeIn = Callable[[str], bool]
"""Whether volume prices count for the company in the category with this key."""


@dataclass(frozen=True, slots=True)
class PriceBreak:
    """The unit price from a quantity on, and how much less than the plain price that is."""

    from_quantity: int
    unit_price: Decimal
    saving_percent: int


@dataclass(frozen=True, slots=True)
class LinePrice:
    """What one line costs; `next_break` is the next volume price within reach, where volume prices count.

    `list_price` is what one costs everybody before any volume price; None where it is not on the list for everybody.
    """

    product_id: int
    quantity: int
    unit_price: Decimal
    plain_price: Decimal
    line_total: Decimal
    list_price: Decimal | None
    next_break: PriceBreak | None


def price_lines(
    quantities: Mapping[int, int],
    *,
    company: Company,
    volume_in: VolumeIn,
    categories: Mapping[int, str] | None = None,
) -> dict[int, LinePrice]:
    """Prices by product for these quantities; a product without a price is absent.

    Two queries, or one where the caller knows the products' category keys.
    """
    agreed, everybodys = _own_and_everybodys(quantities, company=company)
    tables = everybodys | agreed
    if categories is None:
        categories = dict(Product.objects.filter(pk__in=tables).values_list("pk", "category__slug"))
    counts = {key: volume_in(key) for key in {categories.get(product_id, "") for product_id in tables}}
    return {
        product_id: _line_price(
            product_id,
            quantities[product_id],
            table,
            counts[categories.get(product_id, "")],
            list_price=everybodys[product_id][0].unit_price if product_id in everybodys else None,
        )
        for product_id, table in tables.items()
    }


def price_tables(product_ids: Iterable[int], *, company: Company) -> dict[int, list[PriceBreak]]:
    """The whole table of volume prices by product, the plain price first; one query."""
    agreed, everybodys = _own_and_everybodys(product_ids, company=company)
    return everybodys | agreed


def _own_and_everybodys(
    product_ids: Iterable[int], *, company: Company
) -> tuple[dict[int, list[PriceBreak]], dict[int, list[PriceBreak]]]:
    agreed_list = CompanyPriceList.objects.filter(company=company).values("price_list")
    prices = (
        Price.objects.filter(product__in=set(product_ids))
        .filter(Q(price_list__in=agreed_list) | Q(price_list__is_default=True))
        .order_by("product_id", "from_quantity")
        .values_list("product_id", "price_list__is_default", "from_quantity", "unit_price")
    )
    agreed: dict[int, list[tuple[int, Decimal]]] = {}
    everybodys: dict[int, list[tuple[int, Decimal]]] = {}
    for product_id, is_default, from_quantity, unit_price in prices:
        (everybodys if is_default else agreed).setdefault(product_id, []).append((from_quantity, unit_price))
    return _tables(agreed), _tables(everybodys)


def plain_price(*, company: Company) -> Coalesce:
    """The same price before any volume price as an expression over products, to sort them by."""
    agreed, everybodys = Q(price_list__companies__company=company), Q(price_list__is_default=True)
    return Coalesce(_lowest_step(agreed), _lowest_step(everybodys))


def plain_prices(product_ids: Iterable[int], *, company: Company) -> dict[int, Decimal]:
    """The unit price by product before any volume price; one query."""
    return {product_id: table[0].unit_price for product_id, table in price_tables(product_ids, company=company).items()}


def _lowest_step(in_list: Q) -> Subquery:
    prices = Price.objects.filter(in_list, product=OuterRef("pk")).order_by("from_quantity")
    return Subquery(prices.values("unit_price")[:1])


def _tables(prices: Mapping[int, list[tuple[int, Decimal]]]) -> dict[int, list[PriceBreak]]:
    return {product_id: _table(rows) for product_id, rows in prices.items()}


def _table(rows: list[tuple[int, Decimal]]) -> list[PriceBreak]:
    plain = rows[0][1]
    return [PriceBreak(from_quantity, unit_price, _saving(plain, unit_price)) for from_quantity, unit_price in rows]


def _saving(plain: Decimal, unit_price: Decimal) -> int:
    """Whole percent of the plain price, rounded down: no saving is promised that is not there."""
    return max(int((plain - unit_price) * 100 / plain), 0) if plain else 0


def _line_price(
    product_id: int, quantity: int, table: list[PriceBreak], volume_counts: bool, *, list_price: Decimal | None
) -> LinePrice:
    within = [row for row in table if row.from_quantity <= quantity] if volume_counts else []
    beyond = [row for row in table if row.from_quantity > quantity] if volume_counts else []
    applied = within[-1] if within else table[0]
    next_break = next((row for row in beyond if row.unit_price < applied.unit_price), None)
    return LinePrice(
        product_id=product_id,
        quantity=quantity,
        unit_price=applied.unit_price,
        plain_price=table[0].unit_price,
        line_total=round_money(applied.unit_price * quantity),
        list_price=list_price,
        next_break=next_break,
    )
