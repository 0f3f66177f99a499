"""What people call the products, categories and values that rules ask about; one look-up a sort, however many rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from segmentation.company_facts import NamesValues
from segmentation.dimension import Dimension, Kind, Subject
from segmentation.host import open_directory
from segmentation.registry import dimensions
from segmentation.rules import Condition, Rule, RuleError, parse_rule, walk
from segmentation.selectors.find_items import name_items
from segmentation.words.names import Names

WHOLE = frozenset({"one_of", "none_of"})
"""Operators whose texts are values, and no parts of some."""

Wanted = dict[str, dict[str, None]]
"""Keys by what they are keys of, each once, in their order."""


def rule_names(rules: Iterable[Rule]) -> Names:
    """The names of everything that stands in these rules."""
    conditions = [node for rule in rules for _path, node in walk(rule) if isinstance(node, Condition)]
    items: Wanted = {}
    values: Wanted = {}
    for condition in conditions:
        dimension = dimensions.get(condition.dimension)
        if condition.items:
            items.setdefault(dimension.subject, {}).update(dict.fromkeys(condition.items))
        if dimension.kind is Kind.TEXT and condition.is_ in WHOLE:
            values.setdefault(dimension.key, {}).update(dict.fromkeys(_texts(condition)))
    return _looked_up(items, values)


def stored_rule_names(rules: Iterable[Any]) -> Names:
    """The same of rules as they are stored; one that cannot be read any more has no names, and None is no rule."""
    return rule_names(_readable(rules))


def drafted_rule_names(values: Iterable[Mapping[str, Any] | None]) -> Names:
    """The same of what drafts hold before and after; see `DraftChange.Kind`."""
    return stored_rule_names(value.get("rule") for value in values if value)


def names_for(*, values: Iterable[tuple[Dimension, str]] = (), items: Iterable[tuple[Subject, str]] = ()) -> Names:
    """The names of these values of texts, and of these products, categories and brands."""
    wanted_values: Wanted = {}
    for dimension, value in values:
        wanted_values.setdefault(dimension.key, {})[value] = None
    wanted_items: Wanted = {}
    for subject, key in items:
        wanted_items.setdefault(subject, {})[key] = None
    return _looked_up(wanted_items, wanted_values)


def _readable(rules: Iterable[Any]) -> Iterable[Rule]:
    for rule in rules:
        try:
            if rule is not None:
                yield parse_rule(rule)
        except RuleError:
            continue


def _texts(condition: Condition) -> Iterable[str]:
    values = condition.value if isinstance(condition.value, tuple) else ()
    return [value for value in values if isinstance(value, str)]


def _looked_up(items: Wanted, values: Wanted) -> Names:
    found = {subject: name_items(Subject(subject), list(keys)) for subject, keys in items.items()}
    return Names(
        items={(Subject(subject), key): name for subject, named in found.items() for key, name in named.items()},
        values=_name_values(values),
    )


def _name_values(wanted: Wanted) -> Mapping[tuple[str, str], str]:
    directory = open_directory()
    if not wanted or not isinstance(directory, NamesValues):
        return {}
    named = directory.value_labels({dimension: list(values) for dimension, values in wanted.items()})
    return {(dimension, value): name for dimension, names in named.items() for value, name in names.items()}
