from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation.locks import lock_benefit_segments
from segmentation.models import BenefitSegment, BenefitWeight
from segmentation.selectors.benefit_facts import weights_of_segments
from segmentation.services.audit import write_difference
from segmentation.words.facts import Facts


@transaction.atomic
def set_benefit_weights(weights: Mapping[tuple[int, int], int | None], *, actor: AbstractBaseUser | None) -> int:
    """Store how much segments care for benefits; how many of the weights that changed. Each segment is audited.

    weights  (id of a benefit segment, id of a benefit) -> 1 to 10, or None to take the weight away. What is not named
             stays as it is.
    """
    segments = {segment for segment, _benefit in weights}
    lock_benefit_segments(segments)
    rows = BenefitWeight.objects.filter(segment__in=segments)
    stored = {(row.segment_id, row.benefit_id): row for row in rows}
    gone = {at: stored[at].pk for at, weight in weights.items() if weight is None and at in stored}
    fresh = {
        at: BenefitWeight(segment_id=at[0], benefit_id=at[1], weight=weight)
        for at, weight in weights.items()
        if weight is not None and (at not in stored or stored[at].weight != weight)
    }
    changed = sorted({segment for segment, _benefit in (*gone, *fresh)})
    if not changed:
        return 0
    before = weights_of_segments(changed)
    BenefitWeight.objects.filter(pk__in=gone.values()).delete()
    BenefitWeight.objects.bulk_create(
        fresh.values(), update_conflicts=True, unique_fields=["segment", "benefit"], update_fields=["weight"]
    )
    after = weights_of_segments(changed)
    for pk, name in BenefitSegment.objects.filter(pk__in=changed).values_list("pk", "name"):
        write_difference(
            action="benefit_weights",
            actor=actor,
            before=Facts(name=name, values=before[pk]),
            after=Facts(name=name, values=after[pk]),
        )
    return len(gone) + len(fresh)
