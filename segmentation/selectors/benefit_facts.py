"""Benefits, who looks for them and what gives them, as the audit keeps them; a fixed number of queries for any rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from django.utils import formats
from django.utils.translation import gettext as _

from segmentation.models import (
    Benefit,
    BenefitIndustry,
    BenefitSegment,
    BenefitWeight,
    CompanyBenefits,
    ProductBenefit,
)
from segmentation.words.facts import Facts


def benefit_facts(benefits: Sequence[Benefit]) -> Sequence[Facts]:
    """With the groups' weights, which go when the benefit goes."""
    weights: dict[int, dict[str, str]] = defaultdict(dict)
    rows = BenefitWeight.objects.filter(benefit__in=benefits).order_by("segment__name", "pk")
    for pk, segment, weight in rows.values_list("benefit", "segment__name", "weight"):
        weights[pk][segment] = str(weight)
    return [
        Facts(name=benefit.label, values={_("position"): str(benefit.position), **weights[benefit.pk]})
        for benefit in benefits
    ]


def benefit_segment_facts(segments: Sequence[BenefitSegment]) -> Sequence[Facts]:
    """With their weights and industries."""
    weights = weights_of_segments([segment.pk for segment in segments])
    industries: dict[int, list[str]] = defaultdict(list)
    for industry in BenefitIndustry.objects.filter(segment__in=segments):
        industries[industry.segment_id].append(str(industry))
    return [
        Facts(
            name=segment.name,
            values={
                **weights[segment.pk],
                _("industries"): "; ".join(industries[segment.pk]),
                _("description"): segment.description,
            },
        )
        for segment in segments
    ]


def weights_of_segments(segment_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """Group -> label of a benefit -> weight, nothing for a group without any."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = BenefitWeight.objects.filter(segment__in=segment_ids).order_by("benefit__position", "benefit__key")
    for pk, label, weight in rows.values_list("segment", "benefit__label", "weight"):
        found[pk][label] = str(weight)
    return found


def company_benefit_facts(surveys: Sequence[CompanyBenefits]) -> Sequence[Facts]:
    labels = dict(Benefit.objects.values_list("key", "label"))
    return [
        Facts(
            name="",
            values={
                **{labels.get(key, key): str(weight) for key, weight in survey.weights.items()},
                _("asked on"): formats.date_format(survey.asked_on, "DATE_FORMAT") if survey.asked_on else "",
            },
            customer_key=survey.customer_key,
        )
        for survey in surveys
    ]


def product_benefit_facts(scores: Sequence[ProductBenefit]) -> Sequence[Facts]:
    labels = dict(Benefit.objects.values_list("pk", "label"))
    return [Facts(name=row.sku, values={labels[row.benefit_id]: str(row.score)}) for row in scores]
