"""What one company bought of the products, categories and brands that conditions name, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segmentation.dimension import Subject
from segmentation.host import amount_of
from segmentation.models import BoughtDay, BoughtItem
from segmentation.registry import dimensions
from segmentation.rules import Condition
from segmentation.rules.operators import BETWEEN_DAYS
from segmentation.words.names import Names
from segmentation.words.operands import amount_text, day_text, list_text

Thing = tuple[str, str]
"""Kind and item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchases:
    """What was bought of each thing in all, and day by day of what was bought on more than one, in minor units."""

    items: Mapping[Thing, BoughtItem]
    days: Mapping[Thing, Sequence[tuple[date, int]]]

    def within(self, thing: Thing, first: date, last: date) -> tuple[int, int]:
        """Orders and value of a thing from one day to another, both included."""
        item = self.items[thing]
        days = self.days.get(thing) or [(item.last_day, item.value)]
        found = [value for day, value in days if first <= day <= last]
        return len(found), sum(found)


def read_purchases(conditions: Iterable[Condition], customer_key: str) -> Purchases:
    """What the company bought of what is named; one query, and one more where a condition asks for a time."""
    asked: dict[str, set[str]] = {}
    timed: dict[str, set[str]] = {}
    for condition in conditions:
        dimension = dimensions.get(condition.dimension)
        if dimension.subject is not Subject.COMPANY and not dimension.category_column:
            asked.setdefault(dimension.subject.value, set()).update(condition.items)
            if _asks_for_a_time(condition):
                timed.setdefault(dimension.subject.value, set()).update(condition.items)
    items = BoughtItem.objects.filter(_named(asked), customer_key=customer_key) if asked else ()
    rows = BoughtDay.objects.filter(_named(timed), customer_key=customer_key) if timed else BoughtDay.objects.none()
    days: dict[Thing, list[tuple[date, int]]] = {}
    for kind, item, day, value in rows.values_list("kind", "item", "day", "value"):
        days.setdefault((kind, item), []).append((day, value))
    return Purchases(items={(each.kind, each.item): each for each in items}, days=days)


def purchases_text(condition: Condition, purchases: Purchases, *, names: Names, today: date) -> str:
    """What the company has beside what a condition asks: how often or for how much, and when last."""
    subject = dimensions.get(condition.dimension).subject
    texts = []
    for item in condition.items:
        if (bought := purchases.items.get((subject.value, item))) is not None:
            facts = {"item": names.of_item(subject, item), "day": day_text(bought.last_day)}
            if condition.is_ == "first_in_last_days":
                texts.append(_("%(item)s (first on %(day)s)") % {**facts, "day": day_text(bought.first_day)})
            elif figure := _figure(condition, purchases, bought, today=today):
                texts.append(_("%(item)s: %(figure)s (last on %(day)s)") % {**facts, "figure": figure})
            else:
                texts.append(_("%(item)s (last on %(day)s)") % facts)
    return list_text(texts) or _("Never")


def _figure(condition: Condition, purchases: Purchases, bought: BoughtItem, *, today: date) -> str:
    """What a condition counts; empty for one that counts nothing."""
    orders, value = bought.orders, bought.value
    if _asks_for_a_time(condition):
        orders, value = purchases.within((bought.kind, bought.item), *_time(condition, today))
    if condition.is_ == "at_least_value":
        return amount_text(amount_of(value), dimensions.get(condition.dimension))
    if condition.is_ in {"at_least_orders", BETWEEN_DAYS}:
        return ngettext("%(n)d order", "%(n)d orders", orders) % {"n": orders}
    return ""


def _asks_for_a_time(condition: Condition) -> bool:
    return condition.within is not None or condition.is_ == BETWEEN_DAYS


def _time(condition: Condition, today: date) -> tuple[date, date]:
    match condition.within, condition.value:
        case int(days), _value:
            return today - timedelta(days=days), date.max
        case (date() as first, date() as last), _value:
            return first, last
        case _none, (date() as first, date() as last):
            return first, last
    raise ValueError(condition)


def _named(asked: Mapping[str, Iterable[str]]) -> Q:
    return reduce(or_, (Q(kind=kind, item__in=items) for kind, items in asked.items()))
