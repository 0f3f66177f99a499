"""A rule's condition as SQL, kept at hand: making it takes the time of many companies' answers."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q

from segmentation.models import CompanyAttributes, CustomerProfile, Segment
from segmentation.models.attribute_columns import column_path
from segmentation.registry import dimensions
from segmentation.rules.condition import condition_of
from segmentation.rules.parse import parse_rule
from segmentation.rules.rows import RowTest, TestedQuery, spelled
from segmentation.rules.tree import Condition, Rule, walk

MOST_KEPT = 2_000
"""Segments whose SQL a process keeps."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """SQL that is true or false of a row of `tables.from_companies`, and what it asks of other tables."""

    sql: str
    params: tuple[Any, ...]
    row_tests: Mapping[str, RowTest]
    of_attributes: tuple[tuple[str, tuple[Any, ...]], ...]
    """The tests of attributes in it: who passes none might as well have no attributes."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was made, and of what: it serves while none of that has changed."""

    rule: Any
    today: date
    paths: dict[str, str | None]
    compiled: Compiled


PROFILES, ATTRIBUTES = "p", "a"
"""What the two tables of plain columns are called in statements: many conditions name them often."""
NAMES = {CustomerProfile._meta.db_table: PROFILES, CompanyAttributes._meta.db_table: ATTRIBUTES}


def compile_condition(condition: Q, *, using: str) -> Compiled:
    """The condition as SQL over `tables.from_companies`."""
    connection = connections[using]
    query = TestedQuery(CustomerProfile)
    query.get_initial_alias()
    where = condition.resolve_expression(query, allow_joins=True)
    sql, params = query.get_compiler(using=using).compile(where)
    if not set(query.alias_map) <= set(NAMES):
        raise ValueError("A dimension's column lies neither on the company's profile nor among its attributes.")
    tests = query.column_tests.get(CompanyAttributes._meta.db_table, [])
    return Compiled(
        *_short(f"({sql})", params, connection=connection),
        query.row_tests,
        tuple(_short(test, some, connection=connection) for test, some in tests),
    )


def _short(sql: str, params: Sequence[Any], *, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
    for table, name in NAMES.items():
        sql = sql.replace(f"{connection.ops.quote_name(table)}.", f"{name}.")
    return spelled(sql, params, connection=connection)


def compiled_rule(segment: Segment, *, today: date, using: str) -> Compiled:
    """The segment's rule as SQL on this day; raises RuleError where it cannot be read any more."""
    key = (using, segment.pk)
    with _lock:
        kept = _kept.get(key)
        if kept is not None:
            _kept.move_to_end(key)
    if kept is not None and kept.today == today and kept.rule == segment.rule and _still_there(kept.paths):
        return kept.compiled
    rule = parse_rule(segment.rule)
    condition = condition_of(rule, today=today, segment_id=segment.pk)
    compiled = compile_condition(condition, using=using)
    with _lock:
        _kept[key] = _Kept(segment.rule, today, _paths_of(rule), compiled)
        _kept.move_to_end(key)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return compiled


_kept: OrderedDict[tuple[str, int], _Kept] = OrderedDict()
_lock = Lock()


def _paths_of(rule: Rule) -> dict[str, str | None]:
    asked = {node.dimension for _, node in walk(rule) if isinstance(node, Condition)}
    return {key: _path(key) for key in asked}


def _still_there(paths: dict[str, str | None]) -> bool:
    """Whether every dimension is still declared and kept where it was."""
    return all(key in dimensions and _path(key) == path for key, path in paths.items())


def _path(key: str) -> str | None:
    dimension = dimensions.get(key)
    return column_path(key) if dimension.is_attribute else dimension.column or dimension.category_column
