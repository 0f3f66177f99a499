"""Sixty segments, thirty features with two values each, and companies in some of them."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from segmentation.contracts import Feature
from segmentation.models import CustomerProfile, FeatureRule, Segment, SegmentMembership
from segmentation.parameter import Parameter, ParameterKind
from segmentation.registry import features
from segmentation.services.publish import publish_customers, publish_switches

SEGMENTS, FEATURES, ASKED, COMPANIES = 60, 30, 20, 500
NOW = datetime(2026, 7, 1, tzinfo=UTC)
KEYS = [f"feature-{number}" for number in range(FEATURES)]


def declare_features() -> None:
    for number, key in enumerate(KEYS):
        values = tuple(
            Parameter(key=name, label=name, kind=ParameterKind.WHOLE, default=5) for name in ("length", "rows")
        )
        features.register(Feature(key=key, label=key, default=number % 2 == 0, parameters=values))


def fill_switches() -> None:
    """Every other switch said something about; every company in eight segments."""
    call_command("migrate", verbosity=0)
    declare_features()
    random = Random(5)
    Segment.objects.bulk_create(
        Segment(key=f"segment-{number}", name=f"Segment {number}", priority=1000 + number) for number in range(SEGMENTS)
    )
    segments = list(Segment.objects.all())
    FeatureRule.objects.bulk_create(
        FeatureRule(
            feature=key,
            segment=segment,
            state=random.choice(["on", "off"]),
            share=random.choice([100, 100, 50]),
            parameters={"length": random.randrange(1, 9)},
        )
        for key in KEYS
        for segment in segments
        if random.random() < 0.5
    )
    companies = [f"company-{number}" for number in range(COMPANIES)]
    SegmentMembership.objects.bulk_create(
        SegmentMembership(segment=segment, customer_key=company, since=timezone.now())
        for company in companies
        for segment in random.sample(segments, 8)
    )
    assert CustomerProfile.objects.count() == 0
    with transaction.atomic():
        publish_switches()
        publish_customers(companies)
