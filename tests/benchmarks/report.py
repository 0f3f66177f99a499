"""Results as a table that people read and as JSON that programs do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from tests.benchmarks.results import TITLES, Result
from tests.benchmarks.store import Measured, merge_run, read_measured, write_measured

FOLDER = Path(__file__).resolve().parents[2] / "docs"
NAME = "benchmarks"
COLUMNS = ("what", "lines", "seconds", "yardsticks", "of processor time", "MiB above its input", "goals")
SHOWN_ELSEWHERE = frozenset(
    {"seconds", "yardsticks", "cpu_yardsticks", "cpu_seconds", "above_mib", "fastest_seconds", "calls", "before_mib"}
)
LABELS = {
    "frame_mib": "input of {:,.0f} MiB",
    "exponent": "exponent {:.3f}",
    "cpu_exponent": "{:.3f} by processor time",
    "worker_peak_mib": "{:,.0f} MiB a worker at most",
    "rows_of_results": "{:,.0f} rows of results written",
    "rows_of_notes": "{:,.0f} rows of notes on the run",
    "following_seconds": "{:.0f} s more until lists and relations of items were made too",
    "following_rows": "{:,.0f} rows for them",
    "following_peak_mib": "{:,.0f} MiB at most then",
    "of_the_first": "{:.2f} of the first run",
    "client_cpu_seconds": "{:.3f} s of the client's processor",
    "first_seconds": "{:.3f} s the first time",
    "reading_seconds": "of it {:.3f} s reading",
    "peak_mib": "{:,.0f} MiB in all",
    "microseconds_a_line": "{:.2f} µs a line",
    "bytes_a_line": "{:,.0f} bytes a line above the input",
    "frame_bytes_a_line": "{:.0f} bytes a line of input",
    "fixed_seconds": "{:.3f} s whatever the size",
    "fixed_mib": "{:.0f} MiB whatever the size",
    "bare_process_mib": "{:.0f} MiB of process and libraries",
    "table_bytes_a_line": "{:.0f} bytes a line",
    "index_bytes_a_line": "{:.1f} bytes a line of index",
    "relations": "{:,.0f} relations",
}


def write_report(folder: Path, machine: dict[str, Any], results: Sequence[Result]) -> None:
    """Renew both files by what a run found on its machine."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{NAME}.json"
    write_measured(path, merge_run(read_measured(path), machine, results))
    (folder / f"{NAME}.md").write_text(format_report(read_measured(path)))


def format_report(measured: Sequence[Measured]) -> str:
    """The Markdown text: a section a case, and in it a table a machine."""
    named = [(f"Machine {letter}", one) for letter, one in zip(ascii_uppercase, measured, strict=False)]
    machines = [f"- **{name}**: {_format_machine(one.machine)}" for name, one in named]
    sections = [
        "\n\n".join([f"## {title}", *tables]) + "\n"
        for case, title in TITLES.items()
        if (tables := [_format_table(name, one, case) for name, one in named if one.of(case)])
    ]
    return "\n".join([f"# Benchmarks\n\n{EXPLAINED}\n", *machines, "", *sections])


EXPLAINED = """\
Made order lines, seeded: companies = lines / 200, each with 12 orders of 16 lines, out of 20,000 items in 200
categories, shuffled. Every measurement runs in a process of its own and is the median of its calls. A *yardstick* is
`numpy.sort` of 10 million random 64-bit integers, measured before every measurement of the same run; the median of
these is one yardstick. *Of processor time* is the same ratio between the seconds that both spent on a processor: the
one to look at where the machine was busy with other work; it is left out where a database server works beside. Memory
is the peak above what was held just before, which is the process with its libraries and its input.
[The same as JSON](benchmarks.json).

Ratios count, and only within one run: yardsticks, and figures beside each other in one table. Seconds are those of the
machine that stands above them. A run renews what it measured on its own machine; what other machines measured stays."""


def _format_machine(machine: dict[str, Any]) -> str:
    packages = ", ".join(f"{name} {version}" for name, version in machine["packages"].items())
    server = machine.get("postgres", {})
    postgres = ", PostgreSQL " + ", ".join(
        f"{name.replace('server_version', '').strip()} {value}".strip() for name, value in server.items()
    )
    return (
        f"{_short(machine)}, {machine['system']}; at its latest run Python {machine['python']}, "
        f"{packages}{postgres if server else ''}."
    )


def _short(machine: dict[str, Any]) -> str:
    return f"{machine['processors']} processors ({machine['processor']}), {machine['memory_gib']} GiB"


def _format_table(name: str, measured: Measured, case: str) -> str:
    results = measured.of(case)
    rows = [COLUMNS, ("---", *("---:",) * 5, "---"), *(_format_row(result) for result in results)]
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    origins = {_format_origin(result.measured) for result in results if result.measured}
    return "\n".join([f"{name}, {_short(measured.machine)}:", "", table, "", *sorted(origins)])


def _format_origin(measured: dict[str, Any]) -> str:
    return (
        f"Measured with `{measured['command']}` on {measured['day']} at {measured['commit']}. One yardstick: "
        f"{measured['yardstick_seconds']:.3f} s, of a processor {measured['yardstick_cpu_seconds']:.3f} s, "
        f"the first sort of a process {measured['yardstick_first_seconds']:.3f} s. "
        f"Load before: {measured['load_before']}."
    )


def _format_row(result: Result) -> tuple[str, ...]:
    figures = result.figures
    others = ", ".join(
        LABELS.get(name, f"{name.replace('_', ' ')} {{:.3g}}").format(value)
        for name, value in figures.items()
        if name not in SHOWN_ELSEWHERE
    )
    goals = "; ".join(f"{goal.text()}: {'reached' if result.met(goal) else '**not reached**'}" for goal in result.goals)
    return (
        f"{result.what}<br>{others}" if others else result.what,
        f"{result.lines:,}",
        _number(figures.get("seconds"), ".3f"),
        _number(figures.get("yardsticks"), ".1f"),
        _number(figures.get("cpu_yardsticks"), ".1f"),
        _number(figures.get("above_mib"), ",.0f"),
        goals,
    )


def _number(value: float | None, form: str) -> str:
    return "" if value is None else format(value, form)
