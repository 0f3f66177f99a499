"""Runs on real workers, which get killed, and a broker that is away."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from tests.browser.stack import ShopStack, fresh_postgres, wait_until

pytestmark = pytest.mark.worker

COMPANIES = 10
PRELUDE = "import django; django.setup()\nimport tests.segmentation.worker_app\n"
EVERYTHING = """
import json
from segmentation.models import *
ignored = {"id", "classified_at", "published_at", "since", "at", "run_id"}
models = (CustomerProfile, CategoryProfile, PublishedSnapshot, SegmentMembership, BuyclassChange)
print(json.dumps({
    model.__name__: sorted(str({k: v for k, v in row.items() if k not in ignored}) for row in model.objects.values())
    for model in models
}))
"""
PROGRESS = """
import json
from segmentation.models import *
print(json.dumps({
    "runs": list(Run.objects.order_by("pk").values_list("kind", "state")),
    "open": RunShard.objects.filter(finished_at=None).count(),
    "done": RunShard.objects.exclude(finished_at=None).count(),
    "waiting": OutboxEntry.objects.count(),
}))
"""
RUN_FULL = "from segmentation.tasks import run_full; run_full.delay()"
RESUME = "from segmentation.tasks import resume_run; resume_run.delay()"


class Host(ShopStack):
    """The plugin alone, with a worker."""

    @property
    def env(self) -> dict[str, str]:
        return super().env | {
            "DJANGO_SETTINGS_MODULE": "tests.segmentation.worker_host",
            "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0",
            "ORDERS_FILE": str(self.folder.parent / "orders.csv"),
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }

    def python(self, code: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", PRELUDE + code], env=self.env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ask(self, code: str) -> dict[str, Any]:
        return dict(json.loads(self.python(code).splitlines()[-1]))

    def start_worker(self, *, concurrency: int = 1, seconds_a_read: float = 0) -> None:
        self.extra_env = {"SECONDS_A_READ": str(seconds_a_read)}
        self.start(
            "worker", sys.executable, "-m", "celery", "--app", "tests.segmentation.worker_app", "worker",
            "--loglevel", "info", "--concurrency", str(concurrency), "--without-gossip", "--without-mingle",
        )  # fmt: skip
        started = self.log("worker").count("ready.")
        wait_until(lambda: self.log("worker").count("ready.") > started, seconds=60, what="the worker")


@pytest.fixture
def hosts(tmp_path: Path) -> Iterator[list[Host]]:
    """Two hosts with the same orders, each with its own database and Redis."""
    lines = ["customer,order,ordered_at,sku,category,quantity,unit_price"]
    for company in range(COMPANIES):
        for number in range(12):
            day = timezone.localdate() - timedelta(days=14 * number + 1)
            sku = f"item-{number if company % 2 else 0}"
            lines.append(f"C{company},C{company}-{number},{day},{sku},kind-{sku},2,10.00")
    (tmp_path / "orders.csv").write_text("\n".join(lines) + "\n")
    opened = []
    try:
        for number in range(2):
            folder = tmp_path / f"host-{number}"
            folder.mkdir()
            database = fresh_postgres(settings.DATABASE_URL, f"buyclass_worker_{os.getpid()}_{number}")
            host = Host(folder=folder, database_url=database.__enter__(), with_redis=True)
            opened.append((host, database))
            host.python("from django.core.management import call_command; call_command('migrate', verbosity=0)")
        yield [host for host, _ in opened]
    finally:
        for host, database in opened:
            host.close()
            database.__exit__(None, None, None)


@pytest.mark.skipif(not shutil.which("redis-server"), reason="no redis-server found")
def test_run_of_a_killed_worker_is_finished_by_the_next_with_the_same_result(hosts: list[Host]) -> None:
    undisturbed, disturbed = hosts
    undisturbed.start_redis()
    undisturbed.start_worker()
    undisturbed.python(RUN_FULL)
    wait_until(lambda: undisturbed.ask(PROGRESS)["runs"] == [["full", "finished"]], seconds=60, what="the run")
    disturbed.start_redis()
    disturbed.start_worker(seconds_a_read=1.0)
    disturbed.python(RUN_FULL)
    wait_until(lambda: disturbed.ask(PROGRESS)["done"] >= 2, seconds=60, what="two parts of the run")
    disturbed.stop("worker", signal.SIGKILL)
    left = disturbed.ask(PROGRESS)
    time.sleep(2.1)

    disturbed.start_worker()
    disturbed.python(RUN_FULL)
    finished = [["full", "finished"]]
    wait_until(lambda: disturbed.ask(RESUME + PROGRESS)["runs"] == finished, seconds=60, what="the adopted run")

    assert left["runs"] == [["full", "running"]]
    assert left["open"] > 0
    assert disturbed.ask(EVERYTHING) == undisturbed.ask(EVERYTHING)


@pytest.mark.skipif(not shutil.which("redis-server"), reason="no redis-server found")
def test_order_placed_while_the_broker_is_away_is_worked_out_when_it_is_back(hosts: list[Host]) -> None:
    host = hosts[0]
    seconds = host.ask(
        "import json, time, logging; logging.disable()\n"
        "from segmentation.public import request_reclassify\n"
        "started = time.monotonic(); request_reclassify('C0'); print()\n"
        "print(json.dumps({'seconds': time.monotonic() - started}))"
    )["seconds"]
    waiting = host.ask(PROGRESS)

    host.start_redis()
    host.start_worker()
    host.python("from segmentation.tasks import drain_outbox; drain_outbox.delay()")
    wait_until(lambda: host.ask(PROGRESS)["waiting"] == 0, seconds=60, what="the outbox to be drained")

    assert seconds < 2
    assert (waiting["waiting"], waiting["runs"]) == (1, [])
    assert host.ask(PROGRESS)["runs"] == [["partial", "finished"]]
