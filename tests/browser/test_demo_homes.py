"""Each kind of buyer finds a front page of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, WIDE

pytestmark = pytest.mark.browser

FIRST_BLOCK = {"routine": "usual_order", "major": "compare", "new": "ideas", "prospect": "ideas"}


def blocks_of(page: Page) -> list[str]:
    page.goto("/")
    return [heading.get_attribute("id") or "" for heading in page.locator("main section h2[id]").all()]


@pytest.mark.parametrize("kind", FIRST_BLOCK)
def test_front_page_starts_with_what_fits(open_session: Callable[..., Page], logins: dict[str, str], kind: str) -> None:
    assert blocks_of(open_session(logins[kind]))[0] == FIRST_BLOCK[kind]


def test_mixed_buyer_finds_everything(open_session: Callable[..., Page], logins: dict[str, str]) -> None:
    assert {"usual_order", "quick_order", "compare"} <= set(blocks_of(open_session(logins["mixed"])))


def test_new_buyer_is_not_offered_a_usual_order(open_session: Callable[..., Page], logins: dict[str, str]) -> None:
    assert not {"usual_order", "quick_order"} & set(blocks_of(open_session(logins["new"])))


def test_visitor_sees_ideas_and_products_but_no_price(open_session: Callable[..., Page]) -> None:
    page = open_session()

    assert blocks_of(page) == ["ideas", "categories"]
    page.goto("/products/")
    page.locator("main a[href^='/products/']").first.click()
    assert "DKK" not in page.locator("main").inner_text()
    assert "kr." not in page.locator("main").inner_text()


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("kind", [*FIRST_BLOCK, "mixed"])
def test_front_page_fits_its_window(
    open_session: Callable[..., Page],
    logins: dict[str, str],
    screenshots: Path,
    kind: str,
    viewport: dict[str, int],
) -> None:
    page = open_session(logins[kind], viewport=viewport)
    page.goto("/")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=screenshots / f"home-{kind}-{viewport['width']}.png", full_page=True)

    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    broken = page.evaluate("[...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src)")
    assert broken == []
