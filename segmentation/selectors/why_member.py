from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from segmentation.dimension import Subject
from segmentation.models import BuyclassOverride, CategoryProfile, CustomerProfile
from segmentation.registry import dimensions
from segmentation.rules import Condition, Path, Rule, walk
from segmentation.rules.chosen import CHOSEN_OVER
from segmentation.rules.condition import leaf_of, path_of
from segmentation.selectors.own_purchases import Purchases, purchases_text, read_purchases
from segmentation.words.names import NO_NAMES, Names
from segmentation.words.operands import list_text, value_text
from segmentation.words.rules import condition_text


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionAnswer:
    """What one condition asks, whether it holds of the company, and what the company has."""

    path: Path
    text: str
    held: bool
    value: str


def why_member(
    rule: Rule, customer_key: str, *, today: date, segment_id: int | None, names: Names = NO_NAMES
) -> Sequence[ConditionAnswer]:
    """Each condition of a rule beside one company's own value; nothing for a company without a profile.

    One query, and one more for each sort of rows that the rule asks about besides: categories, purchases, their days.
    """
    conditions = [(path, node) for path, node in walk(rule) if isinstance(node, Condition)]
    held = {
        f"held_{at}": leaf_of(node, today=today, segment_id=segment_id, customer_key=customer_key)
        for at, (_path, node) in enumerate(conditions)
    }
    columns = {
        f"value_{at}": F(path)
        for at, (_path, node) in enumerate(conditions)
        if (path := path_of(dimensions.get(node.dimension)))
    }
    asked: dict[str, Any] = {**held, **columns}
    profiles: QuerySet[Any, Any] = CustomerProfile.objects.filter(pk=customer_key)
    row = profiles.values(**asked).first()
    if row is None:
        return []
    chosen = _chosen(conditions, customer_key)
    rows = _rows(conditions, customer_key)
    purchases = read_purchases((node for _path, node in conditions), customer_key)
    return [
        ConditionAnswer(
            path=path,
            text=condition_text(node, names=names),
            held=bool(row[f"held_{at}"]),
            value=_value(
                node,
                chosen.get(node.dimension, row.get(f"value_{at}")),
                rows,
                purchases,
                names=names,
                today=today,
            ),
        )
        for at, (path, node) in enumerate(conditions)
    ]


def _chosen(conditions: Sequence[tuple[Path, Condition]], customer_key: str) -> Mapping[str, str | bool]:
    """By dimension, the value an admin chose over the one that was worked out."""
    over = [
        (key, path)
        for _path, node in conditions
        if (path := path_of(dimensions.get(key := node.dimension))) in CHOSEN_OVER
    ]
    override = BuyclassOverride.objects.filter(pk=customer_key).first() if over else None
    if override is None:
        return {}
    return {key: override.buyclass if path == "buyclass" else False for key, path in over}


def _rows(conditions: Sequence[tuple[Path, Condition]], customer_key: str) -> Mapping[tuple[str, str], Any]:
    """By column and category, how the company buys in the categories that are asked about."""
    asked: dict[str, set[str]] = {}
    for _path, node in conditions:
        dimension = dimensions.get(node.dimension)
        if dimension.category_column:
            asked.setdefault(dimension.category_column, set()).update(node.items)
    found: dict[tuple[str, str], Any] = {}
    if asked:
        categories = set().union(*asked.values())
        rows = CategoryProfile.objects.filter(customer_key=customer_key, category__in=categories)
        for row in rows.values("category", *asked):
            found.update({(column, row["category"]): row[column] for column in asked})
    return found


def _value(
    condition: Condition,
    own: Any,
    rows: Mapping[tuple[str, str], Any],
    purchases: Purchases,
    *,
    names: Names,
    today: date,
) -> str:
    dimension = dimensions.get(condition.dimension)
    if dimension.subject is Subject.COMPANY:
        is_named = isinstance(own, str) and (dimension.key, own) in names.values
        return names.of_value(dimension, own) if is_named else value_text(dimension, own)
    if dimension.category_column:
        called = {item: names.of_item(dimension.subject, item) for item in condition.items}
        own_there = {item: rows.get((dimension.category_column, item)) for item in condition.items}
        texts = [f"{called[item]}: {value_text(dimension, one)}" for item, one in own_there.items() if one is not None]
        return list_text(texts) or _("Not known")
    return purchases_text(condition, purchases, names=names, today=today)
