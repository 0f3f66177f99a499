"""What an admin sees of companies fits every window and keeps the rules, by day and by night."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, WIDE
from tests.browser.test_accessibility import AXE

pytestmark = pytest.mark.browser

LIST = "/admin/segmentation/customerprofile/"
OURS = "#content-main"
"""The rest of the page is the theme's."""


def company_pages(page: Page) -> list[str]:
    """A company that ordered lately, one that has not ordered yet, and one that buys in all ways."""
    found = []
    for query in ("", "?activity__exact=prospect", "?mixed__exact=1"):
        page.goto(f"{LIST}{query}")
        found.append(page.locator("a.bc-link").first.get_attribute("href") or "")
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_companies_fit_and_keep_the_rules(
    open_session: Callable[..., Page], logins: dict[str, str], scheme: str
) -> None:
    page = open_session(logins["admin"])
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    too_wide, broken = [], {}
    for address in company_pages(page):
        page.goto(address)
        page.evaluate(AXE)
        result = page.evaluate("selector => axe.run(selector, {resultTypes: ['violations']})", OURS)
        if result["violations"]:
            broken[address] = [(rule["id"], rule["nodes"][0]["html"]) for rule in result["violations"]]
        for window in (WIDE, PHONE):
            page.set_viewport_size(window)
            if page.evaluate("document.documentElement.scrollWidth") > window["width"]:
                too_wide.append((address, window["width"]))

    assert (too_wide, broken) == ([], {})
