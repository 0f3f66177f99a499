"""An admin builds a segment without help: sees whom it finds while writing, saves, watches, opens a member."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE
from tests.browser.stack import ShopStack
from tests.browser.test_accessibility import AXE

pytestmark = pytest.mark.browser

SEGMENTS = "/admin/segmentation/segment/"
BENEFITS = "/admin/segmentation/benefitsegment/"
SCORES = "/admin/segmentation/productbenefit/table/"
KEY_ACCOUNTS = "/admin/segmentation/keyaccount/"
SUGGESTED = f"{KEY_ACCOUNTS}?group=suggested"
OURS = "#content-main"


def add_condition(page: Page, group: str, words: str) -> None:
    """Search for a dimension by keyboard and add a condition about it."""
    page.locator(f"#{group}-new").press_sequentially(words)
    page.locator(f"#{group}-new").press("Enter")
    page.locator(f"button[value='add:{group.replace('-', '.')}']").click()


def build_nested_rule(page: Page) -> None:
    page.goto(f"{SEGMENTS}add/")
    page.fill("#id_name", "Routine or new")
    add_condition(page, "rule", "buying type")
    page.locator("input[name='rule.0:chosen'][value=routine]").check()
    page.locator("button[value='group:rule']").click()
    expect(page.locator("#rule-1-join")).to_be_focused()
    add_condition(page, "rule-1", "share of routine")
    expect(page.locator("#rule-1-0-operator")).to_be_focused()
    page.fill("#rule-1-0-value", "60")
    expect(page.locator("#count-rule-1-0")).to_contain_text("compan")


def what_is_found(page: Page) -> list[str]:
    """How many companies the rule finds, the sample of them, and the count beside each condition."""
    parts = (".bc-matches strong", ".bc-sample", "#count-rule-0", "#count-rule-1", "#count-rule-1-0")
    return [page.locator(part).inner_text() for part in parts]


def test_nested_rule_is_built_saved_watched_and_explained(
    open_session: Callable[..., Page], logins: dict[str, str], demo_shop: ShopStack
) -> None:
    page = open_session(logins["admin"])
    build_nested_rule(page)
    few = page.locator("#count-rule-1-0").inner_text()
    page.fill("#rule-1-0-value", "80")
    expect(page.locator("#count-rule-1-0")).not_to_have_text(few)
    strict = what_is_found(page)

    page.fill("#rule-1-0-value", "10")
    expect(page.locator("#count-rule-1-0")).not_to_have_text(strict[-1])
    expect(page.locator("#rule-1-0-value")).to_be_focused()
    loose = what_is_found(page)
    moved = [after != before for before, after in zip(strict, loose, strict=True)]
    assert moved == [True, True, False, True, True], (strict, loose)

    with demo_shop.held("worker"):
        page.get_by_role("button", name="Save", exact=True).click()
        if demo_shop.with_redis:
            expect(page.locator("#bc-segment-progress progress")).to_be_visible()
            expect(page.locator("#bc-segment-progress [role=status]")).to_contain_text("Waiting")
            expect(page.get_by_text("Not worked out for all companies yet.")).to_be_visible()
    expect(page.get_by_text("Worked out for all companies")).to_be_visible(timeout=30_000)
    expect(page.locator("#bc-segment-progress progress")).to_have_count(0)

    found = page.locator("section[aria-labelledby=bc-members] table tbody th a.bc-link")
    expect(page.locator("#bc-members")).to_contain_text(loose[0])
    name = found.first.inner_text()
    found.first.click()
    expect(page.locator("h2", has_text=name).first).to_be_visible()
    segment = page.locator("section[aria-labelledby=bc-segments] li.bc-segment", has_text="Routine or new").first
    expect(segment).to_contain_text("By its rule, since")
    holding = segment.locator(".bc-rule li", has=page.locator(".bc-mark-on"))
    expect(holding).to_have_count(2)
    expect(holding.nth(0)).to_contain_text("Buying type: Routine")
    expect(holding.nth(0)).to_contain_text("Holds: Routine")
    expect(holding.nth(1)).to_contain_text("at least 10\N{NO-BREAK SPACE}%")
    expect(holding.nth(1)).to_contain_text(re.compile(r"Holds: [\d.]+\s%"))


def test_rule_is_built_without_scripts(open_session: Callable[..., Page], logins: dict[str, str]) -> None:
    page = open_session(logins["admin"], scripts=False)
    page.goto(f"{SEGMENTS}add/")
    page.fill("#id_name", "Without scripts")
    page.locator("#rule-new").select_option("buyclass")
    page.locator("button[value='add:rule']").click()
    page.locator("input[name='rule.0:chosen'][value=new]").check()
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator(".bc-matches strong")).not_to_have_text("0")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_text("Buying type: New")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_product_is_found_by_its_name(open_session: Callable[..., Page], logins: dict[str, str], scripts: bool) -> None:
    page = open_session(logins["admin"], scripts=scripts)
    page.goto(f"{SEGMENTS}add/")
    if scripts:
        add_condition(page, "rule", "bought a product")
    else:
        page.locator("#rule-new").select_option("bought_product")
        page.locator("button[value='add:rule']").click()
    page.locator("#rule-0-find").fill("filter coffee dark")
    if not scripts:
        page.locator("button[value='find:rule.0']").click()

    expect(page.get_by_label("Havnebryg filter coffee dark roast 500 g (KAF-118)")).to_be_visible()


def test_wrong_weight_is_marked_where_it_was_typed(open_session: Callable[..., Page], logins: dict[str, str]) -> None:
    page = open_session(logins["admin"], scripts=False)
    page.goto(BENEFITS)
    first = page.get_by_label("Purchase price for Careful housekeepers")
    first.fill("12")
    page.get_by_role("button", name="Save weights").click()

    expect(first).to_have_value("12")
    expect(first).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("Ensure this value is less than or equal to 10.")).to_be_visible()


def test_segment_is_moved_by_keyboard_and_by_dragging(
    open_session: Callable[..., Page], logins: dict[str, str]
) -> None:
    page = open_session(logins["admin"])
    page.goto(SEGMENTS)
    order = [row.get_attribute("data-key") for row in page.locator("#bc-segments > li").all()]
    page.locator(f"button[value='down:{order[0]}']").press("Enter")
    expect(page.locator("#bc-segments > li").first).to_have_attribute("data-key", str(order[1]))
    page.goto(SEGMENTS)  # after a move the page stands at the moved row, with the first ones out of sight
    page.locator(f"#segment-{order[0]} .bc-handle").drag_to(
        page.locator(f"#segment-{order[1]}"), target_position={"x": 40, "y": 4}
    )

    expect(page.locator("#bc-segments > li").first).to_have_attribute("data-key", str(order[0]))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_segment_pages_fit_and_keep_the_rules(
    open_session: Callable[..., Page], logins: dict[str, str], scheme: str
) -> None:
    page = open_session(logins["admin"])
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(SEGMENTS)
    first = page.locator("#bc-segments a.bc-link").first.get_attribute("href") or ""
    too_wide, broken = [], {}
    for address in (
        SEGMENTS,
        first,
        f"{first}choices/",
        f"{first}change/",
        BENEFITS,
        SCORES,
        KEY_ACCOUNTS,
        SUGGESTED,
        "nested",
    ):
        if address == "nested":
            build_nested_rule(page)
        else:
            page.goto(address)
            page.wait_for_load_state("networkidle")
        page.evaluate(AXE)
        result = page.evaluate("selector => axe.run(selector, {resultTypes: ['violations']})", OURS)
        if result["violations"]:
            broken[address] = [(rule["id"], rule["nodes"][0]["html"]) for rule in result["violations"]]
        for window in (PHONE, WIDE):
            page.set_viewport_size(window)
            if page.evaluate("document.documentElement.scrollWidth") > window["width"]:
                too_wide.append((address, window["width"]))

    assert (too_wide, broken) == ([], {})
