from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from segmentation.analysis.reorder import item_statistics, rank_reorders
from segmentation.services.store_reorder_lists import store_reorder_lists
from segmentation.testing import order_frame, override_features
from shop.catalogue.models import Product
from shop.companies.models import Company
from tests.factories import CompanyMemberFactory
from tests.shop.storefront.trading import in_cart, log_in, make_goods, old_order

pytestmark = pytest.mark.django_db

PAGE = "/reorder/"


@pytest.fixture(autouse=True)
def _reorder_is_on():
    with override_features(reorder=True, quick_order=False, volume_prices=False, alternatives=False, inspiration=False):
        yield


def learn(company: Company, *bought: tuple[Product, int, int]) -> None:
    """A reorder list from these purchases: product, days ago, quantity."""
    today = timezone.localdate()
    lines = order_frame(
        [
            {"customer": company.number, "day": today - timedelta(days=ago), "sku": product.sku, "quantity": quantity}
            for product, ago, quantity in bought
        ]
    )
    ranked = rank_reorders(lines, as_of=today, statistics=item_statistics(lines, as_of=today), top=50)
    store_reorder_lists(ranked, customer_keys=[company.number], as_of=today, statistics_version="test")


def rows(client, page: str = PAGE) -> list[tuple[Product, int, str]]:
    response = client.get(page)
    if page == PAGE:
        found = response.context["rows"]
    else:
        [block] = [block for block in response.context["blocks"] if block.name == "usual_order"]
        found = block.content["rows"]
    return [(row.product, row.usual_quantity, row.due) for row, _offer in found]


@pytest.mark.parametrize("page", [PAGE, "/"])
def test_learnt_list_comes_in_its_order_with_its_quantities_and_badges(page):
    client, member = log_in()
    often, once = make_goods(2)
    learn(member.company, (once, 40, 5), *((often, ago, 12) for ago in (45, 40, 35, 30)))

    assert rows(client, page) == [(often, 12, "due"), (once, 5, "due")]


@pytest.mark.parametrize("page", [PAGE, "/"])
def test_without_a_list_the_most_frequent_items_are_shown(page):
    client, member = log_in()
    often, once = make_goods(2)
    old_order(member, [often, once], quantity=3, placed_at=timezone.now() - timedelta(days=9))
    old_order(member, [often], quantity=3, placed_at=timezone.now() - timedelta(days=5))

    assert rows(client, page) == [(often, 3, ""), (once, 3, "")]


def test_reasons_stand_beside_the_items():
    client, member = log_in()
    [product] = make_goods(1)
    learn(member.company, *((product, ago, 24) for ago in (30, 20, 10)))

    text = " ".join(client.get(PAGE).text.split())

    day = timezone.localdate() - timedelta(days=10)
    assert f"Bought 3 times, last on {day.day} {day:%B %Y}, usually 24 at a time;" in text


def test_quantity_is_one_the_product_is_sold_in():
    client, member = log_in()
    [product] = make_goods(1, quantity_multiple=6)
    learn(member.company, (product, 10, 9))

    assert [quantity for _product, quantity, _due in rows(client)] == [12]


def test_what_is_no_longer_for_sale_is_left_out():
    client, member = log_in()
    here, gone = make_goods(2)
    learn(member.company, (here, 10, 1), (gone, 10, 1))
    Product.objects.filter(pk=gone.pk).update(is_active=False)

    assert [product for product, _quantity, _due in rows(client)] == [here]


def test_items_go_into_the_cart_at_once():
    client, member = log_in()
    first, second = make_goods(2)
    learn(member.company, (first, 10, 2), (second, 10, 3))
    page = rows(client)

    client.post("/cart/add/", {f"quantity_{product.pk}": quantity for product, quantity, _due in page})

    assert in_cart(member) == {first.pk: 2, second.pk: 3}


def test_company_that_bought_nothing_is_shown_the_way_to_the_catalogue():
    client, _member = log_in()

    assert "There is nothing here yet" in client.get(PAGE).text


def test_viewer_sees_the_items_and_no_button():
    client, member = log_in(CompanyMemberFactory(role="viewer"))
    [product] = make_goods(1)
    learn(member.company, (product, 10, 2))

    text = client.get(PAGE).text

    assert (product.name in text, "Add all to cart" in text) == (True, False)


def test_page_is_closed_without_the_feature():
    client, _member = log_in()

    with override_features(reorder=False):
        assert client.get(PAGE).status_code == 404


def test_visitor_is_sent_to_the_log_in(client):
    assert client.get(PAGE).url.endswith("?next=/reorder/")


def test_list_of_another_company_is_not_shown():
    client, _member = log_in()
    [product] = make_goods(1, price="3.00")
    learn(CompanyMemberFactory().company, (product, 10, 2))

    assert rows(client) == []


@pytest.mark.parametrize("learnt", [True, False])
@pytest.mark.parametrize("items", [1, 30])
def test_page_takes_eight_queries_for_any_number_of_items(items, learnt, django_assert_num_queries):
    client, member = log_in()
    goods = make_goods(items, price=Decimal("2.00"))
    if learnt:
        learn(member.company, *((product, 10, 2) for product in goods))
    else:
        old_order(member, goods, placed_at=timezone.now())
    client.get(PAGE)

    with django_assert_num_queries(8):
        client.get(PAGE)
