from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from segmentation.dimension import Dimension
from segmentation.models import AttributeColumn, BuyclassChoice, CustomerProfile
from segmentation.registry import dimensions


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Of how many companies a dimension's value is known."""

    dimension: Dimension
    known: int
    companies: int

    @property
    def unknown(self) -> int:
        return self.companies - self.known

    @property
    def unknown_percent(self) -> int:
        """Rounded, but neither 0 nor 100 unless it is just that."""
        if not self.companies or self.unknown in {0, self.companies}:
            return 100 if self.unknown else 0
        return min(max(round(100 * self.unknown / self.companies), 1), 99)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyCounts:
    companies: int
    classes: Mapping[str, int]
    coverage: Sequence[Coverage]
    """Of what is stated, imported or derived; in the order in which dimensions are declared."""


def count_companies() -> CompanyCounts:
    """All companies, those of each class, and those of whom each attribute is known: one look at everybody."""
    columns = dict(AttributeColumn.objects.values_list("dimension", "column"))
    kept = [dimension for dimension in dimensions if dimension.is_attribute]
    asked = {dimension.key: columns[dimension.key] for dimension in kept if dimension.key in columns}
    counts = CustomerProfile.objects.aggregate(
        companies=Count("pk"),
        **{f"in_{value}": Count("pk", filter=Q(buyclass=value)) for value in BuyclassChoice.values},
        **{f"known_{place}": Count(f"attributes__{column}") for place, column in enumerate(asked.values())},
    )
    known = {key: counts[f"known_{place}"] for place, key in enumerate(asked)}
    return CompanyCounts(
        companies=counts["companies"],
        classes={value: counts[f"in_{value}"] for value in BuyclassChoice.values},
        coverage=[
            Coverage(dimension=dimension, known=known.get(dimension.key, 0), companies=counts["companies"])
            for dimension in kept
        ],
    )
