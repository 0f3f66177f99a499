"""What the features of the shop can be set to is what its pages show."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from segmentation.testing import override_features
from tests.shop.storefront.trading import log_in, make_goods, old_order, volume_price

pytestmark = pytest.mark.django_db


def test_so_many_usual_items_stand_on_the_front_page() -> None:
    client, member = log_in()
    old_order(member, make_goods(5), placed_at=timezone.now() - timedelta(days=3))

    with override_features(reorder={"items": 2}):
        blocks = client.get("/").context["blocks"]

    assert [len(block.content["rows"]) for block in blocks if block.name == "usual_order"] == [2]


def test_so_many_alternatives_stand_beside_a_product() -> None:
    client, _member = log_in()
    product, *_others = make_goods(7)

    with override_features(alternatives={"products": 5}):
        page = client.get(product.get_absolute_url())

    assert len(page.context["comparison"].offers) == 6


def test_so_many_lines_is_the_box_of_quick_order_high() -> None:
    client, _member = log_in()

    with override_features(quick_order={"lines": 25}):
        page = client.get("/quick-order/").content.decode()

    assert 'rows="25"' in page


def test_so_many_volume_prices_are_told_on_the_front_page() -> None:
    client, member = log_in()
    goods = make_goods(2)
    old_order(member, goods, placed_at=timezone.now() - timedelta(days=3))
    for quantity, price in ((5, "9.10"), (10, "8.20"), (20, "7.30")):
        volume_price(goods[0], from_quantity=quantity, unit_price=price)

    with override_features(volume_prices={"steps": 2}):
        page = client.get("/").content.decode()

    assert ("9.10" in page, "8.20" in page, "7.30" in page) == (True, True, False)
