"""The pages of the storefront as its own links lead to them, for checks that walk through all of them."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

KINDS = ("visitor", "routine", "major", "new", "mixed", "prospect", "several", "viewer")
FOR_ALL = {
    "front page": "/",
    "catalogue": "/products/",
    "search": "/search/?q=coffee",
    "search without hits": "/search/?q=zzzz",
    "search without words": "/search/",
}
FOR_VISITORS = {
    "log-in": "/login/",
    "forgotten password": "/password/reset/",
    "password mail sent": "/password/reset/sent/",
    "password link used up": "/password/reset/x/set-password/",
    "password saved": "/password/reset/done/",
}
FOR_COMPANIES = {
    "cart": "/cart/",
    "checkout": "/checkout/",
    "orders": "/orders/",
    "orders without match": "/orders/?q=zzzz",
    "quick order": "/quick-order/",
    "account": "/account/",
    "why": "/account/why/",
    "addresses": "/account/addresses/",
    "new address": "/account/addresses/new/",
}


def log_in_as(kind: str, *, open_session: Callable[..., Page], logins: dict[str, str], **options: object) -> Page:
    """A session of this kind of buyer; the viewer is a colleague of the major buyer who may look only."""
    if kind == "viewer":
        colleagues = open_session(logins["major"])
        colleagues.goto("/account/")
        email = colleagues.locator("tr", has_text="May look only").locator("td").first.inner_text()
        return open_session(email, **options)
    return open_session(logins.get(kind, ""), **options)


def pages_for(page: Page, kind: str) -> dict[str, str]:
    """What pages there are for this kind of buyer, by name."""
    pages = FOR_ALL | (FOR_VISITORS if kind == "visitor" else FOR_COMPANIES)
    pages["category"] = first_link(page, "/products/", "main a[href^='/products/']")
    pages["sorted category"] = f"{pages['category']}?sort=-price"
    pages["product"] = first_link(page, pages["search"], "main a[href^='/product/']")
    pages["product a page on"] = first_link(page, f"{pages['search']}&page=2", "main a[href^='/product/']")
    pages["order"] = first_link(page, "/orders/", "main tbody a[href^='/orders/']")
    pages["order again"] = pages["order"] and f"{pages['order']}reorder/"
    pages["usual items"] = first_link(page, "/", "main a[href='/reorder/']")
    pages["inspiration"] = first_link(page, "/", "header a[href='/inspiration/']")
    pages["inspiration page"] = pages["inspiration"] and first_link(page, "/inspiration/", "main .card__link")
    return {name: address for name, address in pages.items() if address}


def first_link(page: Page, address: str, selector: str) -> str:
    """Where the first such link on a page leads, empty where there is none."""
    page.goto(address)
    link = page.locator(selector)
    return link.first.get_attribute("href") or "" if link.count() else ""
