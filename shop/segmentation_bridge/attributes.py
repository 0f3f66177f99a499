"""What the shop's own records say of companies, by the dimensions that segmentation asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import FilteredRelation, Q

from shop.companies.firmographics import IndustryScheme
from shop.companies.models import Company, IndustryCode
from shop.segmentation_bridge.places import AREA_LENGTH

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
    """Per company what is known of it, by dimension; two queries however many."""
    facts: dict[str, Facts] = {}
    for read in (_records, _industries):
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
