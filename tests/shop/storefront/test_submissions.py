from __future__ import annotations

import pytest
from django.test import Client

from segmentation.testing import override_features
from shop.orders.models import Order
from tests.factories import AddressFactory
from tests.shop.side_by_side import at_once
from tests.shop.storefront.trading import fill_cart, in_cart, log_in, make_goods, old_order

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def twins(client: Client, path: str, sent: dict[str, object]) -> list[int]:
    """The status codes of the same form, sent by the same browser four times at once."""

    def send():
        twin = Client()
        twin.cookies = client.cookies
        return twin.post(path, sent).status_code

    return at_once(*[send] * 4)


@override_features(quick_order=True)
def test_quick_order_sent_at_once_adds_once():
    client, member = log_in()
    [product] = make_goods(1)
    mark = client.get("/quick-order/").context["form"]["submission"].value()

    codes = twins(client, "/quick-order/", {"submission": mark, "lines": f"{product.sku} 2", "action": "add"})

    assert (codes, in_cart(member)) == ([302] * 4, {product.pk: 2})


@override_features(reorder=True)
def test_reorder_sent_at_once_adds_once():
    client, member = log_in()
    [product] = make_goods(1)
    old = old_order(member, [product], quantity=2)
    page = client.get(f"/orders/{old.number}/reorder/").context

    codes = twins(
        client,
        f"/orders/{old.number}/reorder/",
        {"submission": page["submission"], "take": [row.key for row in page["rows"]]},
    )

    assert (codes, in_cart(member)) == ([302] * 4, {product.pk: 2})


def test_checkout_sent_at_once_orders_once():
    client, member = log_in()
    address = AddressFactory(company=member.company)
    fill_cart(member, make_goods(1))
    mark = client.get("/checkout/").context["form"]["submission"].value()

    codes = twins(client, "/checkout/", {"submission": str(mark), "address": str(address.pk)})

    assert (codes, Order.objects.count()) == ([302] * 4, 1)
