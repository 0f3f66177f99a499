"""An admin sees the shop as somebody else and cannot order there; who looks reads why it is as it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE
from tests.browser.test_accessibility import AXE

pytestmark = pytest.mark.browser

COMPANIES = "/admin/segmentation/customerprofile/?buyclass__exact=routine"
WINDOWS = pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desk", "phone"])


def look_as_a_company(page: Page) -> str:
    """The name of the company the shop is seen as."""
    page.goto(COMPANIES)
    page.goto(page.locator("#result_list a.bc-link").first.get_attribute("href") or "")
    name = page.locator("#bc-how").inner_text()
    page.get_by_role("button", name="See the shop as this company").click()
    expect(page.locator(".bc-preview")).to_contain_text(name)
    return name


def broken_rules(page: Page, selector: str) -> list[tuple[str, str]]:
    page.evaluate(AXE)
    result = page.evaluate("selector => axe.run(selector, {resultTypes: ['violations']})", selector)
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in result["violations"]]


@WINDOWS
def test_looking_as_a_company_cannot_order_and_ends(
    open_session: Callable[..., Page], logins: dict[str, str], viewport: dict[str, int]
) -> None:
    admin = open_session(logins["admin"], viewport=viewport)
    name = look_as_a_company(admin)
    expect(admin.locator("header .tool", has_text=name)).to_have_count(1)
    expect(admin.locator(".bc-preview")).to_be_in_viewport()
    assert admin.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert broken_rules(admin, ".bc-preview") == []

    admin.get_by_role("button", name="Add all to cart").first.click()
    expect(admin.locator(".bc-preview")).to_contain_text("nothing was ordered or changed")
    admin.goto("/cart/")
    expect(admin.locator("main")).to_contain_text("Your cart is empty")

    admin.get_by_role("button", name="End preview").focus()
    admin.keyboard.press("Enter")
    expect(admin.locator("#bc-how")).to_have_text(name)
    admin.goto("/")
    expect(admin.locator(".bc-preview")).to_have_count(0)


def test_without_scripts_it_is_the_same(open_session: Callable[..., Page], logins: dict[str, str]) -> None:
    admin = open_session(logins["admin"], scripts=False)
    admin.goto(COMPANIES)
    admin.goto(admin.locator("#result_list a.bc-link").first.get_attribute("href") or "")
    admin.get_by_role("button", name="See the shop as this company").click()

    admin.goto("/search/?q=coffee")
    admin.goto(admin.locator("main a[href^='/product/']").first.get_attribute("href") or "")
    admin.locator("main .add-form button").click()
    expect(admin.locator("main")).to_contain_text("You only look")
    admin.get_by_role("button", name="End preview").click()
    admin.goto("/")
    expect(admin.locator(".bc-preview")).to_have_count(0)


@WINDOWS
def test_the_panel_says_why_and_keeps_the_rules(
    open_session: Callable[..., Page], logins: dict[str, str], viewport: dict[str, int]
) -> None:
    admin = open_session(logins["admin"], viewport=viewport)
    look_as_a_company(admin)
    admin.get_by_role("link", name="Why is it like this?").click()
    panel = admin.locator(".bc-why")

    expect(panel).to_be_in_viewport()
    expect(panel).to_contain_text("On, because it is made for “Routine buyers”.")
    panel.locator("summary", has_text="other feature").click()
    assert broken_rules(admin, ".bc-why") == []
    assert admin.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    panel.get_by_role("link", name="Close").click()
    expect(panel).to_have_count(0)
    expect(admin.locator(".bc-preview")).to_be_visible()


@WINDOWS
def test_the_reseller_reads_why(
    open_session: Callable[..., Page], logins: dict[str, str], viewport: dict[str, int]
) -> None:
    buyer = open_session(logins["routine"], viewport=viewport)
    buyer.goto("/quick-order/?why")
    expect(buyer.locator(".bc-why")).to_have_count(0)
    buyer.locator("summary", has_text="Why do I see this?").focus()
    buyer.keyboard.press("Enter")
    expect(buyer.get_by_text("“Quick order” is here because you mostly order the same items again.")).to_be_visible()

    buyer.goto("/account/")
    buyer.get_by_role("link", name="Why you see this").click()
    expect(buyer.locator("main li", has_text="“Order again” is here because")).to_be_visible()
    assert broken_rules(buyer, "main") == []
