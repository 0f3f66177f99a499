"""What is measured on PostgreSQL, with real workers where they matter."""

from __future__ import annotations

import os

from tests.benchmarks.bench import Bench
from tests.benchmarks.cases_in_memory import GOAL_SIZE, LARGEST_COMPANY
from tests.benchmarks.child import run_in_child
from tests.benchmarks.full_run import measure_full_runs
from tests.benchmarks.in_memory import TODAY
from tests.benchmarks.postgres import HOST_SETTINGS, own_database
from tests.benchmarks.results import Goal, Result

WAYS = {
    "source": "read by the plugin's source, to the canonical frame",
    "adbc": "read by ADBC, as Arrow",
    "copy": "read by COPY, as CSV",
    "fetchall": "read by psycopg's fetchall",
    "values_list": "read by Django's values_list",
}
ROWS = frozenset({"fetchall", "values_list"})
MOST_ROWS = 2_000_000
"""Rows as Python objects take some 600 bytes each; more of them say nothing more."""
GOALS_OF_RUN = (
    Goal(figure="yardsticks", most=60, unit="yardsticks"),
    Goal(figure="worker_peak_mib", most=1024, unit="MiB a worker"),
)
GOAL_OF_RATIO = Goal(figure="of_the_first", most=0.25, unit="of the first run")
GOAL_OF_ROWS = Goal(figure="rows_of_results", most=0, unit="rows")
GOAL_OF_REFRESH = Goal(figure="joining_seconds", most=10, unit="s")
GOAL_OF_COMPANY = Goal(figure="seconds", most=0.050, unit="s")


def measure_on_postgres(bench: Bench, *, wanted: frozenset[str]) -> None:
    """A table of as many lines as the largest size has; then what is wanted of it: run, drain, reading, sql."""
    count = bench.sizes[-1]
    with own_database(bench.server_url) as url:
        env = {
            "DATABASE_URL": url,
            "REDIS_URL": bench.redis_url,
            "DJANGO_SETTINGS_MODULE": HOST_SETTINGS,
            "BENCH_QUEUE": f"buyclass-bench-{os.getpid()}",
        }
        filled = run_in_child(
            "tests.benchmarks.host.orders:fill_table", env=env, path=bench.lines_file(count), largest=LARGEST_COMPANY
        )
        bench.keep(
            Result(
                case="table",
                what="the table and its index on the customer",
                lines=filled["lines"],
                figures={
                    "table_bytes_a_line": filled["table_bytes"] / filled["lines"],
                    "index_bytes_a_line": filled["index_bytes"] / filled["lines"],
                },
            )
        )
        if "reading" in wanted:
            _measure_reading(bench, env, lines=filled["lines"])
        if "run" in wanted:
            _measure_runs(bench, env, lines=filled["lines"], is_goal=count == GOAL_SIZE)
        if "drain" in wanted:
            _measure_drain(bench, env)
        if "sql" in wanted:
            bench.take(
                "tests.benchmarks.host.reading:measure_plain_sql",
                case="sql",
                what="plain metrics, window functions in PostgreSQL",
                lines=filled["lines"],
                env=env,
                today=TODAY,
            )
        if "segments" in wanted:
            _measure_segments(bench, env)


def _measure_segments(bench: Bench, env: dict[str, str]) -> None:
    """Last, for it puts companies of its own in the place of those there are."""
    bench.take(
        "tests.benchmarks.host.refreshes:measure_refresh",
        case="segments",
        what="one segment refreshed, 100,000 of a million companies join, and leave",
        goals=(GOAL_OF_REFRESH,),
        env=env,
        companies=1_000_000,
        changes=100_000,
    )
    bench.take(
        "tests.benchmarks.host.refreshes:measure_one_company",
        case="segments",
        what="300 segments refreshed for one company",
        goals=(GOAL_OF_COMPANY,),
        env=env,
        segments=300,
        repeats=max(bench.repeats, 7),
    )


def _measure_reading(bench: Bench, env: dict[str, str], *, lines: int) -> None:
    for way, what in WAYS.items():
        bench.take(
            "tests.benchmarks.host.reading:measure_reading",
            case="reading",
            what=what,
            env=env,
            way=way,
            limit=min(lines, MOST_ROWS) if way in ROWS else lines,
            repeats=1 if way in ROWS else bench.repeats,
        )


def _measure_runs(bench: Bench, env: dict[str, str], *, lines: int, is_goal: bool) -> None:
    bench.sort()
    runs = measure_full_runs(env=env)
    bench.sort()
    first, unchanged = runs["first"], runs["unchanged"]
    unchanged["of_the_first"] = unchanged["seconds"] / first["seconds"]
    bench.keep(
        Result(
            case="run",
            what="full run, two workers, read to published",
            lines=lines,
            figures=first,
            goals=GOALS_OF_RUN if is_goal else (),
        )
    )
    bench.keep(
        Result(
            case="run",
            what="full run, nothing changed since",
            lines=lines,
            figures=unchanged,
            goals=(GOAL_OF_RATIO, GOAL_OF_ROWS),
        )
    )


def _measure_drain(bench: Bench, env: dict[str, str]) -> None:
    for customer, goals in (("LARGEST", (GOAL_OF_COMPANY,)), ("C1", ())):
        bench.take(
            "tests.benchmarks.host.one_company:measure_drain",
            case="drain",
            what="one company after an order, in the worker",
            goals=goals,
            env=env,
            customer=customer,
            repeats=max(bench.repeats, 7),
        )
