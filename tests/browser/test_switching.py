"""An admin moves a switch, and other people's sessions follow."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stack import ShopStack, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.worker]

AT_ONCE = 5.0
"""Seconds a logged-in person may wait for a switch."""


def move_switch(admin: Page, state: str) -> float:
    """When the switch of quick order for routine buyers was saved in this state."""
    admin.goto("/admin/segmentation/featurerule/")
    admin.locator("[data-cell='rule:quick_order:routine']").press({"off": "0", "on": "1", "inherit": "Delete"}[state])
    with admin.expect_navigation():
        admin.get_by_role("button", name="Save now").click()
    return time.monotonic()


def offers_quick_order(page: Page) -> bool:
    page.goto("/")
    return page.get_by_role("link", name="Quick order", exact=True).count() > 0


def ask_api(page: Page) -> int:
    """The status that the API of quick order answers a real order line with."""
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "csrftoken")
    lines = {"lines": [{"sku": "PPR-202", "quantity": 1}]}
    return page.request.post("/api/quick-order/", data=lines, headers={"X-CSRFToken": token}).status


def test_switched_off_for_routine_buyers_is_gone_and_comes_back(
    open_session: Callable[..., Page], logins: dict[str, str]
) -> None:
    buyer, admin = open_session(logins["routine"]), open_session(logins["admin"])
    assert offers_quick_order(buyer)

    saved = move_switch(admin, "off")
    wait_until(lambda: not offers_quick_order(buyer), seconds=AT_ONCE, what="quick order leaves the navigation")
    assert time.monotonic() - saved <= AT_ONCE
    page_answer = buyer.goto("/quick-order/")
    api_status = ask_api(buyer)
    friendly = buyer.locator("main").inner_text()

    assert page_answer is not None
    assert page_answer.status == 404
    assert api_status == 404
    assert "Quick order" in friendly
    expect(buyer.locator("main a").first).to_be_visible()

    move_switch(admin, "inherit")
    wait_until(lambda: offers_quick_order(buyer), seconds=AT_ONCE, what="quick order comes back")
    # Each process of the server looks for itself, and any of them may take the next call.
    wait_until(lambda: ask_api(buyer) == 200, seconds=AT_ONCE, what="the API takes lines again")
    answer = buyer.goto("/quick-order/")
    assert answer is not None
    assert answer.status == 200


def test_switches_move_without_broker_or_worker(
    demo_shop: ShopStack, open_session: Callable[..., Page], logins: dict[str, str]
) -> None:
    buyer, admin = open_session(logins["routine"]), open_session(logins["admin"])
    for name in ("worker", "redis"):
        demo_shop.stop(name)
    try:
        assert offers_quick_order(buyer)

        saved = move_switch(admin, "off")
        wait_until(lambda: not offers_quick_order(buyer), seconds=AT_ONCE, what="quick order leaves the navigation")

        assert time.monotonic() - saved <= AT_ONCE
        said = admin.request.get("/health/", headers={"Accept": "application/json"}).json()["checks"]
        assert (said["switches"], said["broker"], said["cache"]) == ("good", "trouble", "trouble")
    finally:
        move_switch(admin, "inherit")
        demo_shop.start_redis()
        demo_shop.start_worker()


def test_every_move_of_a_switch_is_kept(open_session: Callable[..., Page], logins: dict[str, str]) -> None:
    admin = open_session(logins["admin"])
    move_switch(admin, "off")
    move_switch(admin, "inherit")

    admin.goto("/admin/segmentation/auditentry/")

    latest = admin.locator("#result_list tbody tr").nth(0).inner_text()
    assert "Quick order" in latest
    assert "Routine" in latest
