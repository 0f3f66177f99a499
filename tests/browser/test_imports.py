"""An admin brings in what an office knows: a file with a slip in it, with scripts and without."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE
from tests.browser.test_accessibility import AXE

pytestmark = pytest.mark.browser

IMPORTS = "/admin/segmentation/attributeimport/"
COMPANIES = "/admin/segmentation/customerprofile/"
OURS = "#content-main"


def known_companies(page: Page) -> list[str]:
    """The numbers of two companies, and where the page of the first is."""
    page.goto(COMPANIES)
    first = page.locator("a.bc-link").first.get_attribute("href") or ""
    second = page.locator("a.bc-link").nth(1).get_attribute("href") or ""
    return [address.rstrip("/").split("/")[-2] for address in (first, second)]


def send(page: Page, text: str) -> None:
    page.goto(IMPORTS)
    page.set_input_files("input[name=file]", {"name": "office.csv", "mimeType": "text/csv", "buffer": text.encode()})
    page.get_by_role("button", name="Look at it first").click()


def map_columns(page: Page, days: str) -> None:
    """Say what the two columns hold, whose names say nothing."""
    expect(page.get_by_text("The names of the columns do not say enough.")).to_be_visible()
    page.select_option("select[name=column-0]", label="Customer's number")
    page.select_option("select[name=column-1]", label=days)
    page.get_by_role("button", name="Look at it with these columns").click()


def expect_problem(page: Page, *cells: str) -> None:
    """The one row with something wrong, in words."""
    rows = page.locator(".bc-import-problems tbody tr")
    expect(rows).to_have_count(1)
    for cell in cells:
        expect(rows).to_contain_text(cell)


def expect_value(page: Page, company: str, label: str, said: str) -> None:
    """A company's page tells the value, and where it is from since when."""
    page.goto(f"{COMPANIES}{company}/change/")
    value = page.locator(".bc-values > div", has=page.get_by_text(label, exact=True))
    expect(value).to_contain_text(said)
    expect(value.locator("dd .bc-quiet")).to_have_text(re.compile(r"Imported, office\.csv · \d.*\d{4}"))


def test_file_with_a_slip_is_mapped_looked_at_and_stored(
    open_session: Callable[..., Page], logins: dict[str, str]
) -> None:
    page = open_session(logins["admin"])
    good, bad = known_companies(page)

    send(page, f"a,b\n{good},40\n{bad},soon\n")
    map_columns(page, "Days to decide")

    expect_problem(page, "“soon” is not a number such as 12 or 12.50.")
    expect(page.get_by_text("1 value of 1 company would change.")).to_be_visible(timeout=30_000)
    page.evaluate(AXE)
    result = page.evaluate("selector => axe.run(selector, {resultTypes: ['violations']})", OURS)
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in result["violations"]] == []
    for window in (PHONE, WIDE):
        page.set_viewport_size(window)
        assert page.evaluate("document.documentElement.scrollWidth") <= window["width"]

    page.get_by_role("button", name="Store it").click()
    expect(page.locator("#bc-import-progress")).to_contain_text("Stored", timeout=30_000)
    expect(page.get_by_text("1 value of 1 company changed.")).to_be_visible()
    expect_value(page, good, "Days to decide", "40")


def test_file_is_stored_without_scripts(open_session: Callable[..., Page], logins: dict[str, str]) -> None:
    page = open_session(logins["admin"], scripts=False)
    good, bad = known_companies(page)

    send(page, f"a,b\n{good},45\n{bad},later\n")
    map_columns(page, "Approvals needed")
    expect_problem(page, "“later” is not a number")
    page.get_by_role("button", name="Store it").click()

    expect(page.get_by_text("1 value of 1 company changed.")).to_be_visible(timeout=30_000)
    expect_value(page, good, "Approvals needed", "45")
