from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache

from segmentation.cache import clear_published
from segmentation.models.attribute_columns import forget_columns

NOTHING_MAY_BE_SKIPPED = os.environ.get("BUYCLASS_REQUIRE_SERVICES") == "1"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = {mark: reason for mark, reason in _needs().items() if reason}
    for item in items:
        for mark in item.iter_markers():
            if mark.name in missing:
                item.add_marker(pytest.mark.skip(reason=missing[mark.name]))
    # Playwright leaves an event loop running in this thread, in which Django refuses the database to what comes after.
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def _needs() -> dict[str, str]:
    """What each mark asks for and this machine lacks; empty where it is there."""
    postgres = "" if settings.DATABASE_URL.startswith("postgres") else "DATABASE_URL names no PostgreSQL"
    redis = "" if settings.REDIS_URL else "REDIS_URL is not set"
    browser = "" if any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))) else "no Chromium found"
    return {"postgres": postgres, "redis": redis, "worker": postgres or redis, "browser": browser}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    return _fail_if_skipped(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    report = yield
    return _fail_if_skipped(report)


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> pytest.TestReport | pytest.CollectReport:
    if NOTHING_MAY_BE_SKIPPED and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped here, and this was. {reason}"
    return report


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """No test sees the answers and cache entries of another."""
    clear_published()
    forget_columns()
    cache.clear()
    yield
    clear_published()
    forget_columns()
