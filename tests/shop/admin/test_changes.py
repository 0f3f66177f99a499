from __future__ import annotations

import re

import pytest
from django.urls import reverse

from shop.catalogue.models import Category, Product
from shop.orders.models import Order, ReturnLine
from shop.stock.models import StockMovement
from shop.stock.selectors import available_of
from tests.factories import (
    CategoryFactory,
    OrderFactory,
    OrderLineFactory,
    ProductFactory,
    StockItemFactory,
    UserFactory,
)
from tests.shop.admin.conftest import fields_of
from tests.shop.orders.conftest import make_buyer

pytestmark = pytest.mark.django_db


def step_buttons(page):
    return re.findall(r'name="shop_orders_order_(\w+)"', page.content.decode())


def order_page(order):
    return reverse("admin:shop_orders_order_change", args=[order.pk])


@pytest.mark.parametrize(
    ("state", "buttons"),
    [
        ("placed", ["confirm_order", "cancel_order"]),
        ("confirmed", ["ship_order", "cancel_order"]),
        ("shipped", ["deliver_order"]),
        ("delivered", []),
        ("cancelled", []),
    ],
)
def test_an_order_offers_the_steps_it_can_take(office, state, buttons):
    assert step_buttons(office.get(order_page(OrderFactory(state=state)))) == buttons


def press(office, order, button):
    page = office.get(order_page(order))
    return office.post(
        order_page(order), fields_of(page, "order_form") | {f"shop_orders_order_{button}": "1"}, follow=True
    )


def test_a_button_moves_the_order_on_in_the_name_of_who_pressed_it(office, boss):
    order = OrderFactory()

    page = press(office, order, "confirm_order")

    order.refresh_from_db()
    assert (order.state, order.events.get().by) == ("confirmed", boss)
    assert [str(message) for message in page.context["messages"]] == ["1 order is “Confirmed” now."]


def test_the_cancel_button_gives_the_stock_back(office):
    product = ProductFactory(price="1.00", available=5)
    order = make_buyer().put(product, 2).order()

    press(office, order, "cancel_order")

    assert available_of([product.pk]) == {product.pk: 5}


def test_a_button_pressed_on_an_old_page_is_told_that_it_is_too_late(office):
    order = OrderFactory()
    page = office.get(order_page(order))
    Order.objects.update(state="shipped")

    answer = office.post(
        order_page(order), fields_of(page, "order_form") | {"shop_orders_order_cancel_order": "1"}, follow=True
    )

    assert Order.objects.get().state == "shipped"
    assert ["cannot become" in str(message) for message in answer.context["messages"]] == [True]


def test_several_orders_are_moved_on_from_the_list_and_the_others_are_told(office):
    orders = [OrderFactory(), OrderFactory(), OrderFactory(state="delivered")]

    page = office.post(
        reverse("admin:shop_orders_order_changelist"),
        {"action": "confirm_orders", "_selected_action": [order.pk for order in orders]},
        follow=True,
    )

    assert sorted(Order.objects.values_list("state", flat=True)) == ["confirmed", "confirmed", "delivered"]
    assert len(page.context["messages"]) == 2


def test_what_was_agreed_cannot_be_changed(office):
    order = OrderFactory(note="Ring the bell")

    office.post(order_page(order), {"note": "Do not", "total": "1.00", "state": "delivered"})

    order.refresh_from_db()
    assert (order.note, str(order.total), order.state) == ("Ring the bell", "198.75", "placed")


def test_who_may_only_view_orders_gets_no_buttons(client):
    from django.contrib.auth.models import Permission

    looker = UserFactory(is_staff=True)
    looker.user_permissions.add(Permission.objects.get(codename="view_order"))
    client.force_login(looker)
    order = OrderFactory()

    assert step_buttons(client.get(order_page(order))) == []
    client.post(order_page(order), {"shop_orders_order_confirm_order": "1"})
    assert Order.objects.get().state == "placed"


@pytest.fixture
def sent_line():
    return OrderLineFactory(order__state="shipped", product=ProductFactory(available=0), quantity=5)


def test_a_sent_line_leads_to_recording_its_return(office, sent_line):
    link = f"{reverse('admin:shop_orders_returnline_add')}?order_line={sent_line.pk}"

    assert link in office.get(order_page(sent_line.order)).content.decode()
    assert office.get(link).context["adminform"].form["order_line"].value() == str(sent_line.pk)


def test_a_return_is_recorded_with_stock_and_credit(office, boss, sent_line):
    url = reverse("admin:shop_orders_returnline_add")

    office.post(url, {"order_line": sent_line.pk, "quantity": 2, "reason": "Broken"})

    recorded = ReturnLine.objects.get()
    assert (recorded.quantity, str(recorded.credit), recorded.reason) == (2, "20.00", "Broken")
    assert recorded.recorded_by == boss
    assert available_of([sent_line.product_id]) == {sent_line.product_id: 2}


def test_a_return_of_too_much_is_explained(office, sent_line):
    url = reverse("admin:shop_orders_returnline_add")

    page = office.post(url, {"order_line": sent_line.pk, "quantity": 6, "reason": ""})

    assert page.context["adminform"].form.errors == {"quantity": ["Of this line, 5 can still be returned."]}
    assert ReturnLine.objects.count() == 0


def test_a_new_number_in_stock_is_noted_as_a_count(office, boss):
    item = StockItemFactory(available=10)
    url = reverse("admin:shop_stock_stockitem_change", args=[item.pk])

    office.post(url, {"available": 7, "restock_on": "2026-04-01"})

    item.refresh_from_db()
    assert (item.available, str(item.restock_on)) == (7, "2026-04-01")
    assert list(StockMovement.objects.values_list("change", "cause", "reference")) == [(-3, "count", str(boss))]


def test_a_product_leads_to_counting_its_stock(office):
    item = StockItemFactory()

    page = office.get(reverse("admin:shop_catalogue_product_change", args=[item.product_id]))

    assert reverse("admin:shop_stock_stockitem_change", args=[item.pk]) in page.content.decode()


def test_a_new_product_can_be_counted_in_at_once(office):
    page = office.get(reverse("admin:shop_catalogue_product_add"))
    product = ProductFactory.build()
    fields = fields_of(page, "product_form") | {
        "sku": "NEW-1",
        "name": "New",
        "slug": "new",
        "category": CategoryFactory().pk,
        "brand": ProductFactory().brand_id,
        "unit": product.unit,
    }

    office.post(reverse("admin:shop_catalogue_product_add"), fields)

    assert Product.objects.get(sku="NEW-1").stock.available == 0


def category_fields(**changes):
    return {"name": "Chairs", "slug": "chairs", "description": "", "parent": ""} | changes


def test_a_category_is_put_below_another(office):
    office_category = CategoryFactory(name="Office")

    office.post(reverse("admin:shop_catalogue_category_add"), category_fields(parent=office_category.pk))

    assert Category.objects.get(slug="chairs").get_parent() == office_category


def test_a_category_is_put_at_the_top(office):
    office.post(reverse("admin:shop_catalogue_category_add"), category_fields())

    assert Category.objects.get(slug="chairs").is_root()


def move(office, category, **changes):
    url = reverse("admin:shop_catalogue_category_change", args=[category.pk])
    return office.post(url, category_fields(name=category.name, **changes))


def test_a_category_is_moved_with_those_below_it(office):
    old, new = CategoryFactory(name="A"), CategoryFactory(name="B")
    chairs = CategoryFactory(name="Chairs", slug="chairs", parent=old)
    stools = CategoryFactory(name="Stools", parent=chairs)

    move(office, chairs, parent=new.pk)

    stools.refresh_from_db()
    assert [above.name for above in stools.get_ancestors()] == ["B", "Chairs"]


def test_a_category_is_moved_to_the_top(office):
    chairs = CategoryFactory(name="Chairs", slug="chairs", parent=CategoryFactory(name="A"))

    move(office, chairs)

    chairs.refresh_from_db()
    assert chairs.is_root()


def test_a_category_cannot_be_put_below_itself(office):
    chairs = CategoryFactory(name="Chairs", slug="chairs")
    stools = CategoryFactory(name="Stools", parent=chairs)

    page = move(office, chairs, parent=stools.pk)

    assert list(page.context["adminform"].form.errors) == ["parent"]


def test_a_new_name_sorts_a_category_anew_and_keeps_its_key(office):
    chairs = CategoryFactory(name="Chairs", slug="chairs")
    CategoryFactory(name="Desks")
    url = reverse("admin:shop_catalogue_category_change", args=[chairs.pk])

    office.post(url, category_fields(name="Seats", slug="seats"))

    assert list(Category.get_tree().values_list("name", "slug")[1:]) == [("Seats", "chairs")]
