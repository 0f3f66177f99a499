"""What an admin sees of companies fits every window and keeps the rules, by day and by night."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE
from tests.browser.test_accessibility import AXE

pytestmark = pytest.mark.browser

LIST = "/admin/segmentation/customerprofile/"
LONGEST = 6_000
"""Pixels that a company's page may take on a phone before anything is opened."""
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


def test_page_is_short_on_a_phone_and_opens_by_keyboard(
    open_session: Callable[..., Page], logins: dict[str, str]
) -> None:
    page = open_session(logins["admin"], viewport=PHONE)
    heights = {}
    for address in company_pages(page):
        page.goto(address)
        heights[address] = page.evaluate("document.documentElement.scrollHeight")
    family = page.locator("details.bc-fold", has=page.get_by_role("heading", name="Place and language"))
    family.locator("> summary").focus()
    page.keyboard.press("Enter")

    assert {address: height for address, height in heights.items() if height > LONGEST} == {}
    expect(family.get_by_text("Country", exact=True)).to_be_visible()


@pytest.mark.parametrize(("scripts", "held"), [(True, "Nordic Swan"), (False, "Blue Angel")])
def test_value_is_stated_in_the_field_that_fits(
    open_session: Callable[..., Page], logins: dict[str, str], scripts: bool, held: str
) -> None:
    page = open_session(logins["admin"], scripts=scripts)
    page.goto(company_pages(page)[0])
    form = page.locator("#bc-state")
    form.locator("> summary").click()
    form.get_by_label("What").select_option("certificates_held")
    if not scripts:
        form.get_by_role("button", name="Choose").click()
    form.get_by_role("checkbox", name=held).check()
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_text("Please say why, so that your colleagues know.")).to_be_visible()
    expect(form.get_by_role("checkbox", name=held)).to_be_checked()
    if scripts:
        page.evaluate(AXE)
        found = page.evaluate("selector => axe.run(selector, {resultTypes: ['violations']})", OURS)
        assert [rule["id"] for rule in found["violations"]] == []
    form.get_by_label("Why").fill("Seen at their door")
    form.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Changed. It is live in a few seconds.")).to_be_visible()
    value = page.locator(".bc-values > div", has=page.get_by_text("Certificates held", exact=True))
    expect(value).to_contain_text(held)
