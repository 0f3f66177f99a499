from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from segmentation.models import BenefitWeight


@transaction.atomic
def set_benefit_weights(weights: Mapping[tuple[int, int], int | None]) -> int:
    """Store how much segments care for benefits; how many of the weights that changed.

    weights  (id of a benefit segment, id of a benefit) -> 1 to 10, or None to take the weight away. What is not named
             stays as it is.
    """
    segments = {segment for segment, _benefit in weights}
    rows = BenefitWeight.objects.select_for_update().filter(segment__in=segments)
    stored = {(row.segment_id, row.benefit_id): row for row in rows}
    gone = [stored[at].pk for at, weight in weights.items() if weight is None and at in stored]
    fresh = [
        BenefitWeight(segment_id=at[0], benefit_id=at[1], weight=weight)
        for at, weight in weights.items()
        if weight is not None and (at not in stored or stored[at].weight != weight)
    ]
    BenefitWeight.objects.filter(pk__in=gone).delete()
    BenefitWeight.objects.bulk_create(
        fresh, update_conflicts=True, unique_fields=["segment", "benefit"], update_fields=["weight"]
    )
    return len(gone) + len(fresh)
