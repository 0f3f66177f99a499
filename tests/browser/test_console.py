"""The matrix at sixty segments by keyboard, the page of a feature, and a switch for one company in one click."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE
from tests.browser.stack import ShopStack
from tests.browser.test_accessibility import AXE

pytestmark = pytest.mark.browser

MATRIX = "/admin/segmentation/featurerule/"
FEATURE = "/admin/segmentation/featurerule/feature/reorder/"
MANY = """
from segmentation.models import Segment
Segment.objects.bulk_create(
    [Segment(key=f"many-{n}", name=f"Many {n}", priority=2000 + n) for n in range(60)], ignore_conflicts=True
)
"""


@pytest.fixture(scope="module", autouse=True)
def _sixty_segments(demo_shop: ShopStack) -> None:
    demo_shop.manage("shell", "--no-imports", "-c", MANY)


def focused(page: Page) -> str:
    """The switch that has the focus."""
    return str(page.evaluate("document.activeElement.dataset.cell || ''"))


def moves(page: Page) -> str:
    return page.locator("#bc-moved").inner_text()


def test_matrix_is_filtered_walked_switched_undone_and_saved_by_keyboard(
    open_session: Callable[..., Page], logins: dict[str, str]
) -> None:
    page = open_session(logins["admin"])
    page.goto(MATRIX)
    assert page.locator("#bc-matrix thead th").count() > 60
    page.get_by_label("Find segments").fill("many-5")
    expect(page.locator("#bc-matrix thead th:visible")).to_have_count(3 + 11)
    page.get_by_label("Find features").fill("order")
    expect(page.locator("#bc-matrix tbody tr:visible")).to_have_count(2)
    assert "segments=many-5" in page.url

    page.locator("#bc-matrix td[tabindex='0']").focus()
    for key in ("Home", "ArrowRight", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    assert focused(page) == "rule:quick_order:many-5"
    page.keyboard.press("End")
    assert focused(page) == "rule:quick_order:many-59"
    expect(page.locator("td:focus")).to_be_in_viewport()

    page.keyboard.press("Space")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("0")
    assert moves(page) == "2 switches moved"
    page.keyboard.press("Control+z")
    assert (moves(page), focused(page)) == ("1 switch moved", "rule:quick_order:many-58")
    page.locator("#bc-moved").click()
    expect(page.locator("#bc-moves-list li")).to_have_text(["Quick order, Many 59: As declared → On"])
    page.locator("input[name=reason]").fill("They asked")
    page.get_by_role("button", name="Save now").click()

    expect(page.get_by_text("1 switch changed.")).to_be_visible()
    expect(page.locator("[data-cell='rule:quick_order:many-59']")).to_have_attribute("data-now", "on")


def test_unsaved_moves_are_taken_back_with_the_button(
    open_session: Callable[..., Page], logins: dict[str, str]
) -> None:
    page = open_session(logins["admin"])
    page.goto(MATRIX)
    page.locator("[data-cell='kill:inspiration']").click()
    assert moves(page) == "1 switch moved"
    expect(page.locator("tr.bc-killed [data-cell='kill:inspiration']")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()

    assert moves(page) == "Nothing moved yet"
    expect(page.get_by_role("button", name="Save now")).to_be_disabled()


def test_matrix_leads_to_the_rule_without_scripts(open_session: Callable[..., Page], logins: dict[str, str]) -> None:
    page = open_session(logins["admin"], scripts=False)
    page.goto(MATRIX)
    page.get_by_label("Find features").fill("order again")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#bc-matrix tbody tr:visible")).to_have_count(1)
    page.locator("#bc-matrix tbody tr:visible a", has_text="Many 7: details").click()
    form = page.locator("#bc-rule-many-7 form")
    form.locator("input[name=state][value=off]").check(force=True)
    form.get_by_role("button", name="Save now").click()

    expect(page.locator("#bc-rule-many-7 .bc-pill-off")).to_have_count(1)


def test_feature_page_takes_a_share_and_a_value_and_tells_what_is_wrong(
    open_session: Callable[..., Page], logins: dict[str, str]
) -> None:
    page = open_session(logins["admin"])
    page.goto(FEATURE)
    page.get_by_text("segments of which nothing is said").click()
    page.get_by_role("link", name="Change Major repurchase buyers").click()
    form = page.locator("#bc-rule-major form")
    form.locator("input[value=on]").check(force=True)
    form.get_by_label("Roll-out, in percent").fill("40")
    expect(form.locator("input[type=range]").first).to_have_value("40")
    form.get_by_label("Usual items on the front page").fill("51")
    form.get_by_role("button", name="Save now").click()
    expect(page.locator("#bc-rule-major .bc-field-wrong .bc-error")).to_have_text(
        "Usual items on the front page: not above 50."
    )
    expect(form.get_by_label("Roll-out, in percent")).to_have_value("40")
    form.get_by_label("Usual items on the front page").fill("25")
    form.get_by_role("button", name="Save now").click()

    expect(page.locator("#bc-rule-major form")).to_have_count(0)
    line = page.locator("#bc-rule-major")
    expect(line).to_contain_text("For 40 % of the companies.")
    expect(line).to_contain_text("Usual items on the front page: 25")


def test_feature_is_switched_for_a_company_in_one_click(
    open_session: Callable[..., Page], logins: dict[str, str]
) -> None:
    page = open_session(logins["admin"])
    page.goto("/admin/segmentation/customerprofile/")
    page.goto(page.locator("a.bc-link").first.get_attribute("href") or "")
    row = page.locator("#bc-feature-bought_nearby")
    fold = page.locator("details.bc-fold", has=row).locator("> summary")
    page.get_by_label("Why, for the buttons below").fill("A trial")
    fold.click()
    row.locator("button[value='bought_nearby:on']").click()

    expect(row).to_contain_text("On for this company by hand: A trial.")
    expect(row.locator("button[value='bought_nearby:on']")).to_have_attribute("aria-current", "true")
    fold.click()
    row.locator("button[value='bought_nearby:inherit']").click()
    expect(row.locator("button[value='bought_nearby:inherit']")).to_have_attribute("aria-current", "true")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_switches_fit_and_keep_the_rules(
    open_session: Callable[..., Page], logins: dict[str, str], scheme: str
) -> None:
    page = open_session(logins["admin"])
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    too_wide, broken = [], {}
    for address in (MATRIX, FEATURE, f"{FEATURE}?rule=routine", f"{FEATURE}?rule=many-1"):
        page.goto(address)
        page.evaluate(AXE)
        result = page.evaluate("axe.run('#content-main', {resultTypes: ['violations']})")
        if result["violations"]:
            broken[address] = [(rule["id"], rule["nodes"][0]["html"][:200]) for rule in result["violations"]]
        for window in (WIDE, PHONE):
            page.set_viewport_size(window)
            if page.evaluate("document.documentElement.scrollWidth") > window["width"]:
                too_wide.append((address, window["width"]))

    assert (too_wide, broken) == ([], {})
