"""What one measurement came to, and whether that is what is wanted."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

TITLES = {
    "classify": "Classes, in memory, one process",
    "rivals": "What one would take instead, in memory",
    "lists": "Reorder lists and alternatives, in memory",
    "company": "One company, in memory",
    "habits": "Habits from the records of orders, in memory",
    "sweep": "What a line costs",
    "table": "The table of order lines in PostgreSQL",
    "reading": "Reading order lines from PostgreSQL",
    "run": "The full run on PostgreSQL with two Celery workers",
    "drain": "One company after an order, from its note in the outbox to its published answer",
    "preview": "A rule tried on all companies, on PostgreSQL",
    "answers": "All segments of one company after an order, on PostgreSQL",
    "attributes": "Facts of companies, on PostgreSQL",
    "segments": "Segments worked out, on PostgreSQL",
    "draft": "Drafts over all companies, on PostgreSQL",
    "effect": "What a feature changes, on PostgreSQL",
    "switches": "Features asked and switched, on PostgreSQL",
    "sql": "The plain metrics in PostgreSQL",
}
"""What is measured, in the order of the report."""
CASES = tuple(TITLES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """The most that a figure may be."""

    figure: str
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
    measured: dict[str, Any] = field(default_factory=dict)
    """Command, day, commit and yardstick of the run this is from."""

    @property
    def same_as(self) -> tuple[str, str, int]:
        """What a later measurement has alike that takes the place of this one."""
        return self.case, self.what, self.lines

    def add_yardsticks(self, yardstick: dict[str, float]) -> None:
        """Say how many yardsticks it took, by the clock and by the processor's own count."""
        for figure, name in (("seconds", "yardsticks"), ("cpu_seconds", "cpu_yardsticks")):
            if figure in self.figures:
                self.figures[name] = self.figures[figure] / yardstick[figure]

    def met(self, goal: Goal) -> bool:
        """Whether this goal is reached."""
        return self.figures[goal.figure] <= goal.most

    def as_json(self) -> dict[str, Any]:
        """Everything, figures rounded to what can be told apart."""
        return {
            **asdict(self),
            "figures": {name: float(f"{value:.5g}") for name, value in self.figures.items()},
            "goals": [asdict(goal) | {"met": self.met(goal)} for goal in self.goals],
        }


def from_json(stored: dict[str, Any]) -> Result:
    """The result that was written so."""
    goals = tuple(Goal(figure=goal["figure"], most=goal["most"], unit=goal["unit"]) for goal in stored["goals"])
    return Result(**{**stored, "goals": goals})
