"""Charts are drawn for who has scripts, follow day and night, and hold nothing that the table behind them has not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE
from tests.browser.test_accessibility import AXE

pytestmark = pytest.mark.browser

OVERVIEW = "/admin/segmentation/customerprofile/overview/"
MOVES = "#bc-chart-moves"
OURS = "#content-main"


def ends_in_the_table(page: Page) -> set[str]:
    """What stands beside the ends of the flow, each a class and its companies, added up from the rows of the table."""
    totals: dict[tuple[int, str], int] = {}
    for row in page.locator(f"{MOVES} tbody tr").all():
        before, after, count = row.locator("th, td").all_text_contents()
        for end in ((0, before), (1, after)):
            totals[end] = totals.get(end, 0) + int(count.replace(",", ""))
    return {f"{name} {count:,}" for (_side, name), count in totals.items()}


def test_flow_is_drawn_and_says_what_its_table_does(open_session: Callable[..., Page], logins: dict[str, str]) -> None:
    page = open_session(logins["admin"])
    page.goto(OVERVIEW)
    expect(page.locator(f"{MOVES} svg")).to_be_visible()

    drawn = {node.text_content() or "" for node in page.locator(f"{MOVES} svg text").all()}

    assert drawn == ends_in_the_table(page)


def test_drawing_follows_day_and_night(open_session: Callable[..., Page], logins: dict[str, str]) -> None:
    page = open_session(logins["admin"])
    page.emulate_media(color_scheme="light")
    page.goto(OVERVIEW)
    words = page.locator(f"{MOVES} svg text").first
    by_day = words.get_attribute("fill")
    page.evaluate("document.documentElement.classList.add('dark')")  # as the theme's own switch does

    expect(words).not_to_have_attribute("fill", by_day or "")


def test_table_opens_by_keyboard(open_session: Callable[..., Page], logins: dict[str, str]) -> None:
    page = open_session(logins["admin"])
    page.goto(OVERVIEW)
    expect(page.locator(f"{MOVES} table")).to_be_hidden()
    page.locator(f"{MOVES} summary").focus()
    page.keyboard.press("Enter")

    expect(page.locator(f"{MOVES} table")).to_be_visible()


def test_table_stands_open_without_scripts(open_session: Callable[..., Page], logins: dict[str, str]) -> None:
    page = open_session(logins["admin"], scripts=False)
    page.goto(OVERVIEW)

    expect(page.locator(f"{MOVES} table")).to_be_visible()
    expect(page.locator(f"{MOVES} .bc-chart-plot")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_overview_fits_and_keeps_the_rules(
    open_session: Callable[..., Page], logins: dict[str, str], scheme: str
) -> None:
    page = open_session(logins["admin"])
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(OVERVIEW)
    expect(page.locator(f"{MOVES} svg")).to_be_visible()
    page.evaluate(AXE)
    result = page.evaluate("selector => axe.run(selector, {resultTypes: ['violations']})", OURS)
    widths = []
    for window in (WIDE, PHONE):
        page.set_viewport_size(window)
        widths.append(page.evaluate("document.documentElement.scrollWidth") <= window["width"])

    assert ([rule["id"] for rule in result["violations"]], widths) == ([], [True, True])
