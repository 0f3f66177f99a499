"""`make bench`: how fast, with how much memory, beside what. `ARGS="--full"` for ten million lines."""

from __future__ import annotations

import argparse
import os
import shlex
import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tests.benchmarks import cases_in_memory as in_memory
from tests.benchmarks import report, yardstick
from tests.benchmarks.bench import Bench
from tests.benchmarks.machine import describe_machine
from tests.benchmarks.results import Result
from tests.benchmarks.store import merge_run

SIZES = (100_000, 1_000_000)
FULL_SIZES = (*SIZES, 10_000_000)
IN_MEMORY = {
    "classify": in_memory.measure_classify,
    "rivals": in_memory.measure_rivals,
    "lists": in_memory.measure_lists,
    "company": in_memory.measure_company,
    "habits": in_memory.measure_habits,
    "sweep": in_memory.measure_sweep,
}
ON_POSTGRES = ("reading", "run", "drain", "sql", "preview", "draft", "attributes", "segments", "switches", "effect")
NEED_REDIS = frozenset({"run", "drain", "switches"})


def main(arguments: Sequence[str] | None = None) -> list[Result]:
    """Measure, print a table, and write it where asked."""
    options = _parse(arguments)
    bench = Bench(
        folder=Path(),
        sizes=options.lines or (FULL_SIZES if options.full else SIZES),
        repeats=options.repeats,
        server_url=os.environ.get("DATABASE_URL", ""),
        redis_url=os.environ.get("REDIS_URL", ""),
        yardstick_size=options.yardstick,
        say=lambda text: print(text, file=sys.stderr, flush=True),  # noqa: T201
    )
    machine = describe_machine()
    command = shlex.join(["python", "-m", "tests.benchmarks", *(sys.argv[1:] if arguments is None else arguments)])
    with tempfile.TemporaryDirectory(prefix="buyclass-bench-") as folder:
        bench.folder = Path(folder)
        bench.sort()
        bench.after = partial(_settle, bench, machine, command=command, folder=options.write)
        for measure in _wanted(bench, options.only, machine):
            measure(bench)
        bench.after()
    sys.stdout.write(report.format_report(merge_run([], machine, bench.results)))
    return bench.results


def _wanted(bench: Bench, names: Sequence[str], machine: dict[str, Any]) -> list[Callable[[Bench], None]]:
    """What to measure, in order; says what cannot be."""
    wanted = [IN_MEMORY[case] for case in IN_MEMORY if case in names]
    on_postgres = frozenset(names) & frozenset(ON_POSTGRES)
    if not bench.server_url.startswith("postgres"):
        left_out, on_postgres = on_postgres, frozenset()
    elif not bench.redis_url:
        left_out, on_postgres = on_postgres & NEED_REDIS, on_postgres - NEED_REDIS
    else:
        left_out = frozenset()
    if left_out:
        bench.say(f"left out: {', '.join(sorted(left_out))}; set DATABASE_URL (PostgreSQL) and REDIS_URL for them")
    if on_postgres:
        from tests.benchmarks.cases_of_attributes import measure_attributes
        from tests.benchmarks.cases_of_effects import measure_effect
        from tests.benchmarks.cases_of_rules import measure_drafts, measure_previews
        from tests.benchmarks.cases_of_switches import measure_switches
        from tests.benchmarks.cases_on_postgres import measure_on_postgres
        from tests.benchmarks.postgres import describe_server

        machine["postgres"] = describe_server(bench.server_url)
        alone = {
            "preview": measure_previews,
            "draft": measure_drafts,
            "attributes": measure_attributes,
            "switches": measure_switches,
            "effect": measure_effect,
        }
        if of_lines := on_postgres - alone.keys():
            wanted.append(partial(measure_on_postgres, wanted=of_lines))
        wanted += [measure for name, measure in alone.items() if name in on_postgres]
    return wanted


def _settle(bench: Bench, machine: dict[str, Any], *, command: str, folder: Path | None) -> None:
    """Divide all results so far by the yardstick so far, and write them where asked."""
    one = bench.yardstick()
    origin = {
        "command": command,
        "day": machine["day"],
        "commit": machine["commit"],
        "load_before": machine["load_before"],
        "yardstick_seconds": round(one["seconds"], 4),
        "yardstick_cpu_seconds": round(one["cpu_seconds"], 4),
        "yardstick_first_seconds": round(one["first_seconds"], 4),
        "yardsticks_measured": len(bench.sorts),
    }
    for result in bench.results:
        result.measured = origin
        result.add_yardsticks(one)
    if folder:
        report.write_report(folder, machine, bench.results)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    everything = (*IN_MEMORY, *ON_POSTGRES)
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--full", action="store_true", help="also ten million lines (about 6 GB of memory)")
    parser.add_argument("--lines", type=_numbers, metavar="N,...", help="these sizes instead, ascending")
    parser.add_argument("--only", type=_names, default=everything, metavar="NAME,...", help=", ".join(everything))
    parser.add_argument("--repeats", type=int, default=3, help="calls of each; the median counts")
    parser.add_argument("--yardstick", type=int, default=yardstick.SIZE, help="integers to sort; fewer for a try")
    parser.add_argument(
        "--write",
        nargs="?",
        type=Path,
        const=report.FOLDER,
        metavar="FOLDER",
        help="renew docs/benchmarks.md and .json",
    )
    options = parser.parse_args(arguments)
    if unknown := [name for name in options.only if name not in everything]:
        parser.error(f"Nothing is called {', '.join(unknown)}; there is {', '.join(everything)}.")
    return options


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split(","))


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(sorted(int(number.replace("_", "")) for number in text.split(",")))


if __name__ == "__main__":
    # A run that is told to stop stops its workers and drops its database on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    main()
