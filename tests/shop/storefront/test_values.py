"""What the features of the shop can be set to is what its pages show."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from segmentation.services.publish import publish_customers
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.testing import override_features
from tests.segmentation.admin.rows import make_category_profile, make_profile
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


@pytest.mark.parametrize("shown", [True, False])
def test_usual_items_have_prices_where_a_segment_is_to_see_them(shown: bool) -> None:
    client, member = log_in()
    old_order(member, make_goods(2), placed_at=timezone.now() - timedelta(days=3))
    set_feature_rule(feature="reorder", segment="new", state="on", parameters={"prices": shown}, actor=None)

    pages = [client.get(url).text for url in ("/", reverse("usual-items"))]
    front, whole = (page.split('table--stack usual-order">')[1].split("</table>")[0] for page in pages)

    assert [(">Your price<" in page, "10.00" in page) for page in (front, whole)] == [(shown, shown)] * 2


@pytest.mark.parametrize(
    ("said", "told", "untold"),
    [({}, "9&nbsp;%", "0.90"), ({"saving": "percent"}, "9&nbsp;%", "0.90"), ({"saving": "amount"}, "0.90", "9&nbsp;%")],
)
def test_what_is_saved_is_told_as_is_chosen(said: dict[str, str], told: str, untold: str) -> None:
    client, _member = log_in()
    [product] = make_goods(1)
    volume_price(product, from_quantity=5, unit_price="9.10")
    set_feature_rule(feature="volume_prices", segment="new", state="on", parameters=said, actor=None)

    table = client.get(product.get_absolute_url()).text.split('id="volume-prices"')[1].split("</table>")[0]

    assert (told in table, untold in table) == (True, False)


def test_a_choice_in_a_category_goes_by_how_the_company_buys_there() -> None:
    client, member = log_in()
    [product] = make_goods(1)
    volume_price(product, from_quantity=5, unit_price="9.10")
    make_profile(member.company.number, buyclass="new")
    make_category_profile(member.company.number, product.category.slug, buyclass="major")
    publish_customers([member.company.number])
    rule = {"feature": "volume_prices", "state": "on", "actor": None}
    set_feature_rule(segment="new", parameters={"saving": "percent"}, **rule)
    set_feature_rule(segment="major", parameters={"saving": "amount"}, **rule)

    assert client.get(product.get_absolute_url()).context["saving_as"] == "amount"
