"""A full run outlives the worker that does it, and never runs twice at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings

from tests.browser.stack import ROOT, ShopStack, fresh_postgres, wait_until

pytestmark = pytest.mark.worker

RESULTS = {
    "profiles": """
        SELECT customer_key, buyclass, share_routine, share_major, share_new, evidence, confidence, occasions,
               last_order,
               reason_code, reason_params::text, mixed, activity, first_order, expected_from, expected_to, lines_hash
        FROM segmentation_customerprofile ORDER BY customer_key
    """,
    "categories": """
        SELECT customer_key, category, buyclass, share_routine, share_major, share_new, occasions, reason_code
        FROM segmentation_categoryprofile ORDER BY customer_key, category
    """,
    "memberships": """
        SELECT m.customer_key, s.key FROM segmentation_segmentmembership m
        JOIN segmentation_segment s ON s.id = m.segment_id ORDER BY 1, 2
    """,
    "published": "SELECT subject, payload::text FROM segmentation_publishedsnapshot ORDER BY subject",
}


@pytest.fixture
def shop(tmp_path: Path, demo_database: str) -> Iterator[ShopStack]:
    """The demo's orders, and no worker yet."""
    with fresh_postgres(settings.DATABASE_URL, f"buyclass_runs_{os.getpid()}", like=demo_database) as database_url:
        stack = ShopStack(
            folder=tmp_path,
            database_url=database_url,
            with_redis=True,
            extra_env={"SHARD_SIZE": "1", "RUN_STALE_AFTER": "2"},
        )
        try:
            stack.start_redis()
            forget_results(stack)
            yield stack
        finally:
            stack.close()


def rows(shop: ShopStack, query: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(shop.database_url) as connection:
        return connection.execute(query).fetchall()


def results(shop: ShopStack) -> dict[str, list[tuple[Any, ...]]]:
    return {name: rows(shop, query) for name, query in RESULTS.items()}


def forget_results(shop: ShopStack) -> None:
    with psycopg.connect(shop.database_url) as connection:
        for table in (
            "customerprofile",
            "categoryprofile",
            "segmentmembership",
            "buyclasschange",
            "run",
            "outboxentry",
        ):
            connection.execute(f"TRUNCATE segmentation_{table} CASCADE")
        connection.execute("DELETE FROM segmentation_publishedsnapshot WHERE subject <> ''")


def shards_done(shop: ShopStack) -> int:
    return rows(shop, "SELECT count(*) FROM segmentation_runshard WHERE finished_at IS NOT NULL")[0][0]


def finished_runs(shop: ShopStack) -> int:
    return rows(shop, "SELECT count(*) FROM segmentation_run WHERE kind = 'full' AND state = 'finished'")[0][0]


def finished_when_asked(shop: ShopStack) -> bool:
    """Ask, as the schedule does time after time, that a run that stands still goes on; a run at work is let be."""
    shop.celery("call", "segmentation.resume_run")
    return finished_runs(shop) == 1


def test_run_of_a_killed_worker_is_finished_by_the_next(shop: ShopStack) -> None:
    shop.manage("classify_customers")
    undisturbed = results(shop)
    forget_results(shop)

    shop.start_worker(concurrency=1)
    shop.manage("classify_customers", "--queue")
    wait_until(lambda: shards_done(shop) >= 10, seconds=60, what="ten shards are done")
    shop.stop("worker", signal.SIGKILL)
    done = shards_done(shop)
    assert done < len(undisturbed["profiles"])
    assert finished_runs(shop) == 0

    shop.start_worker()
    wait_until(lambda: finished_when_asked(shop), seconds=240, what="the run is finished")

    assert results(shop) == undisturbed
    assert len(rows(shop, "SELECT id FROM segmentation_run WHERE kind = 'full'")) == 1


def test_two_runs_at_once_do_not_both_run(shop: ShopStack) -> None:
    both = [
        subprocess.Popen(
            [sys.executable, "manage.py", "classify_customers", "--format", "json"],
            cwd=ROOT,
            env=shop.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120)[1] for process in both]

    assert sorted(process.returncode for process in both) == [0, 1]
    assert any("A full run is under way" in text for text in said)
    assert finished_runs(shop) == 1
