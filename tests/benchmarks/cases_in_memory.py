"""What is measured without a database."""

from __future__ import annotations

import importlib.util
import os

from tests.benchmarks import habits, in_memory
from tests.benchmarks.bench import Bench
from tests.benchmarks.growth import cost_per_line, growth_exponent, pairwise_exponents
from tests.benchmarks.results import Goal, Result
from tests.benchmarks.synthetic_orders import LINES_PER_COMPANY, LINES_PER_ORDER, ORDERS_PER_COMPANY

GOAL_SIZE = 10_000_000
GOALS_OF_CLASSIFY = (
    Goal(figure="yardsticks", most=10, unit="yardsticks"),
    Goal(figure="above_mib", most=1536, unit="MiB above the frame"),
)
GOAL_OF_GROWTH = Goal(figure="exponent", most=1.05, unit="as exponent")
SWEEP = (20_000, 100_000, 500_000, 1_000_000, 2_000_000, 4_000_000)
LARGE_SIZES = 4
LARGEST_COMPANY = 12_000
MOST_RECORDS = 1_000_000
"""More lie in memory together only where a host asks for that many."""


def made(count: int) -> int:
    """How many lines are made where so many are asked for."""
    return max(count // LINES_PER_COMPANY, 1) * ORDERS_PER_COMPANY * LINES_PER_ORDER


def measure_classify(bench: Bench) -> None:
    """Classification at every size, with keys as categories and, beside, as plain texts; and how it grows."""
    found = [
        bench.take(
            in_memory.measure_classify,
            case="classify",
            what="classify, keys as categories",
            lines=made(count),
            goals=GOALS_OF_CLASSIFY if count == GOAL_SIZE else (),
            path=bench.lines_file(count),
            repeats=bench.repeats,
        )
        for count in bench.sizes
    ]
    if len(found) > 1:
        bench.keep(_growth(found))
    count = bench.sizes[-1]
    processors = os.cpu_count() or 1
    bench.take(
        in_memory.measure_classify,
        case="classify",
        what=f"classify, keys as categories, {processors} threads",
        lines=made(count),
        goals=GOALS_OF_CLASSIFY if count == GOAL_SIZE else (),
        path=bench.lines_file(count),
        repeats=bench.repeats,
        threads=processors,
    )
    bench.take(
        in_memory.measure_classify,
        case="classify",
        what="classify, keys as plain texts",
        lines=made(count),
        path=bench.lines_file(count, text=True),
        repeats=bench.repeats,
    )


def _growth(found: list[Result]) -> Result:
    lines = [result.lines for result in found]
    seconds = [result.figures["seconds"] for result in found]
    processor = [result.figures["cpu_seconds"] for result in found]
    steps = {f"step_{number}": step for number, step in enumerate(pairwise_exponents(lines, seconds), start=1)}
    exponents = {"exponent": growth_exponent(lines, seconds), "cpu_exponent": growth_exponent(lines, processor)}
    return Result(
        case="classify",
        what="growth from the smallest to the largest",
        lines=lines[-1],
        figures=exponents | steps,
        goals=(GOAL_OF_GROWTH,),
    )


def measure_rivals(bench: Bench) -> None:
    """What one would write or take instead, which says much less; on the largest size."""
    count = bench.sizes[-1]
    for what, function in (
        ("plain metrics, pandas group-bys", in_memory.measure_plain_pandas),
        ("plain metrics, DuckDB window functions", in_memory.measure_duckdb),
        ("recency, frequency and value, lifetimes", in_memory.measure_lifetimes),
    ):
        bench.take(
            function,
            case="rivals",
            what=what,
            lines=made(count),
            path=bench.lines_file(count),
            repeats=bench.repeats,
        )


def measure_sweep(bench: Bench) -> None:
    """Seconds and bytes that a line costs, from which shards are sized."""
    sizes = [size for size in SWEEP if size <= bench.sizes[-1]] or list(bench.sizes)
    found = [
        bench.take(
            in_memory.measure_classify,
            case="sweep",
            what="classify",
            lines=made(size),
            path=bench.lines_file(size),
            repeats=bench.repeats,
        )
        for size in sizes
    ]
    bench.take(
        in_memory.measure_part,
        case="sweep",
        what="read a Parquet file of texts, then classify",
        lines=made(sizes[-1]),
        path=bench.lines_file(sizes[-1], text=True),
        repeats=bench.repeats,
    )
    if len(found) < 2:
        return
    # Companies are worked out in blocks, so that only sizes of several blocks show what one more line takes.
    large = found[-LARGE_SIZES:]
    lines = [result.lines for result in large]
    fixed_seconds, seconds = cost_per_line(lines, [result.figures["cpu_seconds"] for result in large])
    fixed_mib, mib = cost_per_line(lines, [result.figures["above_mib"] for result in large])
    bench.keep(
        Result(
            case="sweep",
            what="cost of a line",
            lines=lines[-1],
            figures={
                "microseconds_a_line": seconds * 1e6,
                "bytes_a_line": mib * 2**20,
                "frame_bytes_a_line": found[-1].figures["frame_mib"] * 2**20 / lines[-1],
                "fixed_seconds": fixed_seconds,
                "fixed_mib": fixed_mib,
                "bare_process_mib": found[0].figures["before_mib"] - found[0].figures["frame_mib"],
            },
        )
    )


def measure_company(bench: Bench) -> None:
    """The largest company alone."""
    bench.take(
        in_memory.measure_one_company,
        case="company",
        what="classify one company",
        count=LARGEST_COMPANY,
        repeats=max(bench.repeats, 7),
    )


def measure_lists(bench: Bench) -> None:
    """Reorder lists of everybody and relations between items, where the plugin has them."""
    for module, what, function in (
        ("segmentation.analysis.reorder", "item statistics, then everybody's reorder list", in_memory.measure_reorder),
        (
            "segmentation.analysis.alternatives",
            "alternatives and companions of every item",
            in_memory.measure_relations,
        ),
    ):
        if importlib.util.find_spec(module) is None:
            continue
        for count in bench.sizes:
            bench.take(function, case="lists", what=what, lines=made(count), path=bench.lines_file(count), repeats=1)


def measure_habits(bench: Bench) -> None:
    """Habits of everybody from the records of their orders, and the same as one writes it with pandas."""
    for count in (size for size in bench.sizes if size <= MOST_RECORDS):
        for what, function in (
            ("habits of everybody", habits.measure_habits),
            ("the same, pandas group-bys", habits.measure_plain_habits),
        ):
            bench.take(function, case="habits", what=what, lines=count, count=count, repeats=bench.repeats)
