"""Pages fit their window, with whole pictures and a quiet console, and everything works without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from tests.browser.conftest import PHONE, WIDE
from tests.browser.pages import KINDS, log_in_as, pages_for

pytestmark = pytest.mark.browser

ZOOMED = {"width": 320, "height": 640}
"""What is left of a usual window when everything is four times as large."""
BROKEN_PICTURES = """async () => {
    const pictures = [...document.images];
    pictures.forEach(picture => { picture.loading = 'eager'; });
    await Promise.all(pictures.map(picture => picture.complete || new Promise(done => {
        picture.onload = picture.onerror = done;
    })));
    return pictures.filter(picture => !picture.naturalWidth && picture.closest('dialog') === null).map(p => p.src);
}"""


def loud(message: ConsoleMessage) -> bool:
    """Errors and warnings, but not the browser's own note that a page answered 403, 404 or 410."""
    return message.type in ("error", "warning") and not message.text.startswith("Failed to load resource")


@pytest.mark.parametrize("kind", KINDS)
def test_pages_fit_whole_and_quiet(open_session: Callable[..., Page], logins: dict[str, str], kind: str) -> None:
    page = log_in_as(kind, open_session=open_session, logins=logins)
    told: list[str] = []
    page.on("console", lambda message: told.append(f"{page.url}: {message.text}") if loud(message) else None)
    page.on("pageerror", lambda error: told.append(f"{page.url}: {error}"))
    too_wide, broken = [], []
    for name, address in pages_for(page, kind).items():
        page.goto(address)
        broken += page.evaluate(BROKEN_PICTURES)
        for window in (WIDE, PHONE, ZOOMED):
            page.set_viewport_size(window)
            if page.evaluate("document.documentElement.scrollWidth") > window["width"]:
                too_wide.append((name, window["width"]))

    assert (too_wide, broken, told) == ([], [], [])


def test_pages_have_titles_of_their_own(open_session: Callable[..., Page], logins: dict[str, str]) -> None:
    page = open_session(logins["mixed"])
    addresses = pages_for(page, "mixed")
    del addresses["sorted category"], addresses["orders without match"], addresses["checkout"]
    titles = {}
    for name, address in addresses.items():
        page.goto(address)
        titles[name] = page.title()

    assert len(set(titles.values())) == len(titles), titles
    assert [name for name, title in titles.items() if "Nordkontor" not in title] == []


def cart_lines(page: Page) -> int:
    page.goto("/cart/")
    return page.locator(".trade-cart tbody tr").count()


def emptied(page: Page) -> Page:
    if cart_lines(page):
        page.get_by_role("button", name="Empty the cart").click()
    return page


def test_order_is_placed_without_scripts(open_session: Callable[..., Page], logins: dict[str, str]) -> None:
    page = emptied(open_session(logins["routine"], scripts=False))
    page.goto("/search/?q=KAF-101")
    page.get_by_role("button", name="Add to cart").first.click()
    expect(page.get_by_role("status").filter(has_text="in your cart now")).to_be_visible()
    page.goto("/cart/")
    page.locator(".trade-cart input[type=number]").fill("3")
    page.get_by_role("button", name="Update").click()
    expect(page.locator(".trade-cart input[type=number]")).to_have_value("3")
    page.get_by_role("link", name="Go to checkout").click()
    page.get_by_role("button", name="Place the order").click()

    expect(page.get_by_role("heading", name="Thank you for your order")).to_be_visible()
    assert cart_lines(page) == 0


def test_line_is_taken_out_of_the_cart_without_scripts(
    open_session: Callable[..., Page], logins: dict[str, str]
) -> None:
    page = emptied(open_session(logins["routine"], scripts=False))
    page.goto("/")
    page.get_by_role("button", name="Add all to cart").first.click()
    before = cart_lines(page)
    page.get_by_role("button", name="Take out").first.click()

    assert cart_lines(page) == before - 1


def test_quick_order_works_without_scripts(open_session: Callable[..., Page], logins: dict[str, str]) -> None:
    page = emptied(open_session(logins["mixed"], scripts=False))
    page.goto("/quick-order/")
    page.fill("textarea[name=lines]", "KAF-101 12\nREN-109 4\nNO-SUCH-ITEM 1")
    page.get_by_role("button", name="Check the lines").click()
    page.get_by_role("button", name="Add 2 lines to the cart").click()

    expect(page.get_by_role("heading", name="1 line needs a look")).to_be_visible()
    assert cart_lines(page) == 2


def test_old_order_is_ordered_again_without_scripts(open_session: Callable[..., Page], logins: dict[str, str]) -> None:
    page = emptied(open_session(logins["mixed"], scripts=False))
    page.goto("/orders/")
    page.get_by_role("link", name="Order again").first.click()
    taken = page.locator("input[name=take]:checked").count()
    page.get_by_role("button", name="Add the ticked lines to the cart").click()

    assert (taken > 0, cart_lines(page)) == (True, taken)


def test_category_is_sorted_without_scripts(open_session: Callable[..., Page]) -> None:
    page = open_session(scripts=False)
    page.goto("/products/printers/")
    page.get_by_label("Sort by").select_option(index=1)
    page.get_by_role("button", name="Show").click()

    assert "sort=" in page.url


def test_address_is_deleted_only_when_asked_twice(open_session: Callable[..., Page], logins: dict[str, str]) -> None:
    page = open_session(logins["mixed"], scripts=False)
    page.goto("/account/addresses/new/")
    for label, text in {"Name of the address": "Pop-up shop", "Recipient": "Pop-up", "Street": "Torvet 1"}.items():
        page.get_by_label(label).fill(text)
    page.get_by_label("Postcode").fill("5000")
    page.get_by_label("City").fill("Odense C")
    page.get_by_role("button", name="Save address").click()
    card = page.locator("main li", has=page.get_by_role("heading", name="Pop-up shop"))
    sure = card.get_by_role("button", name="Yes, delete it")
    expect(sure).to_be_hidden()
    card.locator("summary").click()
    sure.click()

    expect(page.get_by_role("heading", name="Pop-up shop")).to_have_count(0)
