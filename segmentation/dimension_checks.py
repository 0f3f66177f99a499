"""Mistakes in the dimensions that a host declares, found when it starts or when it migrates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DEFAULT_DB_ALIAS, connections

from segmentation.dimension import Dimension, Kind
from segmentation.dimensions.order import CircularDerivationError, derivation_levels
from segmentation.models import AttributeColumn
from segmentation.models.attributes import COLUMN_KINDS, COLUMN_OF_KIND
from segmentation.registry import dimensions

CHOICE_SIGNS = frozenset("|;\n")
KEY_LENGTH = 60


@register("segmentation")
def check_dimensions(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001
    **_: Any,
) -> Iterable[CheckMessage]:
    """E010 choices, E011 derivations, E012 more dimensions than columns, E013 keys, E015 bounds and patterns."""
    for dimension in dimensions:
        yield from _check_choices(dimension)
        yield from _check_derivation(dimension)
        yield from _check_form(dimension)
        if len(dimension.key) > KEY_LENGTH:
            yield Error(
                f"The key of the dimension {dimension.key!r} is too long.",
                hint=f"Give it a key of at most {KEY_LENGTH} signs.",
                id="segmentation.E013",
            )
    try:
        derivation_levels(dimensions)
    except CircularDerivationError as circle:
        yield Error(
            f"Dimensions follow from each other in a circle: {circle}.",
            hint="Take one of them out of the inputs of another.",
            id="segmentation.E011",
        )
    used = Counter(COLUMN_OF_KIND[dimension.kind] for dimension in dimensions if dimension.is_attribute)
    for sort, count in used.items():
        if count > COLUMN_KINDS[sort][0]:
            yield Error(
                f"{count} dimensions need a column for a {sort}, and there are {COLUMN_KINDS[sort][0]}.",
                hint="Raise the count in COLUMN_KINDS and make a migration.",
                id="segmentation.E012",
            )


@register(Tags.database)
def check_columns(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001
    databases: Sequence[str] | None = None,
    **_: Any,
) -> Iterable[CheckMessage]:
    """E014: a dimension became of another kind than what is stored of it; found before a migration."""
    if DEFAULT_DB_ALIAS not in (databases or ()):
        return
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        introspection = connections[DEFAULT_DB_ALIAS].introspection
        table = AttributeColumn._meta.db_table
        if table not in introspection.table_names(cursor):
            return
        if "kind" not in {column.name for column in introspection.get_table_description(cursor, table)}:
            return
    for key, kind in AttributeColumn.objects.order_by("pk").values_list("dimension", "kind"):
        if key in dimensions and dimensions.get(key).kind != kind:
            yield Error(
                f"The dimension {key!r} is declared as {dimensions.get(key).kind.value!r}, and its values are stored "
                f"as {kind!r}.",
                hint="Declare it as before, or give the new one another key.",
                id="segmentation.E014",
            )


def _check_choices(dimension: Dimension) -> Iterable[CheckMessage]:
    wrong = [key for key in dimension.choices if not key or CHOICE_SIGNS & set(key)]
    if wrong:
        yield Error(
            f"The choice {wrong[0]!r} of the dimension {dimension.key!r} cannot be kept.",
            hint="The key of a choice has no bar, no semicolon and no line break, and is not empty.",
            id="segmentation.E010",
        )
    if dimension.is_attribute and dimension.kind in {Kind.CHOICE, Kind.CHOICES} and not dimension.choices:
        yield Error(
            f"The dimension {dimension.key!r} has no choices.",
            hint="Name them, or make it a text.",
            id="segmentation.E010",
        )


def _check_form(dimension: Dimension) -> Iterable[CheckMessage]:
    bounds = [one for one in (dimension.least, dimension.most) if one is not None]
    if bounds and (dimension.kind not in {Kind.NUMBER, Kind.MONEY} or bounds != sorted(bounds)):
        yield Error(
            f"The bounds of the dimension {dimension.key!r} fit nothing.",
            hint="Numbers and amounts have bounds, and the least is not above the most.",
            id="segmentation.E015",
        )
    try:
        re.compile(dimension.pattern)
    except re.error as error:
        yield Error(
            f"The pattern of the dimension {dimension.key!r} cannot be read: {error}.",
            hint="Give it a regular expression that the whole text has to match.",
            id="segmentation.E015",
        )


def _check_derivation(dimension: Dimension) -> Iterable[CheckMessage]:
    if dimension.derivation is None:
        return
    unknown = [name for name in dimension.derivation.inputs if name not in dimensions]
    if unknown:
        yield Error(
            f"The dimension {dimension.key!r} follows from {unknown[0]!r}, which nobody declares.",
            hint="Declare it, or take it out of the inputs.",
            id="segmentation.E011",
        )
    if not dimension.is_attribute:
        yield Error(
            f"The dimension {dimension.key!r} has a derivation, and is worked out from orders.",
            hint="Drop its derivation or its column.",
            id="segmentation.E011",
        )
