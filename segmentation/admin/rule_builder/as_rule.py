"""A draft as the JSON of a rule, with where each part of it went, and a rule as a draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from segmentation.admin.rule_builder.draft import Clause, Group, Join, Node, Nodes, Place
from segmentation.admin.rule_builder.lists import join_list, split_list
from segmentation.dimension import Subject
from segmentation.registry import dimensions
from segmentation.rules.operands import LARGEST
from segmentation.rules.operators import Operand, operator_of
from segmentation.rules.parts import TIMES
from segmentation.rules.tree import Path
from segmentation.values.percent import read_percent, typed_percent


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenRule:
    """json is None where the draft has no conditions at all."""

    json: dict[str, Any] | None
    paths: Mapping[Place, Path]
    """Where in the JSON each node of the draft is."""

    def place_at(self, path: Sequence[str | int]) -> tuple[Place, Path]:
        """The innermost node that a path leads into, and the rest of the path."""
        at = tuple(path)
        inner = max(
            (place for place, start in self.paths.items() if at[: len(start)] == start),
            key=lambda place: (len(self.paths[place]), len(place)),
            default=(),
        )
        return inner, at[len(self.paths.get(inner, ())) :]


def write_rule(root: Group, *, without: AbstractSet[Place] = frozenset()) -> WrittenRule:
    """The draft as JSON. Left out are the nodes in `without`, and groups that have nothing left because of that."""
    paths: dict[Place, Path] = {}

    def write(node: Node, place: Place, path: Path) -> dict[str, Any] | None:
        if place in without:
            return None
        paths[place] = path
        if isinstance(node, Clause):
            return write_clause(node)
        children = [(number, child) for number, child in enumerate(node.children) if kept(child, (*place, number))]
        if without and not children:
            return None
        alone = node.join is Join.NONE and len(children) == 1 and isinstance(children[0][1], Clause)
        inside = _INSIDE[node.join] if not alone else ("not",)
        parts = [
            write(child, (*place, number), (*path, *inside) if alone else (*path, *inside, position))
            for position, (number, child) in enumerate(children)
        ]
        written: Any = parts[0] if alone else parts
        for name in reversed(inside):
            written = {name: written}
        return dict(written)

    def kept(node: Node, place: Place) -> bool:
        if place in without:
            return False
        if isinstance(node, Clause) or not without:
            return True
        return any(kept(child, (*place, number)) for number, child in enumerate(node.children))

    json = write(root, (), ()) if root.children else None
    return WrittenRule(json=json, paths=paths if json is not None else {})


_INSIDE: Mapping[Join, tuple[str, ...]] = {
    Join.ALL: ("all",),
    Join.ANY: ("any",),
    Join.NONE: ("not", "any"),
    Join.NOT_ALL: ("not", "all"),
}


def write_clause(clause: Clause) -> dict[str, Any]:
    """A condition as JSON; what cannot be read stays the text it is, for the rule to say so."""
    written: dict[str, Any] = {"dimension": clause.dimension, "is": clause.operator}
    dimension = dimensions.get(clause.dimension) if clause.dimension in dimensions else None
    operator = operator_of(dimension, clause.operator) if dimension else None
    if dimension is None or operator is None:
        return written
    if dimension.is_share and operator.operand in PLAIN_NUMBERS:
        clause = _with_numbers(clause, read_percent)
    value = _WRITTEN[operator.operand](clause)
    if value is not None:
        written["value"] = value
    if dimension.subject is not Subject.COMPANY:
        written["items"] = list(dict.fromkeys((*clause.items, *split_list(clause.listed))))
    if operator.takes_leave and (clause.leave.strip() or clause.leave_high.strip()):
        # Of a range, a side that is left blank is the one at which a company joins.
        leave, high = clause.leave.strip() or clause.value, clause.leave_high.strip() or clause.high
        written["leave"] = _WRITTEN[operator.operand](replace(clause, value=leave, high=high))
    if operator.takes_within and clause.within:
        days = replace(clause, value=clause.within_value, high=clause.within_high)
        written["within"] = {clause.within: _WRITTEN[TIMES.get(clause.within, Operand.SPAN)](days)}
    return written


def _with_numbers(clause: Clause, become: Callable[[str], str]) -> Clause:
    """The clause with each of its numbers as it becomes."""
    fields: dict[str, Any] = {name: become(text) for name in NUMBERS if (text := getattr(clause, name))}
    return replace(clause, **fields)


def _number(text: str) -> int | float | str | None:
    plain = "".join(text.split())
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return text.strip() or None
    if not number.is_finite() or number.copy_abs() > LARGEST:
        return text.strip()
    return int(number) if number == number.to_integral_value() else float(number)


def _plain(text: str) -> str | None:
    """Amounts and days stay texts; thousands may stand apart."""
    return "".join(text.split()) or None


_WRITTEN: Mapping[Operand, Callable[[Clause], Any]] = {
    Operand.NOTHING: lambda _clause: None,
    Operand.NUMBER: lambda clause: _number(clause.value),
    Operand.NUMBERS: lambda clause: [_number(clause.value), _number(clause.high)],
    Operand.AMOUNT: lambda clause: _plain(clause.value),
    Operand.AMOUNTS: lambda clause: [_plain(clause.value), _plain(clause.high)],
    Operand.DAY: lambda clause: _plain(clause.value),
    Operand.DAYS: lambda clause: [_plain(clause.value), _plain(clause.high)],
    Operand.SPAN: lambda clause: _number(clause.value),
    Operand.COUNT: lambda clause: _number(clause.value),
    Operand.CHOICES: lambda clause: list(clause.chosen),
    Operand.TEXTS: lambda clause: list(dict.fromkeys((*clause.chosen, *split_list(clause.listed)))),
}
NUMBERS = ("value", "high", "leave", "leave_high")
PLAIN_NUMBERS = frozenset({Operand.NUMBER, Operand.NUMBERS})
"""What is asked of a number that is no amount; of a share it is typed as percentages."""
RANGES = frozenset({Operand.NUMBERS, Operand.AMOUNTS, Operand.DAYS})


def read_rule(json: Any) -> Group:
    """A stored rule as a draft; the outermost node is always a group."""
    if not json:
        return Group()
    node = _node(json)
    return node if isinstance(node, Group) else Group(children=(node,))


def _node(json: Mapping[str, Any]) -> Node:
    if "all" in json:
        return Group(join=Join.ALL, children=_nodes(json["all"]))
    if "any" in json:
        return Group(join=Join.ANY, children=_nodes(json["any"]))
    if "not" not in json:
        return read_clause(json)
    inner = _node(json["not"])
    if isinstance(inner, Group) and inner.join is Join.ALL:
        return Group(join=Join.NOT_ALL, children=inner.children)
    if isinstance(inner, Group) and inner.join is Join.ANY:
        return Group(join=Join.NONE, children=inner.children)
    return Group(join=Join.NONE, children=(inner,))


def _nodes(parts: Sequence[Mapping[str, Any]]) -> Nodes:
    return tuple(_node(part) for part in parts)


def read_clause(json: Mapping[str, Any]) -> Clause:
    """A condition as somebody would have typed it, also where its dimension is no longer declared."""
    key, operator, value = str(json.get("dimension", "")), str(json.get("is", "")), json.get("value")
    typed: dict[str, Any] = {"dimension": key, "operator": operator, "items": tuple(json.get("items") or ())}
    leave = json.get("leave")
    if isinstance(leave, list) and len(leave) == 2:
        typed["leave"], typed["leave_high"] = str(leave[0]), str(leave[1])
    else:
        typed["leave"] = "" if leave is None else str(leave)
    for typed["within"], days in (json.get("within") or {}).items():
        first, *last = days if isinstance(days, list) else [days]
        typed["within_value"], typed["within_high"] = str(first), "".join(map(str, last))
    asked = operator_of(dimensions.get(key), operator) if key in dimensions else None
    operand = asked.operand if asked else Operand.TEXTS
    if not isinstance(value, list):
        typed["value"] = "" if value is None else str(value)
    elif operand in RANGES and len(value) == 2:
        typed["value"], typed["high"] = str(value[0]), str(value[1])
    elif operand is Operand.CHOICES:
        typed["chosen"] = tuple(map(str, value))
    else:
        typed["listed"] = join_list(map(str, value))
    clause = Clause(**typed)
    if asked and operand in PLAIN_NUMBERS and dimensions.get(key).is_share:
        return _with_numbers(clause, typed_percent)
    return clause
