from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect, sync_playwright

from shop.demo.people import ADMIN, FEATURED, PASSWORD, SEVERAL, STAFF
from tests.browser.stack import ShopStack, fresh_postgres

CHROMIUM_SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM_SWITCHES)
        expect.set_options(timeout=10_000)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shop")


@pytest.fixture(scope="session")
def demo_database(demo_folder: Path) -> Iterator[str]:
    """The name of a database with the demo in it, to be copied; only where there is a PostgreSQL."""
    name = f"buyclass_demo_{os.getpid()}"
    with fresh_postgres(settings.DATABASE_URL, name) as url:
        ShopStack(folder=demo_folder, database_url=url).manage("demo", "--no-serve")
        yield name


@pytest.fixture(scope="session")
def demo_shop(demo_folder: Path, request: pytest.FixtureRequest) -> Iterator[ShopStack]:
    """The demo shop in processes of its own: on PostgreSQL and Redis with worker and beat where both are named."""
    shop = ShopStack(folder=demo_folder)
    with ExitStack() as stack:
        if settings.DATABASE_URL.startswith("postgres") and settings.REDIS_URL:
            copy = fresh_postgres(
                settings.DATABASE_URL, f"buyclass_browser_{os.getpid()}", like=request.getfixturevalue("demo_database")
            )
            shop.database_url = stack.enter_context(copy)
            shop.with_redis = True
            stack.callback(shop.close)
            shop.start_redis()
            shop.start_worker()
            shop.start_beat()
        else:
            stack.callback(shop.close)
            shop.manage("demo", "--no-serve")
        shop.start_web()
        yield shop


@pytest.fixture(scope="session")
def logins() -> dict[str, str]:
    """The e-mail of whoever shows a way of buying (routine, major, new, mixed, prospect, several) or runs the shop
    (admin, sees, proposes, approves)."""
    people = [*FEATURED.values(), SEVERAL, ADMIN, *STAFF.values()]
    return {person.email.partition("@")[0]: person.email for person in people}


@pytest.fixture
def open_session(chromium: Browser, demo_shop: ShopStack) -> Iterator[Callable[..., Page]]:
    """Opens browser sessions of their own, each logged in as somebody or as nobody."""
    with ExitStack() as opened:

        def open_as(email: str = "", *, viewport: dict[str, int] = WIDE, scripts: bool = True) -> Page:
            context = chromium.new_context(
                base_url=demo_shop.url, viewport=viewport, java_script_enabled=scripts, locale="en-GB"
            )
            opened.callback(context.close)
            page = context.new_page()
            if email:
                page.goto("/login/")
                page.locator("input[name=username]").fill(email)
                page.locator("input[name=password]").fill(PASSWORD)
                page.locator("main form button[type=submit]").click()
                expect(page.locator("main")).to_be_visible()
                assert "/login" not in page.url, f"{email} could not log in"
            return page

        yield open_as


@pytest.fixture
def screenshots(tmp_path: Path) -> Path:
    """Where pictures of pages go: SCREENSHOTS names a folder to keep them."""
    folder = Path(os.environ.get("SCREENSHOTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
