"""What has been measured of a feature."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q, QuerySet

from segmentation.analysis.effect.figures import LAST_NIGHT, Effect, Metric
from segmentation.analysis.effect.outlook import Outlook, look_ahead
from segmentation.contracts import CustomerLabel
from segmentation.models import EffectReading, Segment, Trial, TrialMember
from segmentation.selectors.customer_labels import label_customers

TRIALS_SHOWN = 10
AT_ONCE = 1_000
SIZE = 0.1
"""The difference whose outlook is told unless another is asked for: 10 %."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredMetric:
    """One metric of a trial, and when a difference of the wanted size can be seen (None while too little is known)."""

    effect: Effect
    outlook: Outlook | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialEffect:
    """A trial with its latest reading; without a reading `metrics` is empty."""

    trial: Trial
    segment_name: str
    as_of: date | None
    read_at: datetime | None
    metrics: Sequence[MeasuredMetric]

    @property
    def is_over(self) -> bool:
        """Whether it has gone on for longer than its intervals are made for."""
        return bool(self.metrics) and self.metrics[0].effect.days > LAST_NIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """A company that goes without."""

    label: CustomerLabel
    segment_key: str
    segment_name: str
    since: date


def effect_of_feature(feature_key: str, *, size: float = SIZE) -> Sequence[TrialEffect]:
    """The trials of a feature, those that go on first, then the latest; four queries."""
    trials = list(Trial.objects.filter(feature=feature_key).order_by("-started_at", "-pk")[:TRIALS_SHOWN])
    trials.sort(key=lambda trial: trial.ended_at is not None)
    return effects_of(trials, size=size)


def effects_of(trials: Sequence[Trial], *, size: float = SIZE) -> Sequence[TrialEffect]:
    """Each with its latest reading; three queries."""
    latest = EffectReading.objects.filter(trial__in=trials).order_by().values("trial").annotate(day=Max("as_of"))
    last = {row["trial"]: row["day"] for row in latest}
    wanted = Q(pk__in=[])
    for trial, day in last.items():
        wanted |= Q(trial=trial, as_of=day)
    readings: dict[int, dict[str, EffectReading]] = defaultdict(dict)
    for reading in EffectReading.objects.filter(wanted) if last else ():
        readings[reading.trial_id][reading.metric] = reading
    names = _segment_names({trial.segment_key for trial in trials})
    return [
        _measured(trial, readings[trial.pk], segment_name=names.get(trial.segment_key, ""), size=size)
        for trial in trials
    ]


def _measured(trial: Trial, readings: dict[str, EffectReading], *, segment_name: str, size: float) -> TrialEffect:
    effects = [Effect.from_payload(readings[metric].figures) for metric in Metric if metric in readings]
    some = next(iter(readings.values()), None)
    return TrialEffect(
        trial=trial,
        segment_name=segment_name,
        as_of=some.as_of if some else None,
        read_at=some.read_at if some else None,
        metrics=[MeasuredMetric(effect=effect, outlook=look_ahead(effect, size=size)) for effect in effects],
    )


def count_held_out(feature_key: str) -> int:
    """Companies that go without in the trials that go on."""
    return _held_out(feature_key).count()


def held_out_page(feature_key: str, *, after: str = "", size: int) -> Sequence[HeldOut]:
    """Those of them whose number comes after, in the order of their numbers; three queries and one look-up of names."""
    rows = list(_held_out(feature_key).filter(customer_key__gt=after).order_by("customer_key", "pk")[:size])
    labels = label_customers(row.customer_key for row in rows)
    names = _segment_names({row.trial.segment_key for row in rows})
    return [
        HeldOut(
            label=labels[row.customer_key],
            segment_key=row.trial.segment_key,
            segment_name=names.get(row.trial.segment_key, ""),
            since=row.enrolled_on,
        )
        for row in rows
    ]


def every_held_out(feature_key: str) -> Iterator[HeldOut]:
    """All of them; each thousand is read, labelled and let go before the next."""
    after = ""
    while page := held_out_page(feature_key, after=after, size=AT_ONCE):
        after = page[-1].label.key
        yield from page


def _held_out(feature_key: str) -> QuerySet[TrialMember]:
    members = TrialMember.objects.filter(trial__feature=feature_key, trial__ended_at=None, held_out=True)
    return members.select_related("trial")


def _segment_names(keys: set[str]) -> dict[str, str]:
    return dict(Segment.objects.filter(key__in=keys - {""}).values_list("key", "name"))
