"""The draft in a form: a name for every field of every condition, and back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from segmentation.admin.rule_builder.draft import Clause, Group, Join, Node, Place, walk

LISTS = ("chosen", "items")
TEXTS = (
    *("dimension", "operator", "value", "high", "listed", "find", "leave", "leave_high"),
    *("within", "within_value", "within_high"),
)

_JOINS = {join.value for join in Join}
_NAME = re.compile(r"rule((?:\.\d{1,4}){0,12}):(" + "|".join(("join", *TEXTS, *LISTS)) + ")")


class Posted(Protocol):
    """What is needed of a QueryDict."""

    def __iter__(self) -> Iterator[str]: ...

    def getlist(self, key: str) -> Sequence[str]: ...


def node_name(place: Place) -> str:
    """What the names of a node's fields begin with: "rule.0.2"."""
    return "".join(["rule", *(f".{number}" for number in place)])


def place_named(name: str) -> Place | None:
    """The place in a name such as "rule.0.2"; None where it is none."""
    first, *numbers = name.split(".")
    if first != "rule" or not all(number.isdigit() and len(number) < 5 for number in numbers):
        return None
    return tuple(int(number) for number in numbers)


def read_draft(data: Posted) -> Group:
    """The tree in posted fields. A part of a group that was not posted is not there."""
    fields: dict[Place, dict[str, Sequence[str]]] = defaultdict(dict)
    for key in data:
        found = _NAME.fullmatch(key)
        if found:
            place = tuple(int(number) for number in found[1].split(".")[1:])
            fields[place][found[2]] = data.getlist(key)
    below: dict[Place, list[Place]] = defaultdict(list)
    for place in sorted(fields):
        if place:
            below[place[:-1]].append(place)

    def group(place: Place) -> Group:
        return Group(join=_join(fields[place]), children=tuple(node(child) for child in below[place]))

    def node(place: Place) -> Node:
        return group(place) if "join" in fields[place] else _clause(fields[place])

    return group(())


def write_draft(root: Group) -> Iterator[tuple[str, str]]:
    """Every field of the form with its value, as `read_draft` reads them back."""
    for place, node in walk(root):
        name = node_name(place)
        if isinstance(node, Group):
            yield f"{name}:join", node.join
            continue
        for field in TEXTS:
            yield f"{name}:{field}", getattr(node, field)
        for field in LISTS:
            for value in getattr(node, field):
                yield f"{name}:{field}", value


def _clause(posted: Mapping[str, Sequence[str]]) -> Clause:
    texts = {field: posted[field][-1] for field in TEXTS if posted.get(field)}
    lists = {field: tuple(dict.fromkeys(posted.get(field, ()))) for field in LISTS}
    return Clause(**texts, **lists)  # type: ignore[arg-type]


def _join(posted: Mapping[str, Sequence[str]]) -> Join:
    value = posted["join"][-1] if posted.get("join") else Join.ALL
    return Join(value) if value in _JOINS else Join.ALL
