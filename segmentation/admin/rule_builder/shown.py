"""The draft as the page shows it: each node with its names, its choices, what is wrong, and its count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segmentation import conf
from segmentation.admin.rule_builder.actions import node_id
from segmentation.admin.rule_builder.as_rule import PLAIN_NUMBERS, RANGES
from segmentation.admin.rule_builder.draft import Clause, Group, Join, Place, node_at
from segmentation.admin.rule_builder.lists import join_list, split_list
from segmentation.admin.rule_builder.posted import node_name
from segmentation.dimension import Dimension, Kind, Subject
from segmentation.registry import dimensions
from segmentation.rules.operands import SIZES
from segmentation.rules.operators import Operand, Operator, operator_of, operators_of
from segmentation.rules.parts import FROM_BELOW
from segmentation.rules.tree import BETWEEN as BETWEEN_TWO
from segmentation.rules.tree import LAST_DAYS
from segmentation.values.bounds import bounds_text
from segmentation.values.names import names_of
from segmentation.values.percent import PERCENT
from segmentation.words.dimensions import by_family
from segmentation.words.operands import choice_text

TICKED_AT_MOST = 30
"""More items than that are kept as a list to edit, not as boxes to tick."""

JOINS: Mapping[Join, str | Promise] = {
    Join.ALL: gettext_lazy("All of these hold"),
    Join.ANY: gettext_lazy("At least one of these holds"),
    Join.NONE: gettext_lazy("None of these holds"),
    Join.NOT_ALL: gettext_lazy("Not all of these hold"),
}
BETWEEN: Mapping[Join, str | Promise] = {
    Join.ALL: gettext_lazy("and"),
    Join.ANY: gettext_lazy("or"),
    Join.NONE: gettext_lazy("nor"),
    Join.NOT_ALL: gettext_lazy("and"),
}
SUBJECTS: Mapping[Subject, str | Promise] = {
    Subject.PRODUCT: gettext_lazy("Which products"),
    Subject.CATEGORY: gettext_lazy("Which categories"),
    Subject.BRAND: gettext_lazy("Which brands"),
}
TIMES: Mapping[str, str | Promise] = {
    "": gettext_lazy("at any time"),
    LAST_DAYS: gettext_lazy("in the last"),
    BETWEEN_TWO: gettext_lazy("between"),
}
TODAY_INCLUDED = frozenset({"in_last_days", "in_next_days", "first_in_last_days"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known about the nodes of a draft beside what was typed."""

    errors: Mapping[Place, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    """Place -> part of the condition ("" for the whole) -> what is wrong with it."""
    counts: Mapping[Place, int] = field(default_factory=dict)
    found: Mapping[Place, Sequence[tuple[str, str]]] = field(default_factory=dict)
    """Items that a search in a condition brought, with their labels."""
    labels: Mapping[tuple[Subject, str], str] = field(default_factory=dict)
    focus: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNode:
    name: str
    id: str
    errors: Mapping[str, Sequence[str]]
    count: int | None
    number: str
    """How it is called where it cannot be seen: "2.1"."""
    can_go_up: bool
    can_go_down: bool
    between: str
    """The word between it and the one above."""

    @property
    def sentences(self) -> Sequence[str]:
        """All that is wrong with it."""
        return [sentence for some in self.errors.values() for sentence in some]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownGroup(ShownNode):
    is_group = True
    join: Join
    joins: Sequence[tuple[Join, str]]
    children: Sequence[ShownNode]
    is_outermost: bool
    deeper: bool
    """Whether another group may be put into it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownClause(ShownNode):
    is_group = False
    clause: Clause
    dimension: Dimension | None
    label: str
    operators: Sequence[Operator]
    operator: Operator | None
    operand: str
    unit: str
    choices: Sequence[tuple[str, str, bool]]
    items: Sequence[tuple[str, str]]
    found: Sequence[tuple[str, str]]
    items_label: str
    listed: Sequence[str]
    bounds: str
    leave_texts: Sequence[str]
    """What stands before each field for the value at which a company leaves: none, one, or two for a range."""
    times: Sequence[tuple[str, str]]
    """How the time may be said in which purchases count; none where it is not asked."""


def show_draft(root: Group, standing: Standing, *, deepest: int) -> ShownGroup:
    """The whole rule for the template."""
    shown = _node(root, (), standing, word="", deepest=deepest)
    assert isinstance(shown, ShownGroup)  # noqa: S101 - the outermost node always is one
    return shown


def dimension_options() -> Sequence[tuple[str, Sequence[Dimension]]]:
    """What a condition can be about, by family and label."""
    asked = sorted((one for one in dimensions if operators_of(one)), key=lambda one: str(one.label).casefold())
    return by_family(asked, lambda one: one.family)


def _node(root: Group, place: Place, standing: Standing, *, word: str, deepest: int) -> ShownNode:
    node = node_at(root, place)
    facts: dict[str, Any] = {
        "name": node_name(place),
        "id": node_id(place),
        "errors": standing.errors.get(place, {}),
        "count": standing.counts.get(place),
        "number": ".".join(str(number + 1) for number in place),
        "can_go_up": len(place) > 1 or place > (0,),
        "can_go_down": len(place) > 1 or bool(place and place[0] + 1 < len(root.children)),
        "between": word,
    }
    if isinstance(node, Clause):
        return _clause(node, place, standing, facts)
    inner = str(BETWEEN[node.join])
    return ShownGroup(
        **facts,
        join=node.join,
        joins=[(join, str(label)) for join, label in JOINS.items()],
        children=[
            _node(root, (*place, number), standing, word=inner if number else "", deepest=deepest)
            for number in range(len(node.children))
        ],
        is_outermost=not place,
        deeper=len(place) + 1 < deepest,
    )


def _clause(clause: Clause, place: Place, standing: Standing, facts: Mapping[str, Any]) -> ShownClause:
    dimension = dimensions.get(clause.dimension) if clause.dimension in dimensions else None
    operators = operators_of(dimension) if dimension else ()
    operator = operator_of(dimension, clause.operator) if dimension else None
    is_keyed = dimension is not None and dimension.subject is not Subject.COMPANY
    clause = _ticked(clause, dimension, operator)
    listed = split_list(clause.listed)
    items = tuple(dict.fromkeys((*clause.items, *listed))) if is_keyed else ()
    if is_keyed and len(items) <= TICKED_AT_MOST:
        clause, listed = replace(clause, items=items, listed=""), ()
    elif is_keyed:
        clause, listed = replace(clause, items=(), listed=join_list(items)), items
    return ShownClause(
        **facts,
        clause=clause,
        dimension=dimension,
        label=str(dimension.label) if dimension else clause.dimension,
        operators=operators,
        operator=operator,
        operand=_operand(dimension, operator),
        unit=unit_of(dimension, operator) if dimension and operator else "",
        choices=_choices(clause, dimension),
        items=_labelled(clause.items, dimension, standing),
        found=[pair for pair in standing.found.get(place, ()) if pair[0] not in clause.items],
        items_label=str(SUBJECTS.get(dimension.subject, "")) if dimension else "",
        listed=listed,
        bounds=_bounds(dimension, operator),
        leave_texts=_leave_texts(operator),
        times=[(key, str(label)) for key, label in TIMES.items()] if operator and operator.takes_within else (),
    )


def _choices(clause: Clause, dimension: Dimension | None) -> Sequence[tuple[str, str, bool]]:
    """What can be ticked, whether it is; what is ticked and is not there any more stays in sight."""
    if dimension is None:
        return ()
    labels = {**dimension.choices, **names_of(dimension)}
    gone = [key for key in clause.chosen if key not in labels]
    return [(key, choice_text(dimension, key), key in clause.chosen) for key in (*labels, *gone)]


def _operand(dimension: Dimension | None, operator: Operator | None) -> str:
    if operator is None:
        return ""
    return Operand.CHOICES if dimension and _has_names(dimension, operator) else operator.operand


def _has_names(dimension: Dimension, operator: Operator) -> bool:
    """Whether texts are ticked by their names, like choices; not where a part of a text is asked for."""
    of_whole = operator.operand is Operand.TEXTS and operator.key not in {"starts_with", "contains"}
    return of_whole and bool(names_of(dimension))


def _ticked(clause: Clause, dimension: Dimension | None, operator: Operator | None) -> Clause:
    """A list of texts where it is asked for now: among what is ticked, or as typed."""
    if dimension is None or operator is None or operator.operand is not Operand.TEXTS or not dimension.names:
        return clause
    given = tuple(dict.fromkeys((*clause.chosen, *split_list(clause.listed))))
    if _has_names(dimension, operator):
        return replace(clause, chosen=given, listed="")
    return replace(clause, chosen=(), listed=join_list(given))


def _labelled(keys: Iterable[str], dimension: Dimension | None, standing: Standing) -> Sequence[tuple[str, str]]:
    if dimension is None:
        return ()
    return [(key, standing.labels.get((dimension.subject, key), key)) for key in keys]


def unit_of(dimension: Dimension, operator: Operator) -> str:
    """What the number beside an operator counts."""
    if operator.operand is Operand.SPAN:
        return _("days, today included") if operator.key in TODAY_INCLUDED else _("days")
    if operator.operand is Operand.COUNT:
        return _("orders")
    if operator.operand in {Operand.AMOUNT, Operand.AMOUNTS}:
        return str((dimension.unit if dimension.kind is Kind.MONEY else "") or conf.get("CURRENCY"))
    if operator.operand not in PLAIN_NUMBERS:
        return ""
    return PERCENT if dimension.is_share else str(dimension.unit)


def _bounds(dimension: Dimension | None, operator: Operator | None) -> str:
    """Where both ends are given: that a count is not below 0 goes without saying."""
    if dimension is None or operator is None or operator.operand not in SIZES or dimension.most is None:
        return ""
    return bounds_text(dimension)


def _leave_texts(operator: Operator | None) -> Sequence[str]:
    if operator is None or not operator.takes_leave:
        return ()
    if operator.operand in RANGES:
        return _("Once in, a company leaves only when it falls below"), _("or rises above")
    if operator.key in FROM_BELOW:
        return (_("Once in, a company leaves only when it falls below"),)
    return (_("Once in, a company leaves only when it rises above"),)
