from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from segmentation.analysis.days import day_number
from segmentation.analysis.effect.estimate import estimate_effect
from segmentation.analysis.effect.figures import Metric
from segmentation.analysis.effect.outcomes import count_outcomes
from segmentation.analysis.effect.simulate import START, Market, simulate_trial
from segmentation.models import EffectReading, Trial
from segmentation.registry import features

DAYS = 84
AGO = 14
"""Days since the example ended."""
MARKET = Market(companies=1200, held_out=20, orders_a_month=2.5, lines_an_order=3, more_orders=0.25)
SEED = 4


@transaction.atomic
def load_example_trial(*, feature: str, segment: str, as_of: date, now: datetime) -> Trial:
    """Make an ended trial of made-up companies, to show what a measurement looks like; it is marked as such.

    The same figures every time. It replaces an earlier example of the feature. Raises UnknownFeatureError.
    """
    declared = features.get(feature)
    Trial.objects.filter(feature=declared.key, simulated=True).delete()
    ended_at = now - timedelta(days=AGO)
    trial = Trial.objects.create(
        feature=declared.key,
        segment_key=segment,
        held_out=MARKET.held_out,
        started_at=ended_at - timedelta(days=DAYS),
        enrolled_at=ended_at - timedelta(days=DAYS),
        ended_at=ended_at,
        simulated=True,
    )
    simulated = simulate_trial(MARKET, days=DAYS, seed=SEED)
    outcomes = count_outcomes(simulated.lines, simulated.enrolment, end=day_number(START) + DAYS + 1)
    EffectReading.objects.bulk_create(
        EffectReading(
            trial=trial,
            metric=metric.value,
            as_of=as_of - timedelta(days=AGO),
            read_at=now,
            figures=estimate_effect(outcomes, metric).as_payload(),
        )
        for metric in Metric
    )
    return trial
