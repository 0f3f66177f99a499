from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from segmentation.dimension import normalise_code
from segmentation.locks import lock_benefit_segments
from segmentation.models import (
    Benefit,
    BenefitIndustry,
    BenefitSegment,
    BenefitWeight,
    CompanyBenefits,
    ProductBenefit,
)
from segmentation.models.benefits import LEAST_WEIGHT, MOST_SCORE, MOST_WEIGHT


class BenefitsError(ValueError):
    """Something is wrong with the given benefits; the text says what, and nothing changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenSegment:
    """A segment to load: its weights by benefit, and its industries as (scheme, beginning of the code)."""

    key: str
    name: str
    weights: Mapping[str, int]
    industries: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenBenefits:
    """Benefits by key, in their order, with whatever is known by them."""

    benefits: Mapping[str, str]
    segments: tuple[GivenSegment, ...] = ()
    surveys: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    products: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def read_benefits(data: Any) -> GivenBenefits:
    """What a JSON file says; raises BenefitsError."""
    try:
        return GivenBenefits(
            benefits=dict(data["benefits"]),
            segments=tuple(
                GivenSegment(
                    key=one["key"],
                    name=one["name"],
                    weights=dict(one["weights"]),
                    industries=tuple((scheme, prefix) for scheme, prefix in one.get("industries", ())),
                )
                for one in data.get("segments", ())
            ),
            surveys={key: dict(weights) for key, weights in data.get("surveys", {}).items()},
            products={sku: dict(scores) for sku, scores in data.get("products", {}).items()},
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BenefitsError(_("The file does not hold benefits as described: %(why)s.") % {"why": error}) from error


@transaction.atomic
def load_benefits(given: GivenBenefits) -> None:
    """Add or replace benefits, segments, surveys and scores; what is not named stays as it is."""
    for problem in _problems(given):
        raise BenefitsError(problem)
    Benefit.objects.bulk_create(
        [Benefit(key=key, label=label, position=at) for at, (key, label) in enumerate(given.benefits.items(), start=1)],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["label", "position"],
    )
    benefits = {benefit.key: benefit for benefit in Benefit.objects.filter(key__in=given.benefits)}
    BenefitSegment.objects.bulk_create(
        [BenefitSegment(key=one.key, name=one.name) for one in given.segments],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["name"],
    )
    segments = {one.key: one for one in BenefitSegment.objects.filter(key__in=[one.key for one in given.segments])}
    lock_benefit_segments([segment.pk for segment in segments.values()])
    BenefitWeight.objects.filter(segment__in=segments.values()).delete()
    BenefitIndustry.objects.filter(segment__in=segments.values()).delete()
    BenefitWeight.objects.bulk_create(
        BenefitWeight(segment=segments[one.key], benefit=benefits[key], weight=weight)
        for one in given.segments
        for key, weight in one.weights.items()
    )
    _take_industries(given)
    BenefitIndustry.objects.bulk_create(
        BenefitIndustry(segment=segments[one.key], scheme=scheme, prefix=normalise_code(prefix))
        for one in given.segments
        for scheme, prefix in one.industries
    )
    CompanyBenefits.objects.bulk_create(
        [CompanyBenefits(customer_key=key, weights=weights) for key, weights in given.surveys.items()],
        update_conflicts=True,
        unique_fields=["customer_key"],
        update_fields=["weights"],
        batch_size=1000,
    )
    ProductBenefit.objects.bulk_create(
        [
            ProductBenefit(sku=sku, benefit=benefits[key], score=score)
            for sku, scores in given.products.items()
            for key, score in scores.items()
        ],
        update_conflicts=True,
        unique_fields=["sku", "benefit"],
        update_fields=["score"],
        batch_size=1000,
    )


def _take_industries(given: GivenBenefits) -> None:
    """An industry belongs to one segment: the one it is given to now."""
    for scheme in BenefitIndustry.Scheme.values:
        taken = [normalise_code(prefix) for one in given.segments for its, prefix in one.industries if its == scheme]
        BenefitIndustry.objects.filter(scheme=scheme, prefix__in=taken).delete()


def _problems(given: GivenBenefits) -> Iterator[str]:
    named = [
        *((one.key, one.weights, LEAST_WEIGHT, MOST_WEIGHT) for one in given.segments),
        *((key, weights, LEAST_WEIGHT, MOST_WEIGHT) for key, weights in given.surveys.items()),
        *((sku, scores, 0, MOST_SCORE) for sku, scores in given.products.items()),
    ]
    for name, values, least, most in named:
        for key, value in values.items():
            if key not in given.benefits:
                yield _("“%(name)s” names the benefit “%(key)s”, which is not in the list.") % {
                    "name": name,
                    "key": key,
                }
            if type(value) is not int or not least <= value <= most:
                yield _(
                    "“%(name)s” gives “%(key)s” %(value)s; a whole number from %(least)d to %(most)d is needed."
                ) % {
                    "name": name,
                    "key": key,
                    "value": value,
                    "least": least,
                    "most": most,
                }
    industries = [(scheme, normalise_code(prefix)) for one in given.segments for scheme, prefix in one.industries]
    for scheme, prefix in industries:
        if scheme not in BenefitIndustry.Scheme.values or not prefix:
            yield _("An industry is a scheme (nace, isic or naics) and the beginning of a code.")
        if industries.count((scheme, prefix)) > 1:
            yield _("The industry %(scheme)s %(prefix)s is given to two segments.") % {
                "scheme": scheme,
                "prefix": prefix,
            }
