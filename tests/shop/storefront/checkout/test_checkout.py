from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from segmentation.testing import override_features
from shop.companies.models import Address
from shop.orders.models import Order
from shop.stock.models import StockItem
from tests.factories import AddressFactory, CompanyMemberFactory
from tests.shop.storefront.trading import fill_cart, in_cart, log_in, make_goods, volume_price

pytestmark = pytest.mark.django_db


def next_weekday(weekday: int) -> date:
    """The first such day after today, Monday being 0."""
    today = timezone.localdate()
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def filled_in(address: Address, /, **changes: object) -> dict[str, object]:
    return {"submission": str(uuid4()), "address": str(address.pk)} | changes


NEW_ADDRESS = {
    "address": "new",
    "recipient": "Birk A/S",
    "street": "Kajen 4",
    "postcode": "5000",
    "city": "Odense",
    "country": "dk",
}


@pytest.fixture
def buying():
    """A buyer with an address and one product, twice, in the cart."""
    client, member = log_in()
    address = AddressFactory(company=member.company, is_default=True)
    [product] = make_goods(1, price="100.00", available=10)
    fill_cart(member, [product], quantity=2)
    return client, member, address, product


def test_form_offers_the_usual_address_and_says_when_to_pay(buying):
    client, _member, address, _product = buying

    response = client.get("/checkout/")

    assert response.context["form"]["address"].value() == str(address.pk)
    assert "You pay by invoice, 30 days from the day we send the goods." in response.text


def test_order_is_placed_as_filled_in_and_empties_the_cart(buying):
    client, member, address, product = buying
    wished = next_weekday(0)

    response = client.post(
        "/checkout/", filled_in(address, po_number="PO 17", wished_delivery=wished.isoformat(), note="Ring first.")
    )

    order = Order.objects.get()
    assert response.url == f"/orders/{order.number}/placed/"
    assert (order.company, order.placed_by, order.street) == (member.company, member.user, address.street)
    assert (order.po_number, order.wished_delivery, order.note) == ("PO 17", wished, "Ring first.")
    assert (in_cart(member), StockItem.objects.get(product=product).available) == ({}, 8)


def test_same_form_sent_twice_orders_once(buying):
    client, _member, address, _product = buying
    sent = filled_in(address)

    first, second = client.post("/checkout/", sent), client.post("/checkout/", sent)

    assert (Order.objects.count(), second.url) == (1, first.url)


def test_every_form_has_a_submission_of_its_own(buying):
    client, _member, _address, _product = buying

    marks = {client.get("/checkout/").context["form"]["submission"].value() for _visit in range(2)}

    assert [len(marks), {type(UUID(str(mark))) for mark in marks}] == [2, {UUID}]


def test_new_address_is_used_and_not_kept_unless_asked(buying):
    client, member, address, _product = buying

    client.post("/checkout/", filled_in(address) | NEW_ADDRESS)

    order = Order.objects.get()
    assert (order.recipient, order.city, order.country) == ("Birk A/S", "Odense", "DK")
    assert list(member.company.addresses.all()) == [address]


def test_new_address_is_kept_once_when_asked(buying):
    client, member, address, _product = buying
    sent = filled_in(address) | NEW_ADDRESS | {"keep_address": "on"}

    client.post("/checkout/", sent)
    client.post("/checkout/", sent)

    assert list(member.company.addresses.values_list("city", flat=True)) == ["Aarhus", "Odense"]


def test_new_address_needs_its_fields(buying):
    client, _member, address, _product = buying

    response = client.post("/checkout/", filled_in(address, address="new", recipient="Birk", country="DK"))

    assert sorted(response.context["form"].errors) == ["city", "postcode", "street"]
    assert Order.objects.count() == 0


def test_own_address_needs_none_of_the_fields_of_a_new_one(buying):
    client, _member, address, _product = buying

    client.post("/checkout/", filled_in(address, recipient="", street=""))

    assert Order.objects.count() == 1


def test_strangers_address_cannot_be_chosen(buying):
    client, _member, address, _product = buying
    foreign = AddressFactory()

    response = client.post("/checkout/", filled_in(address, address=str(foreign.pk)))

    assert (list(response.context["form"].errors), Order.objects.count()) == (["address"], 0)


@pytest.mark.parametrize(
    ("wished", "words"),
    [
        (timezone.localdate, "Choose a day after today."),
        (lambda: next_weekday(5), "We do not deliver at the weekend. Choose a day from Monday to Friday."),
        (lambda: next_weekday(6), "We do not deliver at the weekend. Choose a day from Monday to Friday."),
        (lambda: timezone.localdate() + timedelta(days=366), "Choose a day within the next twelve months."),
    ],
    ids=["today", "Saturday", "Sunday", "far off"],
)
def test_wished_day_is_a_working_day_ahead(buying, wished, words):
    client, _member, address, _product = buying

    response = client.post("/checkout/", filled_in(address, wished_delivery=wished().isoformat()))

    assert response.context["form"].errors["wished_delivery"] == [words]


def test_mistake_loses_nothing_that_was_entered(buying):
    client, _member, address, _product = buying
    sent = filled_in(address, po_number="PO 17", note="Ring first.", wished_delivery="soon")

    form = client.post("/checkout/", sent).context["form"]

    assert {name: str(form[name].value()) for name in sent} == sent


def test_goods_sold_in_between_bring_back_the_form_with_what_is_there(buying):
    client, member, address, product = buying
    StockItem.objects.filter(product=product).update(available=1)

    response = client.post("/checkout/", filled_in(address, po_number="PO 17"))

    text = response.text
    assert ("Some goods were sold while you were ordering" in text, "Only 1 in stock." in text) == (True, True)
    assert response.context["form"]["po_number"].value() == "PO 17"
    assert (Order.objects.count(), in_cart(member)) == (0, {product.pk: 2})


def test_taking_what_is_available_keeps_the_form_and_orders_nothing_yet(buying):
    client, member, address, product = buying
    StockItem.objects.filter(product=product).update(available=1)

    response = client.post("/checkout/", filled_in(address, po_number="PO 17", action="take_available"))

    assert (Order.objects.count(), in_cart(member)) == (0, {product.pk: 1})
    assert response.context["form"]["po_number"].value() == "PO 17"


def test_taking_what_is_available_of_nothing_goes_back_to_the_cart(buying):
    client, member, address, product = buying
    StockItem.objects.filter(product=product).update(available=0)

    response = client.post("/checkout/", filled_in(address, action="take_available"))

    assert (response.url, in_cart(member)) == ("/cart/", {})


def test_product_no_longer_for_sale_is_told_by_name(buying):
    client, _member, address, product = buying
    product.is_active = False
    product.save()

    response = client.post("/checkout/", filled_in(address))

    assert response.context["form"].non_field_errors() == [f"{product.name} is no longer for sale."]


def test_empty_cart_goes_back_to_the_cart():
    client, _member = log_in()

    assert client.get("/checkout/").url == "/cart/"


@pytest.mark.parametrize("method", ["get", "post"])
def test_viewer_is_told_kindly_and_orders_nothing(method):
    client, member = log_in(CompanyMemberFactory(role="viewer"))
    fill_cart(member, make_goods(1))

    response = getattr(client, method)("/checkout/")

    assert (response.status_code, "You may look, but not order" in response.text) == (403, True)
    assert Order.objects.count() == 0


def test_company_that_may_not_order_is_told_so():
    client, _member = log_in(CompanyMemberFactory(company__is_active=False))

    response = client.get("/checkout/")

    assert (response.status_code, "This company cannot order right now" in response.text) == (403, True)


def test_visitor_is_sent_to_the_log_in(client):
    assert client.get("/checkout/").url.endswith("?next=/checkout/")


def test_confirmation_names_the_order_and_the_due_date(buying):
    client, _member, address, _product = buying

    text = client.post("/checkout/", filled_in(address), follow=True).text

    assert (Order.objects.get().number in text, "Thank you for your order" in text) == (True, True)


def test_confirmation_of_a_strangers_order_is_not_found(buying):
    client, _member, address, _product = buying
    client.post("/checkout/", filled_in(address))
    stranger, _other = log_in()

    assert stranger.get(f"/orders/{Order.objects.get().number}/placed/").status_code == 404


@pytest.mark.parametrize("lines", [1, 200])
def test_checkout_takes_the_same_queries_for_any_number_of_lines(lines, django_assert_num_queries):
    client, member = log_in()
    AddressFactory(company=member.company)
    fill_cart(member, make_goods(lines))

    with django_assert_num_queries(11):
        client.get("/checkout/")


@pytest.mark.parametrize("lines", [1, 30])
def test_placing_an_order_takes_the_same_queries_for_any_number_of_lines(lines, django_assert_num_queries):
    client, member = log_in()
    address = AddressFactory(company=member.company)
    fill_cart(member, make_goods(lines))

    with django_assert_num_queries(26):
        client.post("/checkout/", filled_in(address))


def test_nobody_pays_a_price_that_the_page_did_not_show(buying):
    """The buyer opens the page, volume prices are switched off for them meanwhile, and they order."""
    client, member, address, product = buying
    volume_price(product, from_quantity=2, unit_price="90.00")
    with override_features(volume_prices=True):
        shown = seen_total(client.get("/checkout/"))

    with override_features(volume_prices=False):
        refused = client.post("/checkout/", filled_in(address, seen_total=shown))
        told = refused.context["form"].non_field_errors()[0].replace("\N{NO-BREAK SPACE}", " ")
        kept = (Order.objects.count(), in_cart(member))
        client.post("/checkout/", filled_in(address, seen_total=seen_total(refused)))

    assert (shown, seen_total(refused)) == ("298.75", "323.75")
    assert told.startswith("Your order now comes to DKK 323.75 instead of DKK 298.75")
    assert kept == (0, {product.pk: 2})
    assert Order.objects.get().total == Decimal("323.75")


def seen_total(page) -> str:
    return re.search(r'name="seen_total"\s+value="([^"]+)"', page.content.decode())[1]


@pytest.mark.parametrize("sent", ["1E+999999", "much", "NaN"])
def test_total_that_is_no_amount_orders_nothing_and_says_so(buying, sent):
    client, member, address, product = buying
    page = client.post("/checkout/", filled_in(address, seen_total=sent))

    assert (page.status_code, Order.objects.count(), in_cart(member)) == (200, 0, {product.pk: 2})
    assert 'class="message message--error form-errors"' in page.content.decode()
