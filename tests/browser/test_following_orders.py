"""Classes and features follow orders, through the outbox and a real worker, whether or not the broker is there."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Page, expect

from tests.browser.stack import ShopStack, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.worker]


def ask(shop: ShopStack, query: str, *values: Any) -> Any:
    with psycopg.connect(shop.database_url, autocommit=True) as connection:
        cursor = connection.execute(query, values)
        return cursor.fetchone() if cursor.description else None


def customer_key_of(page: Page) -> str:
    return page.request.get("/api/companies/").json()[0]["number"]


def let_days_pass(shop: ShopStack, customer_key: str, days: int) -> None:
    ask(
        shop,
        "UPDATE shop_orders_order SET placed_at = placed_at - make_interval(days => %s) FROM shop_companies_company c"
        " WHERE c.id = company_id AND c.number = %s",
        days,
        customer_key,
    )


def place_order(page: Page, products: list[str]) -> None:
    for address in products:
        page.goto(address)
        page.locator("main form.add-form button[type=submit]").first.click()
        expect(page.locator("#messages")).not_to_be_empty()
    page.goto("/checkout/")
    page.get_by_role("button", name="Place the order").click()
    page.wait_for_url("**/placed/")


def some_products(page: Page) -> list[str]:
    """Addresses of four goods that are in stock."""
    page.goto("/search/?q=tea")
    links = [link.get_attribute("href") or "" for link in page.locator("main a[href^='/product/']").all()]
    found: list[str] = []
    for address in dict.fromkeys(links):
        page.goto(address)
        if page.locator("main").get_by_text("In stock").count() and len(found) < 4:
            found.append(address)
    return found


def standing(shop: ShopStack, customer_key: str) -> tuple[str, int]:
    row = ask(
        shop, "SELECT buyclass, occasions FROM segmentation_customerprofile WHERE customer_key = %s", customer_key
    )
    return (row[0], row[1]) if row else ("", 0)


def navigation(page: Page) -> str:
    page.goto("/")
    return page.locator("header").inner_text()


def test_prospect_becomes_a_routine_buyer(
    open_session: Callable[..., Page], logins: dict[str, str], demo_shop: ShopStack
) -> None:
    buyer = open_session(logins["prospect"])
    key = customer_key_of(buyer)
    products = some_products(buyer)
    assert standing(demo_shop, key) == ("new", 0)
    assert "Quick order" not in navigation(buyer)

    for orders in range(1, 7):
        let_days_pass(demo_shop, key, 14)
        place_order(buyer, products)
        wait_until(lambda n=orders: standing(demo_shop, key)[1] == n, seconds=15, what=f"order {orders} is counted")
    buyclass, occasions = standing(demo_shop, key)

    assert (buyclass, occasions) == ("routine", 6)
    wait_until(lambda: "Quick order" in navigation(buyer), seconds=5, what="the features of a routine buyer")


def test_orders_are_kept_and_classes_right_when_the_broker_was_away(
    open_session: Callable[..., Page], logins: dict[str, str], demo_shop: ShopStack
) -> None:
    buyer = open_session(logins["new"])
    key = customer_key_of(buyer)
    products, before = some_products(buyer), standing(demo_shop, key)[1]

    demo_shop.stop("redis")
    place_order(buyer, products)
    let_days_pass(demo_shop, key, 3)
    place_order(buyer, products)
    waiting = ask(demo_shop, "SELECT count(*) FROM segmentation_outboxentry")
    demo_shop.start_redis()

    assert waiting[0] >= 2
    wait_until(
        lambda: ask(demo_shop, "SELECT count(*) FROM segmentation_outboxentry") == (0,),
        seconds=120,
        what="the outbox is empty",
    )
    assert standing(demo_shop, key)[1] == before + 2
    assert json.loads(demo_shop.manage("classify_customers", "--dry-run", "--format", "json")) == []
