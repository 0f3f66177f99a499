from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from segmentation.testing import override_features
from shop.orders.models import Order, OrderEvent, OrderState
from shop.orders.services import record_return
from tests.factories import CompanyMemberFactory, OrderFactory
from tests.shop.storefront.trading import HTMX, log_in, make_goods, old_order

pytestmark = pytest.mark.django_db


def numbers(response) -> list[str]:
    return [order.number for order in response.context["page"].object_list]


def make_orders(member, count: int) -> None:
    for number in range(count):
        OrderFactory(
            company=member.company,
            placed_by=member.user,
            number=f"2026-{number:06d}",
            placed_at=datetime(2026, 3, 2, tzinfo=UTC) + timedelta(days=number),
        )


def test_history_has_the_newest_first_twenty_a_page():
    client, member = log_in()
    make_orders(member, 21)

    assert numbers(client.get("/orders/"))[0] == "2026-000020"
    assert numbers(client.get("/orders/?page=2")) == ["2026-000000"]


def test_history_has_the_orders_of_colleagues_and_no_strangers():
    client, member = log_in()
    colleague = CompanyMemberFactory(company=member.company)
    own, theirs = OrderFactory(company=member.company), OrderFactory(company=member.company, placed_by=colleague.user)
    OrderFactory()

    assert sorted(numbers(client.get("/orders/"))) == sorted([own.number, theirs.number])


def test_history_is_filtered_by_state():
    client, member = log_in()
    shipped = OrderFactory(company=member.company, state="shipped")
    OrderFactory(company=member.company)

    assert numbers(client.get("/orders/?state=shipped")) == [shipped.number]


@pytest.mark.parametrize("text", ["2026-77", "po 42", " PO 42 "])
def test_history_is_searched_by_either_number(text):
    client, member = log_in()
    found = OrderFactory(company=member.company, number="2026-7700", po_number="Our PO 42")
    OrderFactory(company=member.company)

    assert numbers(client.get("/orders/", {"q": text})) == [found.number]


@pytest.mark.parametrize("query", ["?page=999", "?page=x", "?state=nonsense", "?q=%00", "?q=" + "x" * 200])
def test_history_lives_with_any_address(query):
    client, member = log_in()
    make_orders(member, 1)

    assert client.get(f"/orders/{query}").status_code == 200


def test_history_without_orders_points_to_the_products():
    client, _member = log_in()

    assert "No orders yet" in client.get("/orders/").text


def test_history_without_a_match_offers_all_orders():
    client, member = log_in()
    make_orders(member, 1)

    assert "No order matches" in client.get("/orders/?q=nothing").text


def test_htmx_gets_the_list_alone():
    client, member = log_in()
    make_orders(member, 1)

    text = client.get("/orders/", headers=HTMX).text

    assert ("<html" in text, 'id="orders"' in text) == (False, True)


@pytest.mark.parametrize(("is_on", "links"), [(True, 1), (False, 0)])
def test_order_again_is_offered_where_reorder_is_on(is_on, links):
    client, member = log_in()
    make_orders(member, 1)

    with override_features(reorder=is_on):
        assert client.get("/orders/").text.count('href="/orders/2026-000000/reorder/"') == links
        assert client.get("/orders/2026-000000/").text.count('href="/orders/2026-000000/reorder/"') == links


def test_order_page_shows_lines_totals_and_what_came_back():
    client, member = log_in()
    [product] = make_goods(1)
    order = old_order(member, [product], quantity=5, state="delivered", po_number="PO 42")
    record_return(order.lines.get(), 2, by=None, at=timezone.now(), reason="Scratched")

    text = client.get(f"/orders/{order.number}/").text

    assert [part in text for part in (product.name, "PO 42", "DKK\N{NO-BREAK SPACE}50.00", "Scratched")] == [True] * 4


def test_order_page_shows_what_was_done_and_what_comes():
    client, member = log_in()
    order = old_order(member, make_goods(1), state="confirmed")
    OrderEvent.objects.create(order=order, state="placed", at=order.placed_at)

    timeline = client.get(f"/orders/{order.number}/").context["timeline"]

    assert [(step.state, step.is_done, step.is_now) for step in timeline] == [
        ("placed", True, False),
        ("confirmed", True, True),
        ("shipped", False, False),
        ("delivered", False, False),
    ]


def test_timeline_of_a_cancelled_order_ends_there():
    client, member = log_in()
    order = old_order(member, make_goods(1), state="cancelled")
    OrderEvent.objects.create(order=order, state="placed", at=order.placed_at)
    OrderEvent.objects.create(order=order, state="cancelled", at=timezone.now())

    timeline = client.get(f"/orders/{order.number}/").context["timeline"]

    assert [step.state for step in timeline] == ["placed", "cancelled"]


@pytest.mark.parametrize("state", ["placed", "confirmed"])
def test_order_is_cancelled_and_gives_its_goods_back(state):
    client, member = log_in()
    [product] = make_goods(1, available=10)
    order = old_order(member, [product], quantity=2, state=state)

    response = client.post(f"/orders/{order.number}/cancel/")

    order.refresh_from_db()
    product.stock.refresh_from_db()
    assert (response.url, order.state, product.stock.available) == (order.get_absolute_url(), "cancelled", 12)


@pytest.mark.parametrize("state", ["shipped", "delivered", "cancelled"])
def test_order_that_has_left_cannot_be_cancelled(state):
    client, member = log_in()
    order = old_order(member, make_goods(1), state=state)

    response = client.post(f"/orders/{order.number}/cancel/")

    order.refresh_from_db()
    assert [str(message) for message in get_messages(response.wsgi_request)] == [
        "This order can no longer be cancelled."
    ]
    assert order.state == state


@pytest.mark.parametrize(("state", "offered"), [("placed", True), ("confirmed", True), ("shipped", False)])
def test_cancelling_is_offered_while_it_can_be_done(state, offered):
    client, member = log_in()
    order = old_order(member, make_goods(1), state=state)

    assert (f"/orders/{order.number}/cancel/" in client.get(order.get_absolute_url()).text) is offered


def test_viewer_cannot_cancel():
    client, member = log_in(CompanyMemberFactory(role="viewer"))
    order = old_order(member, make_goods(1))

    client.post(f"/orders/{order.number}/cancel/")

    assert Order.objects.get().state == OrderState.PLACED


@pytest.mark.parametrize(
    ("method", "path"),
    [("get", ""), ("post", "cancel/"), ("get", "placed/"), ("get", "reorder/"), ("post", "reorder/")],
)
def test_strangers_order_is_not_found(method, path):
    _client, stranger = log_in()
    order = old_order(stranger, make_goods(1))
    client, _member = log_in()

    with override_features(reorder=True):
        response = getattr(client, method)(f"/orders/{order.number}/{path}")

    order.refresh_from_db()
    assert (response.status_code, order.state) == (404, "placed")


@pytest.mark.parametrize("path", ["/orders/", "/orders/2026-1/"])
def test_visitor_is_sent_to_the_log_in(client, path):
    assert client.get(path).url.endswith(f"?next={path}")


@pytest.mark.parametrize("orders", [1, 30])
def test_history_takes_the_same_queries_for_any_number_of_orders(orders, django_assert_num_queries):
    client, member = log_in()
    make_orders(member, orders)

    with django_assert_num_queries(7), override_features(reorder=True):
        client.get("/orders/")


@pytest.mark.parametrize("lines", [1, 30])
def test_order_page_takes_the_same_queries_for_any_number_of_lines(lines, django_assert_num_queries):
    client, member = log_in()
    order = old_order(member, make_goods(lines), state="delivered")
    for line in order.lines.all():
        record_return(line, 1, by=None, at=timezone.now())

    with django_assert_num_queries(11), override_features(reorder=True):
        client.get(f"/orders/{order.number}/")
