"""The database counts as the resolver answers."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from segmentation.contracts import DecidedBy
from segmentation.models import FeatureOverride, Segment, SegmentMembership
from segmentation.registry import features
from segmentation.selectors.feature_reach import Decided, Reach, reach_of_feature
from segmentation.selectors.resolve_feature import resolve_feature
from segmentation.selectors.switches import read_switches
from segmentation.services.ensure_builtin_segments import ensure_builtin_segments
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.standing import EVERYBODY, OverrideStanding, Standing

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
COMPANIES = 400

pytestmark = pytest.mark.django_db


def count(feature: str) -> Reach:
    reach = reach_of_feature(
        features.get(feature), own=read_switches().of(feature), segments=list(Segment.objects.all()), now=NOW
    )
    assert reach is not None
    return reach


def fill(random: Random, *, feature: str) -> dict[str, Standing]:
    """Companies in random segments, some with an override that holds or has ended."""
    ensure_builtin_segments()
    segments = list(Segment.objects.all())
    standings, rows, overrides = {}, [], []
    for n in range(COMPANIES):
        key = f"c{n}"
        own = random.sample(segments, random.randint(1, 3))
        rows += [SegmentMembership(segment=segment, customer_key=key, since=NOW) for segment in own]
        by_hand = {}
        if random.random() < 0.1:
            ends = random.choice([None, NOW, NOW + timedelta(days=1)])
            enabled = random.random() < 0.5
            by_hand = {feature: OverrideStanding(enabled=enabled, expires_at=ends)}
            overrides.append(
                FeatureOverride(feature=feature, customer_key=key, enabled=enabled, expires_at=ends, created_at=NOW)
            )
        standings[key] = Standing(
            customer_key=key, segments=frozenset(segment.key for segment in own), overrides=by_hand
        )
    SegmentMembership.objects.bulk_create(rows)
    FeatureOverride.objects.bulk_create(overrides)
    return standings


def resolved(feature: str, standings: dict[str, Standing]) -> dict[str, Decided]:
    """The same by asking for every company."""
    switches = read_switches()
    counted: dict[str, Counter[str]] = {}
    for standing in standings.values():
        answer = resolve_feature(features.get(feature), switches=switches, standing=standing, now=NOW)
        by, code = answer.decided_by, answer.reason.code
        if by == DecidedBy.COMPANY_OVERRIDE:
            place = "by hand"
        elif by == DecidedBy.SEGMENT:
            place = answer.reason.params["segment"]
        else:
            place = "declared" if code in {"serves", "default_on", "default_off", "serves_others"} else EVERYBODY
        outcome = "waiting" if code == "not_yet" else answer.variant
        counted.setdefault(place, Counter()).update(["companies", outcome])
    fields = ("companies", "on", "waiting", "held_out")
    return {place: Decided(**{field: counts[field] for field in fields}) for place, counts in counted.items()}


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("feature", ["toy_reorder", "toy_search"])
def test_counts_are_those_of_the_resolver(seed: int, feature: str) -> None:
    random = Random(seed)
    standings = fill(random, feature=feature)
    for segment in ("mixed", "routine", "new", EVERYBODY):
        if random.random() < 0.7:
            set_feature_rule(
                feature=feature,
                segment=segment,
                actor=None,
                state=random.choice(["on", "on", "off"]),
                share=random.choice([0, 1, 37, 100]),
                held_out=random.choice([0, 10, 100]),
            )

    reach = count(feature)

    parts = {**reach.by_rule, "declared": reach.declared, "by hand": reach.by_hand}
    assert {place: part for place, part in parts.items() if part.companies} == resolved(feature, standings)
    assert reach.companies == COMPANIES


def test_counting_takes_two_queries_whatever_there_is() -> None:
    fill(Random(1), feature="toy_reorder")
    for segment in ("mixed", "routine", "major", "new", EVERYBODY):
        set_feature_rule(feature="toy_reorder", segment=segment, actor=None, state="on", share=20, held_out=5)
    own, segments = read_switches().of("toy_reorder"), list(Segment.objects.all())

    with CaptureQueriesContext(connection) as queries:
        reach_of_feature(features.get("toy_reorder"), own=own, segments=segments, now=NOW)

    # Besides, PostgreSQL is told how long it may take.
    assert len([query for query in queries if "segmentation_" in query["sql"]]) == 2
