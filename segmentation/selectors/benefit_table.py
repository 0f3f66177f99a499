"""Benefit segments beside benefits, with the weight of each in each."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from segmentation.models import Benefit, BenefitSegment, BenefitWeight


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitTable:
    benefits: Sequence[Benefit]
    segments: Sequence[BenefitSegment]
    """Each with `industry_count`."""
    weights: Mapping[tuple[int, int], int]
    """(segment, benefit) -> 1 to 10; where nothing is said, there is no entry."""

    @property
    def version(self) -> str:
        """Another one as soon as somebody changes a weight."""
        return hashlib.sha256(repr(sorted(self.weights.items())).encode()).hexdigest()[:16]


def read_benefit_table() -> BenefitTable:
    """Everything, in three queries: benefits and their segments are few."""
    rows = BenefitWeight.objects.order_by().values_list("segment", "benefit", "weight")
    return BenefitTable(
        benefits=list(Benefit.objects.all()),
        segments=list(BenefitSegment.objects.annotate(industry_count=Count("industries"))),
        weights={(segment, benefit): weight for segment, benefit, weight in rows},
    )
