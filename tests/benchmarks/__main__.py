"""`python -m tests.benchmarks [--full] [--repeats N] [--json PATH] [--write]`: how fast companies are classified."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from tests.benchmarks.measure import measure_in_child, measure_yardstick

SIZES = (100_000, 1_000_000)
FULL_SIZE = 10_000_000
REPORT = Path(__file__).parents[2] / "docs" / "benchmarks.md"

Rows = list[dict[str, float]]


def main() -> None:
    """Measure, print a table, and write it where asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--full", action="store_true", help="also ten million lines (about 6 GB of memory)")
    parser.add_argument("--repeats", type=int, default=3, help="runs per size; the median counts")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--write", action="store_true", help="renew docs/benchmarks.md")
    options = parser.parse_args()
    yardstick = measure_yardstick(options.repeats)
    rows = [measure_in_child(size, options.repeats) for size in (*SIZES, *((FULL_SIZE,) if options.full else ()))]
    for row in rows:
        row["yardsticks"] = round(row["seconds"] / yardstick, 1)
    table = format_table(rows, yardstick)
    sys.stdout.write(f"{table}\n")
    if options.json:
        options.json.write_text(json.dumps({"yardstick_seconds": round(yardstick, 3), "runs": rows}, indent=2) + "\n")
    if options.write:
        REPORT.parent.mkdir(exist_ok=True)
        REPORT.write_text(f"# Benchmarks\n\n{table}\n")


def format_table(rows: Rows, yardstick: float) -> str:
    """The figures as a Markdown table, with what they were measured on."""
    head = ("lines", "companies", "seconds", "lines per second", "peak MB", "of it input MB", "yardsticks")
    body = [
        (
            f"{row['lines']:,.0f}",
            f"{row['customers']:,.0f}",
            f"{row['seconds']:.2f}",
            f"{row['lines'] / row['seconds']:,.0f}",
            f"{row['peak_mb']:,.0f}",
            f"{row['input_mb']:,.0f}",
            f"{row['yardsticks']:.1f}",
        )
        for row in rows
    ]
    lines = ["| " + " | ".join(cells) + " |" for cells in (head, ("---:",) * len(head), *body)]
    machine = (
        f"{os.cpu_count()} processors ({platform.machine()}), Python {platform.python_version()}, "
        f"numpy {np.__version__}, pandas {pd.__version__}"
    )
    explained = (
        "Classifying seeded order lines, medians, each size in a process of its own. One yardstick is `numpy.sort` of "
        f"10,000,000 64-bit integers in the same run: {yardstick:.3f} s."
    )
    return "\n".join([explained, "", *lines, "", f"Measured with `python -m tests.benchmarks` on {machine}."])


if __name__ == "__main__":
    main()
