"""What one measurement came to, and whether that is what is wanted."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """The most that a figure may be."""

    figure: str
    """yardsticks, seconds, above_mib, worker_peak_mib, of_the_first, rows_of_results or exponent."""
    most: float
    unit: str

    def text(self) -> str:
        return f"{self.most:g} {self.unit}"


@dataclass(slots=True, kw_only=True)
class Result:
    """Figures of one measurement: seconds, yardsticks, memory, and what else it has to say."""

    case: str
    what: str
    lines: int = 0
    figures: dict[str, float] = field(default_factory=dict)
    goals: tuple[Goal, ...] = ()
    note: str = ""

    def add_yardsticks(self, seconds: float) -> None:
        """Say how many yardsticks it took, by the clock and by the processor's own count."""
        if "seconds" in self.figures:
            self.figures["yardsticks"] = self.figures["seconds"] / seconds
        if "cpu_seconds" in self.figures:
            self.figures["cpu_yardsticks"] = self.figures["cpu_seconds"] / seconds

    def met(self) -> dict[str, bool]:
        """Per goal whether it is reached; a goal whose figure was not measured is left out."""
        return {goal.figure: self.figures[goal.figure] <= goal.most for goal in self.goals if goal.figure in self.figures}

    def as_json(self) -> dict[str, Any]:
        """Everything, figures rounded to what can be told apart."""
        return {
            **asdict(self),
            "figures": {name: float(f"{value:.5g}") for name, value in self.figures.items()},
            "met": self.met(),
        }
