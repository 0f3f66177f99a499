"""What a company pays is seen by that company alone, whoever looked before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import permutations
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from segmentation.registry import features
from segmentation.testing import override_features
from tests.factories import (
    AddressFactory,
    CompanyMemberFactory,
    CompanyPriceListFactory,
    PriceFactory,
    ProductFactory,
)
from tests.shop.inspiration.conftest import inspiration, make_page, set_value  # noqa: F401
from tests.shop.routes import Holdings, routes, url_of
from tests.shop.storefront.trading import HTMX, fill_cart, make_goods, old_order

pytestmark = pytest.mark.django_db

EVERYBODYS = ("619.37", "603.19")
AGREED = {"first": ("523.89", "511.13"), "second": ("731.46", "717.13")}
"""The plain and the volume price of the same product, by who pays it."""

SHOW_PRICES = {
    "home",
    "category",
    "product",
    "search",
    "cart",
    "checkout",
    "quick-order",
    "order",
    "reorder",
    "inspiration-page",
    "api-products",
    "api-product",
    "api-cart",
    "api-order",
    "api-order-reorder",
}
QUERIES = {"search": "?q=chair", "category": "?sort=price", "api-products": "?search=chair"}


@pytest.fixture(autouse=True)
def _everything_switched_on() -> Iterator[None]:
    with override_features(**{feature.key: True for feature in features}):
        yield


@pytest.fixture
def companies(make_page) -> dict[str, Holdings]:  # noqa: F811
    """Two companies with their own prices for the same chair, each with an order and a cart of it."""
    [chair] = make_goods(1, name="Chair", price=EVERYBODYS[0])
    PriceFactory(product=chair, from_quantity=5, unit_price=Decimal(EVERYBODYS[1]))
    stool = ProductFactory(category=chair.category, brand=chair.brand, name="Chair with arms", available=5)
    PriceFactory(product=stool, unit_price=Decimal(EVERYBODYS[0]))
    make_page("A quiet room", body=[("product_set", set_value([chair, stool]))])
    return {who: _company(chair, stool, *amounts) for who, amounts in AGREED.items()}


def _company(chair, stool, plain: str, volume: str) -> Holdings:
    member = CompanyMemberFactory()
    price_list = CompanyPriceListFactory(company=member.company).price_list
    for product in (chair, stool):
        PriceFactory(product=product, price_list=price_list, unit_price=Decimal(plain))
        PriceFactory(product=product, price_list=price_list, from_quantity=5, unit_price=Decimal(volume))
    fill_cart(member, [chair])
    order = old_order(member, [chair], quantity=1, placed_at=timezone.now(), net_total=Decimal(plain))
    order.lines.update(unit_price=Decimal(plain), line_total=Decimal(plain))
    return Holdings(member=member, order=order, address=AddressFactory(company=member.company), product=chair)


def look_around(client: Client, own: Holdings) -> dict[str, str]:
    """What every page and every call of the shop shows, by route; with and without htmx."""
    client.post("/quick-order/", {"lines": own.product.sku, "action": "check", "submission": str(uuid4())})
    seen = {}
    for route in routes():
        url = url_of(route.name, own) + QUERIES.get(route.name, "")
        answers = [client.get(url), client.get(url, headers=HTMX)]
        seen[route.name] = "".join(answer.text for answer in answers if not answer.streaming)
    return seen


def shows(text: str, amounts: tuple[str, ...]) -> bool:
    return any(re.search(amount.replace(".", "[.,]"), text) for amount in amounts)


def routes_that_show(seen: dict[str, str], amounts: tuple[str, ...]) -> set[str]:
    return {name for name, text in seen.items() if shows(text, amounts)}


@pytest.mark.parametrize("order", list(permutations(["first", "second", "visitor"])))
def test_nobody_sees_the_prices_of_another_whoever_looked_before(order, companies):
    clients = {who: Client() for who in order}
    for who, own in companies.items():
        clients[who].force_login(own.member.user)

    # Everybody looks twice, so that what the last one left behind would be seen by the first one too.
    for who in (*order, *order):
        seen = look_around(clients[who], companies.get(who, companies["first"]))
        others = [amounts for other, amounts in AGREED.items() if other != who]
        leaks = {name for amounts in others for name in routes_that_show(seen, amounts)}
        if who == "visitor":
            leaks |= routes_that_show(seen, EVERYBODYS)
        else:
            assert SHOW_PRICES - routes_that_show(seen, AGREED[who]) == set()
        assert leaks == set()


def test_answers_with_prices_are_never_shared_by_a_cache(companies):
    own = companies["first"]
    client = Client()
    client.force_login(own.member.user)
    client.post("/quick-order/", {"lines": own.product.sku, "action": "check", "submission": str(uuid4())})

    answers = {name: client.get(url_of(name, own) + QUERIES.get(name, "")) for name in sorted(SHOW_PRICES)}

    vary = {name for name, answer in answers.items() if "Cookie" in answer.headers.get("Vary", "")}
    private = {name for name, answer in answers.items() if "private" in answer.headers.get("Cache-Control", "")}
    assert (vary, private) == (SHOW_PRICES, SHOW_PRICES)
