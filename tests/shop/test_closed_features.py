"""A feature that is off is closed: nothing leads to it, and its pages and calls are not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from segmentation.registry import features
from segmentation.testing import override_features
from tests.factories import AddressFactory, CompanyMemberFactory, PriceFactory, ProductFactory
from tests.shop.inspiration.conftest import inspiration, make_page, set_value  # noqa: F401
from tests.shop.routes import METHODS, Holdings, routes, send, url_of
from tests.shop.storefront.trading import HTMX, fill_cart, make_goods, old_order, shown_nearby

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Closed:
    """What a feature brings: routes of its own, an entry in the navigation, a part of other answers (as a pattern)."""

    pages: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    navigation: str = ""
    part: str = ""
    part_of: tuple[str, ...] = ()


VOLUME_PRICE = r"511[.,]13"

CLOSED = {
    "reorder": Closed(
        pages=("reorder", "usual-items"),
        calls=("api-order-reorder",),
        part=r"/orders/[^/]+/reorder/",
        part_of=("home", "orders", "order"),
    ),
    "quick_order": Closed(
        pages=("quick-order", "quick-order-problems", "quick-order-sample"),
        calls=("api-quick-order",),
        navigation="/quick-order/",
        part=r"/quick-order/",
        part_of=("home", "catalogue"),
    ),
    "volume_prices": Closed(
        part=VOLUME_PRICE, part_of=("product", "cart", "checkout", "api-product", "api-products", "api-cart")
    ),
    "alternatives": Closed(part=r"The other chair", part_of=("product",)),
    "bought_nearby": Closed(part=r"The neighbours&#x27; lamp", part_of=("catalogue",)),
    "inspiration": Closed(
        pages=("inspiration", "inspiration-page", "inspiration-add-set"),
        navigation="/inspiration/",
        part=r"/inspiration/",
        part_of=("home", "catalogue"),
    ),
}
"""By feature. `wagtail_serve` is closed too, but behind it there is nothing to open."""

OWN_ROUTES = [(key, name) for key, closed in CLOSED.items() for name in (*closed.pages, *closed.calls)]
ELSEWHERE = [(key, name) for key, closed in CLOSED.items() for name in closed.part_of]


@contextmanager
def only(**wanted: bool) -> Iterator[None]:
    """Every feature on but for what is said otherwise."""
    with override_features(**({feature.key: True for feature in features} | wanted)):
        yield


@pytest.fixture
def own(make_page) -> Holdings:  # noqa: F811
    """A buyer with an order of last week, five chairs in the cart at a volume price, and another chair to compare."""
    member = CompanyMemberFactory(role="admin")
    [chair] = make_goods(1, name="Chair")
    PriceFactory(product=chair, from_quantity=5, unit_price=Decimal("511.13"))
    ProductFactory(name="The other chair", category=chair.category, brand=chair.brand, price="12.00", available=5)
    page = make_page("A quiet room", body=[("product_set", set_value([chair]))])
    assert page.slug == "a-quiet-room"
    fill_cart(member, [chair], quantity=5)
    order = old_order(member, [chair], placed_at=timezone.now())
    lamp = ProductFactory(name="The neighbours' lamp", price="33.00", available=5)
    AddressFactory(company=member.company, is_default=True)
    shown_nearby(member.company, lamp)
    return Holdings(member=member, order=order, address=AddressFactory(company=member.company), product=chair)


@pytest.fixture
def buyer(own) -> Client:
    client = Client()
    client.force_login(own.member.user)
    return client


def statuses(client: Client, name: str, own: Holdings) -> set[int]:
    return {send(client, method, url_of(name, own), sku=own.product.sku).status_code for method in METHODS}


def text_of(client: Client, name: str, own: Holdings) -> str:
    return client.get(url_of(name, own)).text


def test_every_feature_is_in_the_table():
    assert list(CLOSED) == [feature.key for feature in features]


def test_every_route_that_a_feature_closes_is_in_the_table(buyer, own):
    with override_features(**dict.fromkeys(CLOSED, False)):
        # Log-out would end the session, and below inspiration Wagtail's own route never has anything.
        names = {route.name for route in routes()} - {"logout", "wagtail_serve"}
        closed = {name for name in names if _is_closed(buyer, name, own)}
    with only():
        still_closed = {name for name in closed if _is_closed(buyer, name, own)}

    assert closed - still_closed == {name for _key, name in OWN_ROUTES}


def _is_closed(client: Client, name: str, own: Holdings) -> bool:
    return any(_says_closed(send(client, method, url_of(name, own))) for method in ("GET", "POST"))


def _says_closed(response) -> bool:
    """Whether this is the answer of a closed feature, and not of something else that is not there."""
    if response.headers.get("Content-Type", "").startswith("application/json"):
        return "feature_closed" in response.content.decode()
    return "segmentation/feature_closed.html" in [template.name for template in response.templates]


@pytest.mark.parametrize(("key", "name"), OWN_ROUTES)
def test_closed_it_is_not_there_by_any_method(key, name, buyer, own):
    with only(**{key: False}):
        found = statuses(buyer, name, own)

    assert found - {405} == {404}


@pytest.mark.parametrize(("key", "name"), OWN_ROUTES)
def test_open_it_is_there(key, name, buyer, own):
    with only():
        found = statuses(buyer, name, own)

    assert found & {200, 302, 422} != set()


@pytest.mark.parametrize("key", CLOSED)
def test_closed_its_pages_say_so_kindly(key, buyer, own):
    label = features.get(key).label
    with only(**{key: False}):
        texts = [buyer.get(url_of(name, own)) for name in CLOSED[key].pages]

    told = [f"“{label}” is not switched on for you" in answer.text for answer in texts if answer.status_code == 404]
    assert all(told)
    assert len(told) == len([answer for answer in texts if answer.status_code != 405])


@pytest.mark.parametrize("key", CLOSED)
def test_closed_its_calls_say_so_kindly(key, buyer, own):
    with only(**{key: False}):
        answers = [send(buyer, "POST", url_of(name, own)).json() for name in CLOSED[key].calls]

    assert [answer["code"] for answer in answers] == ["feature_closed"] * len(answers)
    assert ["please get in touch" in answer["detail"] for answer in answers] == [True] * len(answers)


@pytest.mark.parametrize("is_on", [True, False])
@pytest.mark.parametrize("key", [key for key, closed in CLOSED.items() if closed.navigation])
def test_its_entry_is_in_the_navigation_only_where_it_is_on(key, is_on, buyer):
    with only(**{key: is_on}):
        navigation = buyer.get("/account/").context["navigation"]

    assert (CLOSED[key].navigation in [entry.url for entry in navigation]) == is_on


@pytest.mark.parametrize(("key", "name"), ELSEWHERE)
def test_open_it_is_part_of_other_answers(key, name, buyer, own):
    with only():
        text = text_of(buyer, name, own)

    assert bool(re.search(CLOSED[key].part, text))


@pytest.mark.parametrize("key", CLOSED)
def test_closed_nothing_of_it_is_left_anywhere(key, buyer, own):
    """Not on any page, nor in any call, nor in what htmx is given."""
    names = [route.name for route in routes() if route.name not in (*CLOSED[key].pages, "api-schema")]
    if key == "bought_nearby":  # the lamp is a product like any other, so not where lamps were asked for
        names = [name for name in names if name not in ("api-products", "api-product")]
    if key == "alternatives":  # the other chair is a product like any other, so only where chairs were not asked for
        names = [name for name in names if name in ("product", "cart", "order", "reorder", "api-product", "api-cart")]
    with only(**{key: False}):
        urls = {name: url_of(name, own) for name in names}
        texts = {name: buyer.get(url).text + buyer.get(url, headers=HTMX).text for name, url in urls.items()}

    assert {name for name, text in texts.items() if re.search(CLOSED[key].part, text)} == set()
