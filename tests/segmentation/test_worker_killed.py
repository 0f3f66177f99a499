"""A worker is killed at every stage of a run, and the run taken over stores what an undisturbed one does."""

from __future__ import annotations

import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.browser.stack import wait_until
from tests.segmentation.worker_stack import EVERYTHING, PROGRESS, RESUME, RUN_FULL, Host, open_host, write_orders

pytestmark = [
    pytest.mark.worker,
    pytest.mark.skipif(not shutil.which("redis-server"), reason="no redis-server found"),
]

STOPS_IN_THE_PROCESS = ["first read", "second read", "mapping", "classifying", "reducing"]
STOPS_IN_THE_DATABASE = {
    "planning": "INSERT ON segmentation_runshard",
    "locking": "INSERT ON segmentation_publishedsnapshot",
    "writing profiles": "INSERT ON segmentation_customerprofile",
    "writing categories": "INSERT ON segmentation_categoryprofile",
    "writing memberships": "INSERT ON segmentation_segmentmembership",
    "publishing": "UPDATE ON segmentation_publishedsnapshot",
    "closing a part": "UPDATE OF finished_at ON segmentation_runshard",
    "keeping statistics": "INSERT ON segmentation_statisticsversion",
    "finishing": "UPDATE OF finished_at ON segmentation_run",
}
SLEEP = """
CREATE FUNCTION stand_still() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_sleep(600); RETURN NEW; END $$
"""


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[tuple[Host, dict[str, Any]]]:
    """A host, and what an undisturbed run of it stores."""
    folder = tmp_path_factory.mktemp("killed")
    write_orders(folder / "orders.csv")
    with django_db_blocker.unblock(), open_host(folder / "host", "killed") as opened:
        opened.start_redis()
        opened.start_worker(SHARD_SIZE="4")
        opened.python(RUN_FULL)
        wait_until(lambda: opened.ask(PROGRESS)["runs"] == [["full", "finished"]], seconds=90, what="the run")
        opened.stop("worker", signal.SIGKILL)
        yield opened, opened.ask(EVERYTHING)


@pytest.fixture
def fresh(host: tuple[Host, dict[str, Any]]) -> Host:
    """The host before its first run, with nothing in its queue."""
    opened, _ = host
    with psycopg.connect(opened.database_url) as connection:
        for table in (
            "customerprofile", "categoryprofile", "segmentmembership", "buyclasschange", "run", "statisticsversion",
        ):  # fmt: skip
            connection.execute(f"TRUNCATE segmentation_{table} CASCADE")
        connection.execute("DELETE FROM segmentation_publishedsnapshot WHERE subject <> ''")
    opened.stop("redis")
    opened.start_redis()
    return opened


def sleeping(host: Host) -> list[int]:
    query = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"
    with psycopg.connect(host.database_url) as connection:
        return [pid for (pid,) in connection.execute(query).fetchall()]


def kill_and_take_over(host: Host) -> dict[str, Any]:
    """What is stored after the worker was killed, another took over, and the run was finished."""
    host.stop("worker", signal.SIGKILL)
    with psycopg.connect(host.database_url, autocommit=True) as connection:
        # The database notices a client that is gone only when it wants to answer it.
        for pid in sleeping(host):
            connection.execute("SELECT pg_terminate_backend(%s)", [pid])
        connection.execute("DROP FUNCTION IF EXISTS stand_still CASCADE")
    left = host.ask(PROGRESS)["runs"]
    time.sleep(2.1)
    host.start_worker(SHARD_SIZE="4")
    try:
        host.python(RESUME)
        wait_until(lambda: host.ask(PROGRESS)["runs"] == [["full", "finished"]], seconds=90, what="the run taken over")
    finally:
        host.stop("worker", signal.SIGKILL)
    assert left == [["full", "running"]]
    return host.ask(EVERYTHING)


@pytest.mark.parametrize("place", STOPS_IN_THE_PROCESS)
def test_worker_killed_while_it_works_loses_nothing(
    host: tuple[Host, dict[str, Any]], fresh: Host, tmp_path: Path, place: str
) -> None:
    reached = tmp_path / "reached"
    fresh.start_worker(SHARD_SIZE="4", STOP_AT=f"{place}:{reached}")
    fresh.python(RUN_FULL)
    wait_until(reached.exists, seconds=60, what=place)

    assert kill_and_take_over(fresh) == host[1]


@pytest.mark.parametrize("place", STOPS_IN_THE_DATABASE)
def test_worker_killed_while_it_stores_loses_nothing(
    host: tuple[Host, dict[str, Any]], fresh: Host, place: str
) -> None:
    with psycopg.connect(fresh.database_url) as connection:
        connection.execute(SLEEP)
        connection.execute(
            f"CREATE TRIGGER still BEFORE {STOPS_IN_THE_DATABASE[place]} FOR EACH ROW EXECUTE FUNCTION stand_still()"
        )
    fresh.start_worker(SHARD_SIZE="4")
    fresh.python(RUN_FULL)
    wait_until(lambda: bool(sleeping(fresh)), seconds=60, what=place)

    assert kill_and_take_over(fresh) == host[1]
