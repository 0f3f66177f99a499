"""The plugin alone in processes of its own: a worker, its Redis and its database, asked from outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from tests.browser.stack import ShopStack, fresh_postgres, wait_until

COMPANIES = 10
PRELUDE = "import django; django.setup()\nimport tests.segmentation.worker_app\n"
EVERYTHING = """
import json
from segmentation.models import *
ignored = {"id", "classified_at", "published_at", "since", "at", "run_id", "version", "created_at"}
models = (
    CustomerProfile, CategoryProfile, PublishedSnapshot, SegmentMembership, BuyclassChange, StatisticsVersion,
    RunFailure,
)
plain = lambda value: bytes(value).hex() if isinstance(value, memoryview) else value
print(json.dumps({
    model.__name__: sorted(
        str({k: plain(v) for k, v in row.items() if k not in ignored}) for row in model.objects.values()
    )
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

    def start_worker(self, *, concurrency: int = 1, seconds_a_read: float = 0, **env: str) -> None:
        """A worker whose orders take long to read, or that stops where `worker_app.stop_at` says."""
        self.extra_env = {"SECONDS_A_READ": str(seconds_a_read), **env}
        self.start(
            "worker", sys.executable, "-m", "celery", "--app", "tests.segmentation.worker_app", "worker",
            "--loglevel", "info", "--concurrency", str(concurrency), "--without-gossip", "--without-mingle",
        )  # fmt: skip
        started = self.log("worker").count("ready.")
        wait_until(lambda: self.log("worker").count("ready.") > started, seconds=60, what="the worker")


def write_orders(path: Path) -> None:
    """A dozen orders of every company: half of them buy the same thing every time, half another."""
    lines = ["customer,order,ordered_at,sku,category,quantity,unit_price"]
    for company in range(COMPANIES):
        for number in range(12):
            day = timezone.localdate() - timedelta(days=14 * number + 1)
            sku = f"item-{number if company % 2 else 0}"
            lines.append(f"C{company},C{company}-{number},{day},{sku},kind-{sku},2,10.00")
    path.write_text("\n".join(lines) + "\n")


@contextmanager
def open_host(folder: Path, name: str) -> Iterator[Host]:
    """A host with an empty database of its own; its orders are beside its folder."""
    folder.mkdir()
    with fresh_postgres(settings.DATABASE_URL, f"buyclass_{name}_{os.getpid()}") as database_url:
        host = Host(folder=folder, database_url=database_url, with_redis=True)
        try:
            host.python("from django.core.management import call_command; call_command('migrate', verbosity=0)")
            yield host
        finally:
            host.close()
