"""WCAG 2.2 AA as far as a machine can tell (axe-core), and the use of the shop by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE
from tests.browser.pages import KINDS, log_in_as, pages_for
from tests.browser.stack import ShopStack

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
STRUCTURE = ["heading-order", "page-has-heading-one", "region", "landmark-unique", "landmark-one-main", "empty-heading"]
FOCUS_IS_SHOWN = """() => {
    const shown = (style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    const at = document.activeElement;
    return at === document.body || shown(getComputedStyle(at)) || shown(getComputedStyle(at, '::after'));
}"""

ASK = "from django.test import Client; visitor = Client(SERVER_NAME='127.0.0.1', enforce_csrf_checks=True);"
GONE = "from shop.catalogue.models import Product; gone = Product.objects.filter(is_active=False)[0];"
FAIL = "from django.test import RequestFactory; from django.views.defaults import server_error;"
ERROR_PAGES = {
    "not found": f"{ASK} print(visitor.get('/nothing-here/').content.decode())",
    "product no longer sold": f"{ASK} {GONE} print(visitor.get(gone.get_absolute_url()).content.decode())",
    "form too old": f"{ASK} print(visitor.post('/login/').content.decode())",
    "shop broken": f"{FAIL} print(server_error(RequestFactory().get('/')).content.decode())",
}
"""How the shop is asked for the pages it shows where it does not show its developers what happened."""


def violations(page: Page) -> list[str]:
    """What is against the rules on the page as it stands, with the element."""
    page.evaluate(AXE)
    found = page.evaluate(
        """async ([tags, names]) => {
            const rules = Object.fromEntries(names.map(name => [name, {enabled: true}]));
            const options = {runOnly: {type: 'tag', values: tags}, rules, resultTypes: ['violations']};
            const result = await axe.run(document, options);
            return result.violations.flatMap(rule => rule.nodes.map(n => `${rule.id}: ${n.html.slice(0, 160)}`));
        }""",
        [RULES, STRUCTURE],
    )
    return list(found)


@pytest.mark.parametrize(
    ("kind", "viewport"), [*((kind, WIDE) for kind in KINDS), *((kind, PHONE) for kind in ("visitor", "mixed"))]
)
def test_pages_keep_the_rules(
    open_session: Callable[..., Page], logins: dict[str, str], kind: str, viewport: dict[str, int]
) -> None:
    page = log_in_as(kind, open_session=open_session, logins=logins, viewport=viewport)
    found = {}
    for name, address in pages_for(page, kind).items():
        page.goto(address)
        found[name] = violations(page)

    assert {name: broken for name, broken in found.items() if broken} == {}


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_error_pages_keep_the_rules(open_session: Callable[..., Page], demo_shop: ShopStack, name: str) -> None:
    no_debug = "from django.conf import settings; settings.DEBUG = False;"
    html = demo_shop.manage("shell", "--no-imports", "-c", f"{no_debug} {ERROR_PAGES[name]}")
    page = open_session(viewport=PHONE)
    page.route("**/as-shown/", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto("/as-shown/")

    assert (violations(page), page.locator("h1").count()) == ([], 1)


def test_pages_keep_the_rules_where_the_computer_is_set_to_dark(
    open_session: Callable[..., Page], logins: dict[str, str]
) -> None:
    page = open_session(logins["mixed"])
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.goto("/")

    assert violations(page) == []


def test_log_in_that_fails_is_told_in_reach(open_session: Callable[..., Page], logins: dict[str, str]) -> None:
    page = open_session()
    page.goto("/login/")
    page.fill("input[name=username]", logins["routine"])
    page.fill("input[name=password]", "wrong")
    page.get_by_role("button", name="Log in").click()

    expect(page.get_by_role("alert")).to_be_focused()
    assert violations(page) == []


def fill_cart(page: Page, lines: str) -> None:
    page.goto("/quick-order/")
    page.fill("textarea[name=lines]", lines)
    page.locator("button[value=add]").click()
    expect(page.locator("#messages")).not_to_be_empty()


def test_cart_with_problems_leads_to_the_lines(open_session: Callable[..., Page], logins: dict[str, str]) -> None:
    page = open_session(logins["mixed"])
    fill_cart(page, "KAF-101 12\nREN-109 4")
    page.goto("/cart/")
    first = page.locator(".trade-cart input[type=number]").first
    first.fill("99999")
    first.press("Enter")
    alert = page.get_by_role("alert")
    expect(alert).to_be_visible()
    broken = violations(page)
    alert.get_by_role("link").first.click()

    assert broken == []
    expect(page.locator("tr.has-problem")).to_be_focused()


def test_checkout_errors_lead_to_their_fields(open_session: Callable[..., Page], logins: dict[str, str]) -> None:
    page = open_session(logins["routine"])
    fill_cart(page, "KAF-101 12")
    page.goto("/checkout/")
    page.locator("input[name=address][value=new]").check()
    page.get_by_role("button", name="Place the order").click()
    alert = page.get_by_role("alert")
    expect(alert).to_be_focused()
    broken = violations(page)
    alert.get_by_role("link", name="City").click()

    assert broken == []
    expect(page.get_by_label("City")).to_be_focused()


def test_lines_of_the_quick_order_keep_the_rules(open_session: Callable[..., Page], logins: dict[str, str]) -> None:
    page = open_session(logins["mixed"])
    page.goto("/quick-order/")
    page.fill("textarea[name=lines]", "MLK-105 12\nNO-SUCH-ITEM 3\nTEA-149 none")
    page.get_by_role("button", name="Check the lines").click()
    expect(page.get_by_role("heading", name="2 lines need a look")).to_be_visible()

    assert violations(page) == []


def test_what_went_into_the_cart_is_announced_in_the_same_place(
    open_session: Callable[..., Page], logins: dict[str, str]
) -> None:
    page = open_session(logins["routine"])
    page.goto("/")
    region = page.locator("#messages").element_handle()
    page.get_by_role("button", name="Add all to cart").first.click()
    expect(page.get_by_role("status").get_by_text("added to your cart")).to_be_visible()

    assert region is not None
    assert (region.evaluate("e => e.isConnected"), violations(page)) == (True, [])


@pytest.mark.parametrize("kind", ["visitor", "mixed"])
def test_every_stop_of_the_tab_key_shows(open_session: Callable[..., Page], logins: dict[str, str], kind: str) -> None:
    page = log_in_as(kind, open_session=open_session, logins=logins)
    page.goto("/")
    hidden = []
    for _stop in range(60):
        page.keyboard.press("Tab")
        if not page.evaluate(FOCUS_IS_SHOWN):
            hidden.append(page.evaluate("document.activeElement.outerHTML.slice(0, 160)"))

    assert hidden == []


def test_first_stop_skips_to_the_content(open_session: Callable[..., Page]) -> None:
    page = open_session()
    page.goto("/products/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_menu_of_a_phone_opens_by_keyboard(open_session: Callable[..., Page]) -> None:
    page = open_session(viewport=PHONE)
    page.goto("/")
    page.locator("summary", has_text="Menu").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(".site-menu nav a").first).to_be_focused()
    page.keyboard.press("Enter")

    page.wait_for_url("**/products/")


def test_large_picture_closes_on_escape_and_gives_the_focus_back(open_session: Callable[..., Page]) -> None:
    page = open_session()
    page.goto("/inspiration/")
    page.locator("main .card__link").first.click()
    opener = page.locator(".gallery a").first
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(opener).to_be_focused()
