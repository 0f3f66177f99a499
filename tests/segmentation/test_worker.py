"""Runs on real workers, which get killed, and a broker that is away."""

from __future__ import annotations

import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.browser.stack import wait_until
from tests.segmentation.worker_stack import EVERYTHING, PROGRESS, RESUME, RUN_FULL, Host, open_host, write_orders

pytestmark = [
    pytest.mark.worker,
    pytest.mark.skipif(not shutil.which("redis-server"), reason="no redis-server found"),
]


@pytest.fixture
def hosts(tmp_path: Path) -> Iterator[list[Host]]:
    """Two hosts with the same orders, each with its own database and Redis."""
    write_orders(tmp_path / "orders.csv")
    with ExitStack() as stack:
        yield [stack.enter_context(open_host(tmp_path / f"host-{n}", f"worker_{n}")) for n in range(2)]


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


def test_part_whose_orders_are_away_for_a_moment_is_tried_again(hosts: list[Host], tmp_path: Path) -> None:
    host = hosts[0]
    host.start_redis()
    host.start_worker(AWAY_UNTIL=str(tmp_path / "asked-once"))
    host.python(RUN_FULL)

    wait_until(lambda: host.ask(PROGRESS)["runs"] == [["full", "finished"]], seconds=60, what="the run")

    assert (tmp_path / "asked-once").exists()
