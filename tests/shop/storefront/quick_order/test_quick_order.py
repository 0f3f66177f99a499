from __future__ import annotations

import csv
import io

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile

from segmentation.cache import clear_published
from segmentation.testing import override_features
from tests.factories import CompanyMemberFactory
from tests.shop.storefront.trading import HTMX, fill_cart, in_cart, log_in, make_goods

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick_order_is_on():
    with override_features(quick_order=True):
        yield


def send(client, lines="", *, action="check", **more):
    mark = client.get("/quick-order/").context["form"]["submission"].value()
    return client.post("/quick-order/", {"submission": mark, "lines": lines, "action": action} | more)


def told(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_checked_lines_show_product_quantity_price_total_and_stock():
    client, _member = log_in()
    [product] = make_goods(1, price="7.00", available=40)

    page = client.get(send(client, f"{product.sku} 3").url)

    [line] = page.context["resolved"].good
    assert (line.product, line.quantity, str(line.price.line_total), line.available) == (product, 3, "21.00", 40)
    assert [part in page.text for part in (product.name, "DKK\N{NO-BREAK SPACE}21.00", "40 in stock")] == [True] * 3


def test_checking_adds_nothing():
    client, member = log_in()
    [product] = make_goods(1)

    send(client, product.sku)

    assert in_cart(member) == {}


def test_bad_lines_say_where_and_why():
    client, _member = log_in()
    [product] = make_goods(1, quantity_multiple=4)

    page = client.get(send(client, f"NOPE 1\n\n{product.sku} 5\n{product.sku} x").url)

    assert [(line.line_no, line.problem.message) for line in page.context["resolved"].bad] == [
        (1, "We have no item with this number."),
        (3, "Sold in steps of 4: 4 or 8 fits."),
        (4, "“x” is not a whole number of 1 or more."),
    ]


def test_good_lines_go_in_and_bad_ones_stay_with_their_text():
    client, member = log_in()
    first, second = make_goods(2)

    response = send(client, f"{first.sku};2\nNOPE;1\n{second.sku};x\n{first.sku.lower()};1", action="add")

    assert in_cart(member) == {first.pk: 3}
    assert told(response) == ["2 of 4 lines added to your cart. The others wait below to be put right."]
    assert client.get("/quick-order/").context["form"]["lines"].value() == f"NOPE;1\n{second.sku};x"


def test_all_good_lines_leave_nothing_behind():
    client, member = log_in()
    [product] = make_goods(1)

    response = send(client, product.sku, action="add")

    assert (told(response), in_cart(member)) == (["1 of 1 line added to your cart."], {product.pk: 1})
    assert client.get("/quick-order/").context["form"]["lines"].value() == ""


def test_same_form_sent_twice_adds_once():
    client, member = log_in()
    [product] = make_goods(1)
    mark = client.get("/quick-order/").context["form"]["submission"].value()
    sent = {"submission": mark, "lines": f"{product.sku} 2", "action": "add"}

    client.post("/quick-order/", sent)
    response = client.post("/quick-order/", sent)

    assert in_cart(member) == {product.pk: 2}
    assert told(response)[-1] == "These lines were added already; nothing was added twice."


def test_stock_counts_what_is_in_the_cart_already():
    client, member = log_in()
    [product] = make_goods(1, available=5)
    fill_cart(member, [product], quantity=4)

    page = client.get(send(client, f"{product.sku} 2").url)

    assert [line.problem.message for line in page.context["resolved"].bad] == ["Only 5 in stock."]


def test_nothing_to_add_is_told():
    client, _member = log_in()

    response = send(client, "  \n ", action="add")

    assert response.context["form"].errors["lines"] == ["Add at least one item: paste lines here, or choose a file."]


def test_file_comes_on_top_of_what_was_typed():
    client, _member = log_in()
    first, second = make_goods(2)
    file = SimpleUploadedFile("order.csv", f"item number;quantity\r\n{second.sku};4\r\n".encode())

    page = client.get(send(client, f"{first.sku} 1", file=file).url)

    assert {line.product: line.quantity for line in page.context["resolved"].good} == {first: 1, second: 4}


def test_file_that_is_refused_leaves_the_typed_lines():
    client, _member = log_in()
    file = SimpleUploadedFile("order.xlsx", b"PK\x03\x04")

    form = send(client, "A-1 1", file=file).context["form"]

    assert form.errors["file"] == [
        "This is not a file we can read. Save it as .csv, .txt, .tsv and try again.",
    ]
    assert form["lines"].value() == "A-1 1"


def test_too_much_text_is_refused_in_words():
    client, _member = log_in()

    response = send(client, "A-1 1\n" * 40_000)

    assert response.context["form"].errors["lines"] == ["That is too much text at once. Please split it up."]


def test_lines_beyond_the_most_are_told_and_not_cut_off():
    client, _member = log_in()
    [product] = make_goods(1, available=5000)

    resolved = client.get(send(client, f"{product.sku} 1\n" * 1001).url).context["resolved"]

    assert [(line.line_no, line.problem.message) for line in resolved.bad] == [
        (1001, "At most 1000 lines at a time; send this one separately.")
    ]


def test_bad_lines_come_as_a_file_that_no_spreadsheet_runs():
    client, _member = log_in()
    send(client, "=1+1 2\n@SUM(A1);x\nNOPE")

    response = client.get("/quick-order/problems.csv")

    rows = list(csv.reader(io.StringIO(response.text.removeprefix("\ufeff")), delimiter=";"))
    assert response.headers["Content-Disposition"] == 'attachment; filename="lines-to-correct.csv"'
    assert rows == [
        ["item number", "quantity", "line", "as entered", "what is wrong"],
        ["'=1+1", "2", "1", "'=1+1 2", "We have no item with this number."],
        ["'@SUM(A1)", "", "2", "'@SUM(A1);x", "“x” is not a whole number of 1 or more."],
        ["NOPE", "1", "3", "NOPE", "We have no item with this number."],
    ]


def test_file_of_bad_lines_can_be_sent_back():
    client, member = log_in()
    [product] = make_goods(1)
    send(client, f"{product.sku} 500")
    corrected = client.get("/quick-order/problems.csv").content.replace(b";500;", b";5;")

    send(client, "", action="add", file=SimpleUploadedFile("lines-to-correct.csv", corrected))

    assert in_cart(member) == {product.pk: 5}


def test_sample_file_can_be_sent_as_it_is():
    client, member = log_in()
    goods = make_goods(3, minimum_quantity=5)

    sample = client.get("/quick-order/sample.csv").content
    send(client, "", action="add", file=SimpleUploadedFile("quick-order.csv", sample))

    assert in_cart(member) == {product.pk: 5 for product in goods}


def test_viewer_adds_nothing_and_is_told_why():
    client, member = log_in(CompanyMemberFactory(role="viewer"))
    [product] = make_goods(1)

    response = send(client, product.sku, action="add")

    assert ("but not order" in told(response)[0], in_cart(member)) == (True, {})


def test_htmx_gets_the_form_and_the_lines_alone():
    client, _member = log_in()

    text = client.get("/quick-order/", headers=HTMX).text

    assert ("<html" in text, 'id="quick-order"' in text) == (False, True)


@pytest.mark.parametrize(
    ("method", "path"), [("get", ""), ("post", ""), ("get", "problems.csv"), ("get", "sample.csv")]
)
def test_every_address_is_closed_without_the_feature(method, path):
    client, _member = log_in()

    with override_features(quick_order=False):
        response = getattr(client, method)(f"/quick-order/{path}")

    assert response.status_code == 404


def test_navigation_has_the_page_only_with_the_feature():
    client, _member = log_in()

    with_it = 'href="/quick-order/"' in client.get("/orders/").text
    with override_features(quick_order=False):
        without_it = 'href="/quick-order/"' in client.get("/orders/").text

    assert (with_it, without_it) == (True, False)


def test_visitor_is_sent_to_the_log_in(client):
    assert client.get("/quick-order/").url.endswith("?next=/quick-order/")


@pytest.mark.parametrize("lines", [1, 30, 1000])
def test_page_takes_the_same_queries_for_any_number_of_lines(lines, django_assert_num_queries):
    client, _member = log_in()
    goods = make_goods(lines)
    send(client, "\n".join(f"{product.sku}\t2" for product in goods))
    clear_published()

    with django_assert_num_queries(11):
        client.get("/quick-order/")


def test_a_thousand_lines_are_added_in_a_bounded_number_of_queries(django_assert_max_num_queries):
    client, member = log_in()
    goods = make_goods(1000)
    mark = client.get("/quick-order/").context["form"]["submission"].value()
    lines = "\n".join(f"{product.sku}\t2" for product in goods)

    with django_assert_max_num_queries(32):
        client.post("/quick-order/", {"submission": mark, "lines": lines, "action": "add"})

    assert in_cart(member) == {product.pk: 2 for product in goods}
