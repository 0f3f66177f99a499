from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shop.companies.models import Company
from shop.demo.agreements import plan_prices
from shop.demo.catalogue import plan_catalogue
from shop.demo.companies import plan_companies
from shop.demo.histories.kinds import HISTORIES
from shop.demo.histories.market import Market
from shop.demo.services.load_catalogue import load_catalogue
from shop.demo.services.load_companies import load_companies, load_prices
from shop.demo.services.load_orders import load_orders
from shop.demo.services.load_spending import load_spending
from shop.inspiration.services.load_inspiration_demo import load_inspiration_demo


class ShopNotEmptyError(Exception):
    """There are companies already, and the demo is not mixed with them; nothing changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """How much was written."""

    products: int
    companies: int
    orders: int


@transaction.atomic
def load_demo(*, seed: int, as_of: date) -> Loaded:
    """Fill an empty shop with the demo company's range, its customers and their orders up to the day before.

    The same seed and day give the same shop. Raises ShopNotEmptyError.
    """
    if Company.objects.exists():
        raise ShopNotEmptyError(_("The shop already has companies; the demo fills an empty shop only."))
    now = timezone.make_aware(datetime.combine(as_of, time.min))
    planned_products = plan_catalogue(seed=seed, as_of=as_of)
    planned_companies = plan_companies(seed=seed, as_of=as_of)
    book = plan_prices(planned_products, planned_companies)
    market = Market(planned_products)
    histories = {
        each.number: HISTORIES[each.kind](
            market, random.Random(f"{seed}/history/{each.number}"), each.firm.headcount, as_of - timedelta(days=1)
        )
        for each in planned_companies
    }
    products = load_catalogue(planned_products, now=now)
    companies = load_companies(
        planned_companies,
        as_of=as_of,
        first_orders={number: history[0].day for number, history in histories.items() if history},
    )
    load_prices(book, products=products, companies=companies)
    orders = load_orders(
        [(each, histories[each.planned.number]) for each in companies],
        catalogue=market.by_sku,
        products=products,
        book=book,
        seed=seed,
        now=now,
    )
    load_spending(companies, seed=seed, now=now)
    load_inspiration_demo()
    return Loaded(products=len(products), companies=len(companies), orders=orders)
