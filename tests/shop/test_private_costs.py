"""What goods cost the shop, and what is left of a price, is seen by nobody who buys."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from segmentation.registry import features
from segmentation.testing import override_features
from shop.catalogue.models import Product
from shop.orders.models import OrderLine
from tests.factories import AddressFactory, CompanyMemberFactory
from tests.shop.inspiration.conftest import inspiration, make_page, set_value  # noqa: F401
from tests.shop.rest.calling import Caller
from tests.shop.routes import Holdings
from tests.shop.storefront.trading import fill_cart, make_goods, old_order
from tests.shop.test_private_prices import look_around, routes_that_show

pytestmark = pytest.mark.django_db

PRICE, COST, PIECES = Decimal("619.37"), Decimal("467.91"), 3
SECRETS = tuple(str(amount) for amount in (COST, PRICE - COST, COST * PIECES, (PRICE - COST) * PIECES))
"""What one costs and leaves, and what the order cost and left."""


@pytest.fixture(autouse=True)
def _everything_switched_on() -> Iterator[None]:
    with override_features(**{feature.key: True for feature in features}):
        yield


@pytest.fixture
def own(make_page) -> Holdings:  # noqa: F811
    """A company with a chair in its cart and in an order, of which the shop knows the cost."""
    member = CompanyMemberFactory(role="admin")
    [chair] = make_goods(1, name="Chair", price=str(PRICE), unit_cost=COST)
    make_page("A quiet room", body=[("product_set", set_value([chair]))])
    fill_cart(member, [chair], quantity=PIECES)
    order = old_order(member, [chair], quantity=PIECES, placed_at=timezone.now(), net_total=PRICE * PIECES)
    order.lines.update(unit_price=PRICE, line_total=PRICE * PIECES, list_price=PRICE, unit_cost=COST)
    return Holdings(member=member, order=order, address=AddressFactory(company=member.company), product=chair)


def test_no_page_and_no_call_shows_a_cost(own):
    buyer = Client()
    buyer.force_login(own.member.user)

    seen = look_around(buyer, own)

    assert "product" in routes_that_show(seen, (str(PRICE),))
    assert routes_that_show(seen, SECRETS) == set()
    assert {name for name, text in seen.items() if "unit_cost" in text or "list_price" in text} == set()
    assert routes_that_show(look_around(Client(), own), SECRETS) == set()


def test_an_order_placed_by_the_api_is_answered_without_a_cost(own):
    answer = Caller(own.member).post("orders/", {"submission": str(uuid4()), "address": own.address.pk})

    assert (answer.status_code, OrderLine.objects.filter(unit_cost=COST).count()) == (201, 2)
    assert routes_that_show({"api-orders": json.dumps(answer.json())}, SECRETS) == set()


@pytest.mark.parametrize("query", ["?sort=unit_cost", "?ordering=unit_cost", "?unit_cost=467.91"])
def test_nothing_is_found_sorted_or_filtered_by_its_cost(own, query):
    make_goods(3, name="Chair", price="1.00")
    caller = Caller(own.member)
    plain = [each["sku"] for each in caller.client.get("/api/products/").json()["results"]]

    answer = caller.client.get(f"/api/products/{query}")

    assert len(plain) == Product.objects.count() == 4
    assert answer.status_code in (200, 400)
    if answer.status_code == 200:
        assert [each["sku"] for each in answer.json()["results"]] == plain


def test_a_copy_sent_back_does_not_change_a_cost(own):
    caller = Caller(own.member)

    caller.patch(f"cart/lines/{own.product.sku}/", {"quantity": 4, "unit_cost": "1.00", "list_price": "1.00"})
    caller.post(
        "orders/", {"submission": str(uuid4()), "address": own.address.pk, "unit_cost": "1.00", "small_screen": True}
    )

    own.product.refresh_from_db()
    assert (own.product.unit_cost, set(OrderLine.objects.values_list("unit_cost", flat=True))) == (COST, {COST})
