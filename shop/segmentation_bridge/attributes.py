"""What the shop's own records say of companies, by the dimensions that segmentation asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Count, FilteredRelation, Q
from django.db.models.functions import ExtractIsoWeekDay
from django.utils import timezone

from shop.companies.firmographics import IndustryScheme
from shop.companies.models import Company, IndustryCode
from shop.orders.models import Order
from shop.segmentation_bridge.order_source import COUNTED
from shop.segmentation_bridge.places import AREA_LENGTH

YEAR = timedelta(days=365)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_INDUSTRIES = {
    IndustryScheme.NACE2: ("industry_nace", "nace2"),
    IndustryScheme.NACE21: ("industry_nace", "nace21"),
    IndustryScheme.ISIC4: ("industry_isic", "isic4"),
    IndustryScheme.ISIC5: ("industry_isic", "isic5"),
    IndustryScheme.NAICS2022: ("industry_naics", "naics2022"),
}
"""Scheme -> the dimension of its codes and the edition; where two are of one dimension, the later one here counts."""

_COMPANY = {
    "headcount": "headcount",
    "turnover": "turnover",
    "balance_sheet": "balance_sheet",
    "founded": "founded",
    "ownership": "ownership",
    "group_parent": "parent__number",
    "country": "country",
    "language": "language",
    "region": "usual__region",
    "incoterm": "incoterm",
    "incoterm_place": "incoterm_place",
    "incoterm_edition": "incoterm_edition",
}
"""Dimension -> where the company's record has it."""

Facts = dict[str, Any]


def attributes_of(numbers: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
    """Per company what is known of it, by dimension; four queries however many."""
    facts: dict[str, Facts] = {}
    for read in (_records, _industries, _ordering, _weekdays):
        for number, found in read(numbers):
            facts.setdefault(number, {}).update(found)
    return facts


def _records(numbers: Sequence[str]) -> Iterator[tuple[str, Facts]]:
    usual = FilteredRelation("addresses", condition=Q(addresses__is_default=True))
    companies = Company.objects.filter(number__in=numbers).annotate(usual=usual).order_by()
    for row in companies.values("number", "usual__postcode", *_COMPANY.values()):
        facts = {dimension: row[path] for dimension, path in _COMPANY.items() if row[path] not in {None, ""}}
        if "incoterm" in facts:
            facts["incoterm_edition"] = str(facts["incoterm_edition"])
        else:
            facts.pop("incoterm_edition", None)
        if area := (row["usual__postcode"] or "").replace(" ", "")[:AREA_LENGTH]:
            facts["postcode_area"] = area
        yield row["number"], facts


def _industries(numbers: Sequence[str]) -> Iterator[tuple[str, Facts]]:
    codes: dict[str, dict[str, str]] = {}
    rows = IndustryCode.objects.filter(company__number__in=numbers, is_main=True).order_by()
    for number, scheme, code in rows.values_list("company__number", "scheme", "code"):
        codes.setdefault(number, {})[scheme] = code
    for number, known in codes.items():
        facts: Facts = {}
        editions = {}
        for scheme, (dimension, edition) in _INDUSTRIES.items():
            if scheme in known:
                facts[dimension], editions[dimension] = known[scheme], edition
        yield number, {**facts, "industry_editions": frozenset(editions.values())}


def _ordering(numbers: Sequence[str]) -> Iterator[tuple[str, Facts]]:
    counted = _orders(numbers).values_list("company__number")
    dated = Count("pk", filter=Q(wished_delivery__isnull=False))
    for number, orders, with_date, people in counted.annotate(
        orders=Count("pk"), dated=dated, people=Count("placed_by", distinct=True)
    ):
        yield number, {"fixed_date_share": with_date / orders, "people_ordering": people}


def _weekdays(numbers: Sequence[str]) -> Iterator[tuple[str, Facts]]:
    """The weekday wished most often; the earlier in the week of two wished as often."""
    rows = (
        _orders(numbers)
        .filter(wished_delivery__isnull=False)
        .annotate(weekday=ExtractIsoWeekDay("wished_delivery"))
        .values_list("company__number", "weekday")
        .annotate(orders=Count("pk"))
    )
    for number, weekday in _most_often(rows):
        yield number, {"wished_weekday": WEEKDAYS[weekday - 1]}


def _most_often(rows: Iterable[tuple[str, int, int]]) -> Iterable[tuple[str, int]]:
    best: dict[str, tuple[int, int]] = {}
    for number, weekday, orders in rows:
        best[number] = max(best.get(number, (0, 0)), (orders, -weekday))
    return ((number, -weekday) for number, (_orders, weekday) in best.items())


def _orders(numbers: Sequence[str]) -> Any:
    """Orders of the last 12 months that count."""
    since = timezone.now() - YEAR
    return Order.objects.filter(company__number__in=numbers, placed_at__gte=since, state__in=COUNTED).order_by()
