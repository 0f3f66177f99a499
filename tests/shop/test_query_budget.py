"""No page and no call reads more for more rows, and none takes more than twelve queries."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from segmentation.registry import features
from segmentation.testing import override_features
from tests.factories import AddressFactory, CompanyMemberFactory, OrderFactory, PriceFactory
from tests.shop.inspiration.conftest import MakePage, inspiration, make_page, set_value  # noqa: F401
from tests.shop.routes import Holdings, routes, url_of
from tests.shop.storefront.trading import fill_cart, log_in, make_goods, old_order

pytestmark = pytest.mark.django_db

MOST = 12
TRADING = {"home", "category", "product", "search", "cart", "checkout", "orders", "order", "reorder", "quick-order"}
QUERIES = {"search": "?q=chair", "category": "?sort=price", "api-products": "?search=chair"}


@pytest.fixture(autouse=True)
def _everything_switched_on() -> Iterator[None]:
    with override_features(**{feature.key: True for feature in features}):
        yield


def holdings_of_size(rows: int, *, lines: int) -> Holdings:
    """A company with so many lines in its cart and in an order, and so many orders, addresses and people."""
    member = CompanyMemberFactory(role="admin")
    goods = make_goods(lines, name="Chair")
    for product in goods:
        PriceFactory(product=product, from_quantity=5, unit_price=Decimal("9.00"))
    fill_cart(member, goods)
    order = old_order(member, goods, placed_at=timezone.now())
    OrderFactory.create_batch(rows, company=member.company, placed_by=member.user)
    CompanyMemberFactory.create_batch(rows, company=member.company)
    CompanyMemberFactory.create_batch(rows, user=member.user)
    addresses = AddressFactory.create_batch(rows, company=member.company)
    return Holdings(member=member, order=order, address=addresses[0], product=goods[0])


def queries_by_route(own: Holdings) -> dict[str, int]:
    """How many queries each page and call takes that can be asked for, by somebody who has been there before."""
    client, _member = log_in(own.member)
    client.post("/companies/switch/", {"company": own.member.company_id})
    urls = {route.name: url_of(route.name, own) + QUERIES.get(route.name, "") for route in routes()}
    taken = {name: _queries(client, url) for name, url in urls.items()}
    return {name: count for name, count in taken.items() if count is not None}


def _queries(client: Client, url: str) -> int | None:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    return len(queries) if answer.status_code == 200 else None


def test_no_page_reads_more_for_more_rows(make_page: MakePage) -> None:  # noqa: F811
    page = make_page("A quiet room", body=[("product_set", set_value(make_goods(1)))])
    few = queries_by_route(holdings_of_size(1, lines=2))
    page.delete()
    make_page("A quiet room", body=[("product_set", set_value(make_goods(20)))])

    many = queries_by_route(holdings_of_size(30, lines=30))

    assert {name: (few.get(name), count) for name, count in many.items() if count > few.get(name, -1)} == {}


def test_no_page_takes_more_than_twelve_queries_with_a_cart_of_two_hundred_lines(
    make_page: MakePage,  # noqa: F811
) -> None:
    make_page("A quiet room", body=[("product_set", set_value(make_goods(20)))])

    taken = queries_by_route(holdings_of_size(2, lines=200))

    assert {name: count for name, count in taken.items() if count > MOST} == {}
    assert TRADING - taken.keys() == set()
