"""The full run as it is in operation: order lines in PostgreSQL, two Celery workers, classes published."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from tests.benchmarks.child import ONE_THREAD, ROOT, MeasurementError, run_in_child
from tests.benchmarks.measure import MEBIBYTE, peak_bytes
from tests.benchmarks.postgres import count_rows_written

WORKERS = 2
LONGEST = 1800
STATISTICS_DELAY = 2.0
"""Seconds after which PostgreSQL has added up what closed connections wrote."""


def measure_full_runs(*, env: dict[str, str]) -> dict[str, dict[str, Any]]:
    """A first full run, and a second with nothing changed: seconds, peak memory of each worker, rows written."""
    with psycopg.connect(env["DATABASE_URL"], autocommit=True) as connection:
        results = {}
        for name in ("first", "unchanged"):
            with _workers(env) as pids:
                before = count_rows_written(connection)
                seconds = _run(env, connection)
                peaks = [peak_bytes(pid) / MEBIBYTE for pid in pids]
                time.sleep(STATISTICS_DELAY)
                published = count_rows_written(connection)
                following = run_in_child(wait_until_idle, env=env)
                following_peaks = [peak_bytes(pid) / MEBIBYTE for pid in pids]
            time.sleep(STATISTICS_DELAY)
            after = count_rows_written(connection)
            results[name] = {
                "seconds": seconds,
                "worker_peak_mib": max(peaks),
                "rows_of_results": published["results"] - before["results"],
                "rows_of_notes": published["notes"] - before["notes"],
                "following_seconds": following,
                "following_rows": after["results"] - published["results"],
                "following_peak_mib": max(following_peaks),
            }
    return results


def enqueue_full_run() -> float:
    """Ask for a full run; brings back when."""
    import tests.benchmarks.host.app  # noqa: F401, the app that tasks are sent with
    from segmentation.tasks import run_full

    moment = time.time()
    run_full.delay()
    return moment


def wait_until_idle() -> float:
    """Seconds until the workers have done what follows a run: reorder lists, and what is known of items."""
    from tests.benchmarks.host.app import app

    start, busy = time.time(), True
    while busy:
        if time.time() - start > LONGEST:
            raise MeasurementError(f"The workers were not done within {LONGEST} seconds.")
        time.sleep(0.5)
        inspected = app.control.inspect(timeout=3)
        at_work = [inspected.active() or {}, inspected.reserved() or {}]
        with app.connection_for_read() as connection:
            waiting = connection.default_channel.client.llen(app.conf.task_default_queue)
        answered = all(len(answers) == WORKERS for answers in at_work)
        busy = bool(waiting) or not answered or any(tasks for answers in at_work for tasks in answers.values())
    return time.time() - start


def _run(env: dict[str, str], connection: psycopg.Connection) -> float:
    """Seconds from asking for a full run until it says that it is finished."""
    earlier = _latest(connection)
    started: float = run_in_child(enqueue_full_run, env=env)
    while time.time() - started < LONGEST:
        latest = _latest(connection)
        if latest[0] != earlier[0] and latest[1] != "running":
            if latest[1] != "finished":
                raise MeasurementError(f"The full run ended as {latest[1]}: {latest[2]}")
            return time.time() - started
        time.sleep(0.05)
    raise MeasurementError(f"The full run did not end within {LONGEST} seconds.")


def _latest(connection: psycopg.Connection) -> tuple[int, str, str]:
    row = connection.execute(
        "select id, state, error from segmentation_run where kind = 'full' order by id desc limit 1"
    ).fetchone()
    return row or (0, "", "")


@contextlib.contextmanager
def _workers(env: dict[str, str]) -> Iterator[list[int]]:
    """Two workers with one process each; brings the processes that do the work."""
    with tempfile.TemporaryDirectory() as folder:
        logs = [Path(folder) / f"worker-{number}.log" for number in range(WORKERS)]
        processes = [_start(env, number, log) for number, log in enumerate(logs)]
        try:
            deadline = time.monotonic() + 60
            while not all("ready." in log.read_text(errors="replace") for log in logs):
                if time.monotonic() > deadline or any(process.poll() is not None for process in processes):
                    said = "\n".join(log.read_text(errors="replace")[-2000:] for log in logs)
                    raise MeasurementError(f"The workers did not start:\n{said}")
                time.sleep(0.1)
            yield [pid for process in processes for pid in _children(process.pid)]
        finally:
            for process in processes:
                process.send_signal(signal.SIGTERM)
            for process in processes:
                process.wait(timeout=60)


def _start(env: dict[str, str], number: int, log: Path) -> subprocess.Popen[bytes]:
    command = [
        sys.executable, "-m", "celery", "--app", "tests.benchmarks.host.app", "worker", "--loglevel", "info",
        "--pool", "prefork", "--concurrency", "1", "--hostname", f"bench-{os.getpid()}-{number}@%h",
        "--without-gossip", "--without-mingle",
    ]  # fmt: skip
    with log.open("wb") as output:
        return subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **ONE_THREAD, **env}, stdout=output, stderr=subprocess.STDOUT
        )


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in found.read_text().split()] if found.exists() else [pid]
