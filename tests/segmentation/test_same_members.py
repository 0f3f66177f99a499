"""A preview, a refresh of everybody and one of each company give the same answer."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segmentation.models import (
    CustomerProfile,
    MembershipChoice,
    PublishedSnapshot,
    Segment,
    SegmentMembership,
)
from segmentation.rules import parse_rule
from segmentation.selectors.preview_rule import preview_rule
from segmentation.services.publish import publish_customers
from segmentation.services.refresh_memberships import refresh_memberships
from tests.segmentation.segment_rows import make_profiles, members, refresh

pytestmark = pytest.mark.django_db

SHARE = st.sampled_from([0.0, 0.2, 0.4, 0.6, 0.8, 1.0])
LEAF = st.one_of(
    st.builds(
        lambda value, leave: {
            "dimension": "share_routine",
            "is": "at_least",
            "value": value,
            **({"leave": leave} if leave is not None and leave < value else {}),
        },
        SHARE,
        st.none() | SHARE,
    ),
    st.builds(
        lambda kind: {"dimension": "buyclass", "is": "one_of", "value": [kind]}, st.sampled_from(["routine", "new"])
    ),
    st.builds(lambda answer: {"dimension": "mixed", "is": answer}, st.sampled_from(["yes", "no"])),
)
RULE = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.builds(lambda nodes: {"all": nodes}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda nodes: {"any": nodes}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda node: {"not": node}, inner),
    ),
    max_leaves=5,
)
COMPANY = st.tuples(
    SHARE, st.sampled_from(["routine", "new"]), st.booleans(), st.sampled_from([None, True, False]), st.booleans()
)


def payloads() -> dict[str, str]:
    return {row.subject: json.dumps(row.payload) for row in PublishedSnapshot.objects.exclude(pk="")}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rule=RULE, companies=st.lists(COMPANY, min_size=1, max_size=6))
def test_preview_refresh_of_everybody_and_of_each_company_agree(rule: Any, companies: list[Any]) -> None:
    for model in (CustomerProfile, SegmentMembership, MembershipChoice, PublishedSnapshot):
        model.objects.all().delete()
    Segment.objects.filter(is_builtin=False).delete()
    segment = Segment.objects.create(key="mine", name="Mine", priority=5, rule=rule)
    keys = make_profiles([0.0] * len(companies))
    moment = now()
    for key, (share, buyclass, mixed, choice, is_in) in zip(keys, companies, strict=True):
        CustomerProfile.objects.filter(pk=key).update(share_routine=share, buyclass=buyclass, mixed=mixed)
        if choice is not None:
            segment.choices.create(customer_key=key, include=choice, reason="x", created_at=moment)
        if is_in:
            segment.memberships.create(customer_key=key, since=moment)
    publish_customers(keys)
    before = set(members(segment))
    start = list(SegmentMembership.objects.values())
    foreseen = preview_rule(parse_rule(rule), segment_id=segment.pk, today=date(2026, 6, 1), now=moment)

    refresh(segment, moment)
    everybody, snapshots = members(segment), payloads()
    SegmentMembership.objects.all().delete()
    SegmentMembership.objects.bulk_create(SegmentMembership(**row) for row in start)
    # The others are not what this is about.
    Segment.objects.filter(is_builtin=True).update(rule=None)
    for key in keys:
        refresh_memberships([key], now=moment)
    publish_customers(keys)

    assert members(segment) == everybody
    assert payloads() == snapshots
    assert (foreseen.joining, foreseen.leaving) == (len(set(everybody) - before), len(before - set(everybody)))
