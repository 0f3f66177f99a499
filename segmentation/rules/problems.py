"""What is wrong with a rule, and where."""

from __future__ import annotations

from dataclasses import dataclass, field

from segmentation.rules.tree import Path


@dataclass(frozen=True, slots=True)
class RuleProblem:
    """One thing that is wrong, in words for who wrote the rule."""

    path: Path
    message: str


class RuleError(ValueError):
    """A rule cannot be used; every problem in it is named."""

    def __init__(self, problems: tuple[RuleProblem, ...]) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = problems


class WrongPartError(ValueError):
    """A part of a rule is not what it has to be; the message says what it has to be."""


@dataclass(slots=True)
class Problems:
    """What was found so far."""

    found: list[RuleProblem] = field(default_factory=list)

    def add(self, path: Path, message: str) -> None:
        self.found.append(RuleProblem(path=path, message=message))

    def raise_if_any(self) -> None:
        if self.found:
            raise RuleError(tuple(self.found))
