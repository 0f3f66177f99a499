"""A rule as a tree: groups that hold all, any or none of what is in them, and conditions on one dimension each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""Where something is in a rule's JSON: ("all", 0, "not", "value")."""

Single: TypeAlias = int | float | Decimal | date
Value: TypeAlias = Single | tuple[Single, Single] | tuple[str, ...] | None
"""A number, an amount in whole units, a day, two of a sort, or a list of texts, as the operator wants it."""

LAST_DAYS, BETWEEN = "last_days", "between"
"""What `within` of a condition says in JSON: one of these, with its operand."""
Within: TypeAlias = int | tuple[date, date]
"""A time in which purchases count: the last so many days, or from one day to another, both included."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One question about one dimension."""

    dimension: str
    is_: str
    value: Value = None
    items: tuple[str, ...] = ()
    """Which products, categories or brands it is asked about."""
    leave: Single | tuple[Single, Single] | None = None
    """A company that is in already stays in while it passes this instead of `value`."""
    within: Within | None = None
    """None counts all that was ever bought."""

    def as_json(self) -> dict[str, Any]:
        stored: dict[str, Any] = {"dimension": self.dimension, "is": self.is_}
        if self.value is not None:
            stored["value"] = _plain(self.value)
        if self.items:
            stored["items"] = list(self.items)
        if self.leave is not None:
            stored["leave"] = _plain(self.leave)
        if self.within is not None:
            stored["within"] = {BETWEEN if isinstance(self.within, tuple) else LAST_DAYS: _plain(self.within)}
        return stored


@dataclass(frozen=True, slots=True)
class All:
    """Everything in it holds."""

    nodes: tuple[Node, ...]

    def as_json(self) -> dict[str, Any]:
        return {"all": [node.as_json() for node in self.nodes]}


@dataclass(frozen=True, slots=True)
class Any_:  # noqa: N801 - `Any` is taken, and it stands beside All and Not
    """Something in it holds."""

    nodes: tuple[Node, ...]

    def as_json(self) -> dict[str, Any]:
        return {"any": [node.as_json() for node in self.nodes]}


@dataclass(frozen=True, slots=True)
class Not:
    """What is in it does not hold; it holds as well for companies about which nothing is known."""

    node: Node

    def as_json(self) -> dict[str, Any]:
        return {"not": self.node.as_json()}


Node: TypeAlias = All | Any_ | Not | Condition
Rule: TypeAlias = Node
"""A rule is its topmost node."""


def walk(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Every node with where it is, what holds others before what it holds."""
    yield path, node
    for place, inner in inside(node).items():
        yield from walk(inner, (*path, *place))


def inside(node: Node) -> Mapping[Path, Node]:
    """The nodes right inside a node, by where they are in it."""
    match node:
        case All(nodes):
            return {("all", at): inner for at, inner in enumerate(nodes)}
        case Any_(nodes):
            return {("any", at): inner for at, inner in enumerate(nodes)}
        case Not(inner):
            return {("not",): inner}
    return {}


def _plain(value: Value) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) if isinstance(one, (Decimal, date)) else one for one in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value
