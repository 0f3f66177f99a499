"""What one measurement came to, and whether that is what is wanted."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


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
