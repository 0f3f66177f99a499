from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import FilteredRelation, Q

from segmentation.places import Place
from shop.companies.firmographics import IndustryScheme
from shop.companies.models import Company

AREA_LENGTH = 2
"""Characters of a postcode that make an area of many companies."""
DIVISION_LENGTH = 2
"""Characters of a NACE code that name the division."""

NACE = (IndustryScheme.NACE2, IndustryScheme.NACE21)


def places_of(numbers: Sequence[str]) -> Mapping[str, Place]:
    """Where the companies are by their usual delivery address, and what they mainly do; one query."""
    rows = (
        Company.objects.filter(number__in=numbers)
        .annotate(
            usual=FilteredRelation("addresses", condition=Q(addresses__is_default=True)),
            main=FilteredRelation(
                "industry_codes",
                condition=Q(industry_codes__is_main=True, industry_codes__scheme__in=NACE),
            ),
        )
        .order_by("main__scheme")  # so that where both are known, the newer revision counts
        .values_list("number", "country", "usual__region", "usual__postcode", "main__code", "shares_purchases")
    )
    return {
        number: Place(
            country=country,
            region=(region or "").strip().casefold(),
            postcode_area=(postcode or "").replace(" ", "")[:AREA_LENGTH],
            industry=(code or "")[:DIVISION_LENGTH],
            shares=shares,
        )
        for number, country, region, postcode, code, shares in rows
    }
