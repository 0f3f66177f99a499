from __future__ import annotations

import pytest
from django.urls import reverse

from segmentation.testing import override_features
from tests.factories import CompanyMemberFactory, UserFactory
from tests.shop.storefront.trading import HTMX, fill_cart, log_in, make_goods, volume_price

pytestmark = pytest.mark.django_db


def test_visitor_is_sent_to_the_log_in_and_back(client):
    response = client.get("/cart/")

    assert (response.status_code, response.url) == (302, f"{reverse('login')}?next=/cart/")


def test_person_without_a_company_is_told_so(client):
    client.force_login(UserFactory())

    response = client.get("/cart/")

    assert (response.status_code, response.templates[0].name) == (403, "shop/cart/no_company.html")


def test_empty_cart_points_to_the_products():
    client, _member = log_in()

    assert "Your cart is empty" in client.get("/cart/").text


def test_lines_are_priced_and_totalled():
    client, member = log_in()
    fill_cart(member, make_goods(2, price="100.00"), quantity=2)

    response = client.get("/cart/")
    totals = response.context["contents"].totals

    assert [str(amount) for amount in (totals.net, totals.freight, totals.vat, totals.total)] == [
        "400.00",
        "59.00",
        "114.75",
        "573.75",
    ]


def test_page_says_how_much_is_missing_to_free_freight():
    client, member = log_in()
    fill_cart(member, make_goods(1, price="100.00"), quantity=2)

    text = " ".join(client.get("/cart/").text.split())

    assert "DKK 800.00 more and the freight is free." in text


@pytest.mark.parametrize(("is_on", "shown"), [(True, 1), (False, 0)])
def test_next_volume_price_is_hinted_where_volume_prices_are_on(is_on, shown):
    client, member = log_in()
    [product] = make_goods(1, price="7.00")
    volume_price(product, from_quantity=10, unit_price="5.95")
    fill_cart(member, [product], quantity=8)

    with override_features(volume_prices=is_on):
        text = " ".join(client.get("/cart/").text.split())

    assert text.count("2 more and each is DKK 5.95") == shown


def test_volume_price_counts_from_its_quantity():
    client, member = log_in()
    [product] = make_goods(1, price="7.00")
    volume_price(product, from_quantity=10, unit_price="5.95")
    fill_cart(member, [product], quantity=10)

    with override_features(volume_prices=True):
        [item] = client.get("/cart/").context["contents"].lines

    assert (str(item.price.unit_price), str(item.price.line_total)) == ("5.95", "59.50")


def test_hint_is_not_given_for_more_than_there_is():
    client, member = log_in()
    [product] = make_goods(1, price="7.00", available=9)
    volume_price(product, from_quantity=10, unit_price="5.95")
    fill_cart(member, [product], quantity=8)

    with override_features(volume_prices=True):
        assert [row.more_for_break for row in client.get("/cart/").context["rows"]] == [0]


def test_hint_respects_the_step_of_the_product():
    client, member = log_in()
    [product] = make_goods(1, price="7.00", quantity_multiple=4)
    volume_price(product, from_quantity=10, unit_price="5.95")
    fill_cart(member, [product], quantity=8)

    with override_features(volume_prices=True):
        assert [row.more_for_break for row in client.get("/cart/").context["rows"]] == [4]


def test_short_line_is_told_in_words_and_stops_the_order():
    client, member = log_in()
    fill_cart(member, make_goods(1, available=3), quantity=5)

    text = client.get("/cart/").text

    assert ("Only 3 in stock." in text, reverse("checkout") in text) == (True, False)


def test_viewer_is_told_that_they_may_not_order():
    client, member = log_in(CompanyMemberFactory(role="viewer"))
    fill_cart(member, make_goods(1))

    text = client.get("/cart/").text

    assert ("but not order" in text, reverse("checkout") in text) == (True, False)


def test_htmx_gets_the_cart_alone_with_the_number_in_the_header():
    client, member = log_in()
    fill_cart(member, make_goods(3))

    text = client.get("/cart/", headers=HTMX).text

    assert ("<html" in text, 'id="cart"' in text, 'id="cart-count"' in text) == (False, True, True)


def test_cart_of_another_person_of_the_company_stays_theirs():
    colleague = CompanyMemberFactory()
    fill_cart(colleague, make_goods(1))
    client, _member = log_in(CompanyMemberFactory(company=colleague.company))

    assert client.get("/cart/").context["rows"] == []


def test_page_is_not_kept_by_any_cache():
    client, _member = log_in()

    assert "no-store" in client.get("/cart/").headers["Cache-Control"]


@pytest.mark.parametrize("lines", [1, 200])
def test_cart_page_takes_the_same_queries_for_any_number_of_lines(lines, django_assert_num_queries):
    client, member = log_in()
    fill_cart(member, make_goods(lines))
    client.get("/cart/")

    with django_assert_num_queries(9):
        client.get("/cart/")
