"""One run of measurements: its yardstick, its files, its results."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks import yardstick
from tests.benchmarks.child import run_in_child
from tests.benchmarks.results import Goal, Result
from tests.benchmarks.synthetic_orders import write_lines


@dataclass(kw_only=True)
class Bench:
    """What the cases share."""

    folder: Path
    sizes: tuple[int, ...]
    repeats: int
    server_url: str = ""
    redis_url: str = ""
    yardstick_size: int = yardstick.SIZE
    say: Callable[[str], None] = print
    after: Callable[[], None] = lambda: None
    """Called after every result, so that a run that is broken off leaves what it has."""
    results: list[Result] = field(default_factory=list)
    sorts: list[dict[str, float]] = field(default_factory=list)

    def take(
        self,
        function: Callable[..., dict[str, Any]] | str,
        /,
        *,
        case: str,
        what: str,
        lines: int = 0,
        goals: tuple[Goal, ...] = (),
        env: dict[str, str] | None = None,
        **arguments: Any,
    ) -> Result:
        """Measure the yardstick, then this in a process of its own, and keep what came of it."""
        self.sort()
        figures = run_in_child(function, env=env, **arguments)
        return self.keep(Result(case=case, what=what, lines=figures.pop("lines", lines), figures=figures, goals=goals))

    def keep(self, result: Result) -> Result:
        self.results.append(result)
        figures = " ".join(f"{name}={value:.4g}" for name, value in result.figures.items())
        self.say(f"{result.case}: {result.what}, {result.lines:,} lines: {figures}")
        self.after()
        return result

    def sort(self) -> None:
        """Measure the yardstick once more."""
        self.sorts.append(run_in_child(yardstick.sort_integers, size=self.yardstick_size))

    def yardstick(self) -> dict[str, float]:
        """Its medians over the run."""
        return {figure: median(sort[figure] for sort in self.sorts) for figure in self.sorts[0]}

    def lines_file(self, count: int, *, text: bool = False) -> str:
        """Where so many lines lie; they are made at the first asking, in a process of their own."""
        path = self.folder / f"lines-{count}{'-text' if text else ''}.parquet"
        if not path.exists():
            run_in_child(write_lines, path=str(path), count=count, text=text)
        return str(path)
