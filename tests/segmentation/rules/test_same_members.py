"""A preview, a refresh of everybody and one of each company give the same answer, whatever the rule asks."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from segmentation.models import PublishedSnapshot, Segment, SegmentMembership
from segmentation.rules import parse_rule
from segmentation.selectors.preview_rule import preview_rule
from segmentation.services.publish import publish_customers
from segmentation.services.refresh_memberships import refresh_memberships, shop_day_of
from tests.segmentation.rules.by_chance import COMPANIES, RULES
from tests.segmentation.rules.companies import NOW, TODAY, Company, store
from tests.segmentation.rules.test_one_semantics import MANY, will_be_in
from tests.segmentation.segment_rows import members, refresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("columns")]


def payloads() -> dict[str, str]:
    return {row.subject: json.dumps(row.payload) for row in PublishedSnapshot.objects.exclude(pk="")}


@settings(
    max_examples=MANY, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(rule=RULES, companies=COMPANIES)
def test_preview_refresh_of_everybody_and_of_each_company_agree(
    rule: Any, companies: list[Company], rolled_back: Any
) -> None:
    with rolled_back():
        assert shop_day_of(NOW) == TODAY
        segment = Segment.objects.create(key="mine", name="Mine", priority=5, rule=rule)
        keys = store(companies, segment)
        publish_customers(keys)
        before = set(members(segment))
        start = list(SegmentMembership.objects.values())
        foreseen = preview_rule(parse_rule(rule), segment_id=segment.pk, today=TODAY, now=NOW)

        refresh(segment, NOW)
        everybody, snapshots = members(segment), payloads()
        SegmentMembership.objects.all().delete()
        SegmentMembership.objects.bulk_create(SegmentMembership(**row) for row in start)
        # The others are not what this is about.
        Segment.objects.filter(is_builtin=True).update(rule=None)
        for key in keys:
            refresh_memberships([key], now=NOW)
        publish_customers(keys)

        assert members(segment) == everybody
        assert payloads() == snapshots
        wanted = {key for key, company in zip(keys, companies, strict=True) if will_be_in(rule, company)}
        assert everybody.keys() == wanted
        assert (foreseen.joining, foreseen.leaving) == (len(wanted - before), len(before - wanted))
