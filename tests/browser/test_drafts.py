"""A draft: tried by name, seen in the shop, published and taken back; approved by a second person where asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from shop.demo.people import PASSWORD
from tests.browser.conftest import PHONE, WIDE
from tests.browser.stack import ShopStack, wait_until
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser

DRAFTS = "/admin/segmentation/draft/"
MATRIX = "/admin/segmentation/featurerule/"
AT_ONCE = 5.0
SECOND = "second@nordkontor.example"
MAKE_SECOND = f"""
from django.contrib.auth import get_user_model
users = get_user_model()._default_manager
if not users.filter(email="{SECOND}").exists():
    users.create_superuser(email="{SECOND}", password="{PASSWORD}")
"""


def begin_draft(admin: Page, title: str) -> str:
    """The address of a new draft that switches quick order off for routine buyers."""
    admin.goto(f"{DRAFTS}add/")
    admin.get_by_label("Title").fill(title)
    admin.get_by_role("button", name="Begin").click()
    page = admin.url
    admin.get_by_role("link", name="A feature for a segment, or for everybody").click()
    admin.get_by_label("Feature").select_option("quick_order")
    admin.get_by_label("For whom").select_option("routine")
    admin.get_by_role("button", name="Next").click()
    admin.get_by_label("Off", exact=True).check()
    admin.get_by_role("button", name="Put it into the draft").click()
    expect(admin.locator(".bc-changes li")).to_have_count(1)
    return page


def take(admin: Page, draft: str, step: str) -> None:
    admin.goto(draft)
    admin.get_by_role("link", name=step, exact=True).click()
    admin.get_by_role("button", name=step, exact=True).click()
    expect(admin.locator("#bc-draft")).to_be_visible()


def refuses(page: Page, address: str) -> bool:
    answer = page.goto(address)
    return answer is not None and answer.status == 403


def offers_quick_order(page: Page) -> bool:
    page.goto("/")
    return page.get_by_role("link", name="Quick order", exact=True).count() > 0


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "without"])
def test_draft_is_tried_seen_published_and_taken_back(
    open_session: Callable[..., Page], logins: dict[str, str], scripts: bool
) -> None:
    admin, buyer = open_session(logins["admin"], scripts=scripts), open_session(logins["routine"])
    draft = begin_draft(admin, "Without quick order")

    admin.get_by_role("button", name="Work it out", exact=True).click()
    loses = admin.get_by_role("link", name=re.compile("^\N{MINUS SIGN}"))
    expect(loses).to_have_count(1)
    loses.click()
    row = admin.get_by_role("table", name="Companies by name").get_by_role("row").nth(1)
    expect(row).to_contain_text("Loses Quick order")
    name, number = row.get_by_role("link").inner_text(), row.locator(".bc-quiet").first.inner_text()

    admin.get_by_label("Number of a company").fill(number)
    admin.get_by_role("button", name="As this company").click()
    expect(admin.locator(".bc-preview")).to_contain_text(name)
    expect(admin.locator(".bc-preview")).to_contain_text("Without quick order")
    assert not offers_quick_order(admin)
    assert offers_quick_order(buyer)
    admin.get_by_role("button", name="End preview").click()

    take(admin, draft, "Publish now")
    wait_until(lambda: not offers_quick_order(buyer), seconds=AT_ONCE, what="quick order is gone")
    take(admin, draft, "Take it back")
    wait_until(lambda: offers_quick_order(buyer), seconds=AT_ONCE, what="quick order is back")
    expect(admin.locator(".bc-badge").first).to_have_text("Taken back")


@pytest.fixture
def _approval(demo_shop: ShopStack) -> Iterator[None]:
    """The shop's server started anew, so that a second person has to approve drafts; afterwards as it was."""
    demo_shop.manage("shell", "--no-imports", "-c", MAKE_SECOND)
    for setting in ("1", "0"):
        demo_shop.stop("web")
        demo_shop.extra_env["DRAFTS_NEED_APPROVAL"] = setting
        demo_shop.start_web()
        if setting == "1":
            yield


@pytest.mark.usefixtures("_approval")
def test_second_person_approves_before_anything_is_published(
    open_session: Callable[..., Page], logins: dict[str, str]
) -> None:
    first, second, buyer = open_session(logins["admin"]), open_session(SECOND), open_session(logins["routine"])
    draft = begin_draft(first, "To be approved")
    expect(first.get_by_role("link", name="Publish now")).to_have_count(0)
    take(first, draft, "Propose")
    expect(first.get_by_role("link", name="Approve")).to_have_count(0)

    take(second, draft, "Approve")
    take(first, draft, "Publish now")
    wait_until(lambda: not offers_quick_order(buyer), seconds=AT_ONCE, what="quick order is gone")
    expect(first.get_by_role("link", name="Take it back", exact=True)).to_have_count(0)
    take(first, draft, "Propose to take it back")
    take(second, draft, "Approve taking it back")
    take(first, draft, "Take it back")
    wait_until(lambda: offers_quick_order(buyer), seconds=AT_ONCE, what="quick order is back")


@pytest.mark.usefixtures("_approval")
def test_one_sees_one_proposes_and_one_approves(open_session: Callable[..., Page], logins: dict[str, str]) -> None:
    roles = ("sees", "proposes", "approves")
    sees, proposes, approves = (open_session(logins[role]) for role in roles)
    buyer = open_session(logins["routine"])
    draft = begin_draft(proposes, "Proposed by a role")
    take(proposes, draft, "Propose")

    sees.goto(draft)
    expect(sees.get_by_text("Proposed by a role").first).to_be_visible()
    expect(sees.locator("a[href*='/do/'], a[href*='/put/']")).to_have_count(0)
    sees.goto(MATRIX)
    expect(sees.get_by_text("You may look at the switches, but not move them.")).to_be_visible()
    expect(sees.locator("main input[type=radio]:enabled, .bc-matrix input:enabled")).to_have_count(0)
    for page in (f"{DRAFTS}add/", f"{draft.partition('change/')[0]}do/approve/"):
        assert refuses(sees, page), page

    proposes.goto(draft)
    expect(proposes.locator("a[href*='/do/']")).to_have_count(1)
    assert refuses(proposes, f"{draft.partition('change/')[0]}do/approve/")
    assert refuses(approves, f"{DRAFTS}add/")

    take(approves, draft, "Approve")
    assert offers_quick_order(buyer)
    take(approves, draft, "Publish now")
    wait_until(lambda: not offers_quick_order(buyer), seconds=AT_ONCE, what="quick order is gone")
    take(proposes, draft, "Propose to take it back")
    take(approves, draft, "Approve taking it back")
    take(approves, draft, "Take it back")
    wait_until(lambda: offers_quick_order(buyer), seconds=AT_ONCE, what="quick order is back")


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["desk", "phone"])
def test_pages_keep_the_rules_and_fit(
    open_session: Callable[..., Page], logins: dict[str, str], viewport: dict[str, int]
) -> None:
    admin = open_session(logins["admin"], viewport=viewport)
    draft = begin_draft(admin, "To be looked at")
    admin.get_by_role("button", name="Work it out", exact=True).click()
    of_draft = draft.partition("change/")[0]
    pages = [draft, *(f"{of_draft}{end}" for end in ("do/publish/", "do/schedule/", "put/override/", "title/"))]
    pages += [f"{of_draft}put/segment_order/", f"{DRAFTS}plan/", "/admin/segmentation/auditentry/"]
    broken, wide = {}, {}
    for page in pages:
        admin.goto(page)
        broken[page] = [rule for rule in violations(admin) if "bc-" in rule and not rule.startswith("region:")]
        wide[page] = admin.evaluate("document.documentElement.scrollWidth")

    assert {page: rules for page, rules in broken.items() if rules} == {}
    assert {page: width for page, width in wide.items() if width > viewport["width"]} == {}
    take(admin, draft, "Discard")
