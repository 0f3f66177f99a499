"""JSON from an admin or a program to a checked tree. Everything that is wrong is found at once, each where it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segmentation.rules.operands import read_operand
from segmentation.rules.parts import read_dimension, read_items, read_leave, read_operator, read_within
from segmentation.rules.problems import Problems, RuleProblem, WrongPartError
from segmentation.rules.tree import All, Any_, Condition, Node, Not, Path, Rule, Value

Part = TypeVar("Part")

MOST_CONDITIONS = 200
DEEPEST = 6
"""So many groups may stand one inside the other."""

GROUPS = ("all", "any", "not")
PARTS = frozenset({"dimension", "is", "value", "items", "leave", "within"})
SHOWN = 40


Check = Callable[[Sequence[tuple[Path, Condition]]], Iterable[RuleProblem]]
"""Finds what is wrong with conditions that could be read, all of them at once."""


def parse_rule(data: Any, *, check: Check | None = None) -> Rule:
    """The rule that this JSON says; raises RuleError with every problem and its place."""
    reading = _Reading()
    rule = reading.node(data, (), groups=0)
    if reading.count > MOST_CONDITIONS:
        text = ngettext(
            "A rule of %(n)d condition is too long: at most %(most)d.",
            "A rule of %(n)d conditions is too long: at most %(most)d. A list of values can stand in one condition.",
            reading.count,
        )
        reading.problems.add((), text % {"n": reading.count, "most": MOST_CONDITIONS})
    elif check is not None:
        reading.problems.found.extend(check(reading.conditions))
    reading.problems.raise_if_any()
    assert rule is not None  # noqa: S101 - what cannot be read has left a problem
    return rule


class _Reading:
    """One reading of one rule."""

    def __init__(self) -> None:
        self.problems = Problems()
        self.count = 0
        self.conditions: list[tuple[Path, Condition]] = []

    def node(self, data: Any, path: Path, *, groups: int) -> Node | None:
        """A node, or None where a problem was noted."""
        if isinstance(data, dict) and "dimension" in data:
            self.count += 1
            return self._condition(data, path)
        return self._noted(path, lambda: self._group(data, path, groups=groups))

    def _group(self, data: Any, path: Path, *, groups: int) -> Node | None:
        if not isinstance(data, dict):
            raise WrongPartError(_("A condition or a group is needed here."))
        if len(data) != 1 or next(iter(data)) not in GROUPS:
            raise WrongPartError(_("A group says one of “all”, “any” and “not”; a condition names a dimension."))
        if groups >= DEEPEST:
            text = ngettext("Groups lie too deep: at most %(n)d.", "Groups lie too deep: at most %(n)d.", DEEPEST)
            raise WrongPartError(text % {"n": DEEPEST})
        ((sort, inner),) = data.items()
        path = (*path, sort)
        if sort == "not":
            node = self.node(inner, path, groups=groups + 1)
            return None if node is None else Not(node)
        if not isinstance(inner, list):
            raise WrongPartError(_("A list of conditions is needed here."))
        if not inner:
            raise WrongPartError(_("This group is empty. Add a condition, or take the group away."))
        nodes = [self.node(one, (*path, at), groups=groups + 1) for at, one in enumerate(inner)]
        read = tuple(node for node in nodes if node is not None)
        if len(read) < len(nodes):
            return None
        return All(read) if sort == "all" else Any_(read)

    def _condition(self, data: dict[str, Any], path: Path) -> Condition | None:
        before = len(self.problems.found)
        for part in sorted(set(map(str, data)) - PARTS):
            self.problems.add(path, _("A condition has no part “%(part)s”.") % {"part": part[:SHOWN]})
        dimension = self._noted((*path, "dimension"), lambda: read_dimension(data["dimension"]))
        if dimension is None:
            return None
        operator = self._noted((*path, "is"), lambda: read_operator(data.get("is"), dimension=dimension))
        if operator is None:
            return None
        value: Value = self._noted(
            (*path, "value"),
            lambda: read_operand(operator.operand, data.get("value"), dimension=dimension, operator=operator.key),
        )
        items = self._noted((*path, "items"), lambda: read_items(data.get("items"), dimension=dimension))
        leave = self._noted(
            (*path, "leave"), lambda: read_leave(data.get("leave"), dimension=dimension, operator=operator, value=value)
        )
        within = self._noted(
            (*path, "within"), lambda: read_within(data.get("within"), dimension=dimension, operator=operator)
        )
        if len(self.problems.found) > before:
            return None
        read = Condition(
            dimension=dimension.key, is_=operator.key, value=value, items=items or (), leave=leave, within=within
        )
        self.conditions.append((path, read))
        return read

    def _noted(self, path: Path, read: Callable[[], Part]) -> Part | None:
        """What was read, or None with a note of what is wrong here."""
        try:
            return read()
        except WrongPartError as error:
            self.problems.add(path, str(error))
            return None
