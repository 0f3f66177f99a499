from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime

import numpy as np
import pandas as pd
from django.db import transaction
from django.utils import timezone

from segmentation import conf
from segmentation.analysis.clean import clean_lines
from segmentation.analysis.config import DEFAULT_CONFIG
from segmentation.analysis.days import day_number
from segmentation.analysis.effect.estimate import estimate_effect
from segmentation.analysis.effect.figures import Metric
from segmentation.analysis.effect.outcomes import count_outcomes
from segmentation.host import open_order_source
from segmentation.models import EffectReading, Trial, TrialMember

MEMBER_FIELDS = {"trial_id": "trial", "customer_key": "customer_key", "held_out": "held_out"}
DAY_FIELDS = {"enrolled_on": "enrolled", "before_on": "before"}


def measure_effects(*, as_of: date, now: datetime) -> int:
    """Read every trial that goes on, by the orders placed before the day; brings back how many were read.

    One that has ended is read once more, by what was ordered before its last day, and then left alone. Orders are read
    once for all trials, a part of the companies at a time. Reading a day again replaces what was read.
    """
    ends = {trial: end for trial in Trial.objects.filter(simulated=False) if (end := _end_of(trial, as_of)) is not None}
    outcomes: dict[int, list[pd.DataFrame]] = defaultdict(list)
    source = open_order_source()
    for members in _in_parts(list(ends)):
        keys = sorted(set(members["customer_key"]))
        lines, _quality = clean_lines(source.read(keys), as_of=as_of, config=DEFAULT_CONFIG, customers=keys)
        for trial, end in ends.items():
            enrolment = members[members["trial"] == trial.pk]
            outcomes[trial.pk].append(count_outcomes(lines, enrolment, end=day_number(end)))
    for trial, end in ends.items():
        if parts := outcomes[trial.pk]:
            _store(trial, pd.concat(parts, ignore_index=True), as_of=end, now=now)
    return sum(bool(outcomes[trial.pk]) for trial in ends)


def _end_of(trial: Trial, as_of: date) -> date | None:
    """The day before which orders count; None where the trial had not begun, or is read to its end."""
    if as_of <= timezone.localdate(trial.started_at, timezone.get_default_timezone()):
        return None
    if trial.ended_at is None:
        return as_of
    last = timezone.localdate(trial.ended_at, timezone.get_default_timezone())
    if last <= as_of and trial.readings.filter(as_of=last).exists():
        return None
    return min(last, as_of)


def _in_parts(trials: Sequence[Trial]) -> Iterator[pd.DataFrame]:
    """Everybody enrolled, so many companies at a time, in all of their trials."""
    rows = TrialMember.objects.filter(trial__in=trials)
    keys, after = rows.order_by("customer_key").values_list("customer_key", flat=True).distinct(), ""
    size = conf.get("SHARD_SIZE")
    while part := list(keys.filter(customer_key__gt=after)[:size]):
        within = rows.filter(customer_key__gt=after, customer_key__lte=part[-1])
        after = part[-1]
        members = pd.DataFrame.from_records(
            list(within.values_list(*MEMBER_FIELDS, *DAY_FIELDS)),
            columns=[*MEMBER_FIELDS.values(), *DAY_FIELDS.values()],
        )
        for day in DAY_FIELDS.values():
            members[day] = members[day].to_numpy("datetime64[D]").astype(np.int64)
        yield members


@transaction.atomic
def _store(trial: Trial, outcomes: pd.DataFrame, *, as_of: date, now: datetime) -> None:
    if outcomes.empty:
        return
    EffectReading.objects.bulk_create(
        [
            EffectReading(
                trial=trial,
                metric=metric.value,
                as_of=as_of,
                read_at=now,
                figures=estimate_effect(outcomes, metric).as_payload(),
            )
            for metric in Metric
        ],
        update_conflicts=True,
        unique_fields=["trial", "metric", "as_of"],
        update_fields=["read_at", "figures"],
    )
