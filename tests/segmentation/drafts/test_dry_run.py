"""A dry run says of every company what the resolver says of it, before and with the draft."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models.signals import post_save
from django.utils import timezone

from segmentation.models import (
    CategoryProfile,
    CustomerProfile,
    Draft,
    DryRun,
    DryRunPart,
    FeatureOverride,
    MembershipChoice,
    Segment,
    SegmentMembership,
)
from segmentation.registry import features
from segmentation.selectors import dry_run_effects
from segmentation.selectors.draft_standing import draft_published
from segmentation.selectors.dry_run import dry_run
from segmentation.selectors.dry_run_everybody import each_company_effect, has_everybody
from segmentation.selectors.dry_run_result import CompanyEffect, DryRunResult
from segmentation.selectors.explain_feature import published_now
from segmentation.selectors.resolve_feature import resolve_feature
from segmentation.services import run_dry_run as services
from segmentation.services.publish import publish_customers, publish_switches
from segmentation.services.put_change import put_change
from segmentation.services.run_dry_run import request_dry_run
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.services.set_kill_switch import set_by_category, set_kill_switch
from segmentation.services.start_draft import start_draft
from tests.segmentation.admin.rows import SHARES
from tests.segmentation.segment_rows import add_segment, make_profiles

NOW = datetime(2026, 6, 1, 8, tzinfo=UTC)
FEATURES = ("toy_list", "toy_cat", "toy_ideas", "toy_search")
SEGMENTS = ("mixed", "routine", "major", "new", "mine", "by_hand")


def all_features() -> list[str]:
    return [feature.key for feature in features]


def random_rule(dice: random.Random, feature: str) -> dict[str, Any]:
    rule: dict[str, Any] = {"state": dice.choice(["on", "off", "inherit"])}
    rule |= {"share": dice.choice([0, 10, 50, 100, 100])} if dice.random() < 0.5 else {}
    rule |= {"held_out": dice.choice([10, 50])} if dice.random() < 0.3 else {}
    if feature in {"toy_list", "toy_cat"} and dice.random() < 0.5:
        rule["parameters"] = {"length": dice.choice([3, 5, 9])}
    return rule


def random_override(dice: random.Random, feature: str) -> dict[str, Any]:
    ends = dice.choice([None, NOW - timedelta(days=1), NOW + timedelta(days=1)])
    values = {"length": 7} if feature in {"toy_list", "toy_cat"} and dice.random() < 0.5 else {}
    return {"enabled": dice.random() < 0.5, "expires_at": ends, "reason": "x", "parameters": values}


def fill(dice: random.Random, *, companies: int = 40) -> list[str]:
    """Companies in segments, categories and overrides, and switches."""
    keys = make_profiles([dice.random() for _ in range(companies)])
    rule = {"dimension": "share_routine", "is": "at_least", "value": 0.5}
    add_segment(rule, key="mine", priority=5)
    add_segment(None, key="by_hand", priority=6)
    segments = {segment.key: segment for segment in Segment.objects.all()}
    rows = [
        SegmentMembership(segment=segments[segment], customer_key=key, since=NOW)
        for key in keys
        for segment in SEGMENTS
        if dice.random() < 0.3
    ]
    SegmentMembership.objects.bulk_create(rows)
    MembershipChoice.objects.bulk_create(
        MembershipChoice(
            segment=segments["mine"], customer_key=key, include=dice.random() < 0.5, reason="x", created_at=NOW
        )
        for key in keys
        if dice.random() < 0.2
    )
    CategoryProfile.objects.bulk_create(
        CategoryProfile(
            customer_key=key,
            category=category,
            **SHARES | {"buyclass": dice.choice(["routine", "major", "new"])},
        )
        for key in keys
        for category in ("chairs", "toner")
        if dice.random() < 0.5
    )
    FeatureOverride.objects.bulk_create(
        FeatureOverride(feature=feature, customer_key=key, created_at=NOW, **random_override(dice, feature))
        for key in keys
        for feature in FEATURES
        if dice.random() < 0.1
    )
    for feature in FEATURES:
        set_kill_switch(feature=feature, killed=dice.random() < 0.15, actor=None)
        set_by_category(feature=feature, allowed=dice.random() < 0.7, actor=None)
        for segment in ("", *SEGMENTS):
            if dice.random() < 0.4:
                set_feature_rule(feature=feature, segment=segment, actor=None, **random_rule(dice, feature))
    publish_customers(keys)
    publish_switches()
    return keys


def random_draft(dice: random.Random, keys: list[str]) -> Draft:
    draft = start_draft(title="Random", actor=None, now=NOW)

    def put(kind: str, after: dict[str, Any], **of: str) -> None:
        put_change(draft.pk, kind=kind, after=after, actor=None, now=NOW, **of)

    for feature in FEATURES:
        for segment in ("", *SEGMENTS):
            if dice.random() < 0.3:
                put("rule", random_rule(dice, feature), feature=feature, segment=segment)
        if dice.random() < 0.2:
            put("kill_switch", {"killed": dice.random() < 0.5}, feature=feature)
        if dice.random() < 0.2:
            put("by_category", {"allowed": dice.random() < 0.5}, feature=feature)
        for key in dice.sample(keys, 3):
            after = random_override(dice, feature) if dice.random() < 0.7 else {}
            put("override", after, feature=feature, customer_key=key)
    if dice.random() < 0.5:
        put("segment_order", {"order": dice.sample(SEGMENTS, len(SEGMENTS))})
    if dice.random() < 0.7:
        rule = {"dimension": "share_routine", "is": "at_least", "value": dice.random()}
        put("segment_rule", {"rule": rule}, segment=dice.choice(["mine", "routine", "by_hand"]))
    return draft


def expected_of(draft: Draft, key: str) -> CompanyEffect:
    """What the resolver says, one company after the other."""
    before, after = published_now(key), draft_published(draft.pk, key, now=NOW)
    effect = CompanyEffect(key=key, value=0)

    def move(feature: str, category: str = "") -> str:
        old, new = (
            resolve_feature(
                features.get(feature), switches=side.switches, standing=side.standing, now=NOW, category=category
            )
            for side in (before, after)
        )
        if old.enabled != new.enabled:
            return "gains" if new.enabled else "loses"
        return "changes" if new.enabled and old.parameters != new.parameters else ""

    for feature in all_features():
        if found := move(feature):
            getattr(effect, found).append(feature)
        if features.get(feature).per_category:
            sides = (before.switches.of(feature), after.switches.of(feature))
            for category in sorted(before.standing.categories) if any(side.by_category for side in sides) else ():
                if found := move(feature, category):
                    effect.in_categories.append([feature, category, found])
    drafted = set(draft.changes.filter(kind="segment_rule").values_list("segment_key", flat=True))
    effect.joins = sorted((after.standing.segments - before.standing.segments) & drafted)
    effect.leaves = sorted((before.standing.segments - after.standing.segments) & drafted)
    return effect


def comparable(effect: CompanyEffect) -> dict[str, Any]:
    return {
        name: sorted(getattr(effect, name))
        for name in ("gains", "loses", "changes", "in_categories", "joins", "leaves")
    }


@pytest.mark.parametrize("seed", range(25))
def test_dry_run_says_what_the_resolver_says_of_every_company(seed: int) -> None:
    dice = random.Random(seed)
    keys = fill(dice)
    draft = random_draft(dice, keys)

    kept: list[CompanyEffect] = []
    result = dry_run(draft, now=NOW, keep=kept.extend, at_once=dice.choice([7, 1000]))

    expected = {key: comparable(expected_of(draft, key)) for key in keys}
    wanted = {key: effect for key, effect in expected.items() if any(effect.values())}
    assert {company.key: comparable(company) for company in result.named} == wanted
    assert [effect.key for effect in kept] == sorted(wanted)
    assert {effect.key: comparable(CompanyEffect(*effect.packed())) for effect in kept} == wanted
    assert (result.companies, result.affected) == (len(keys), len(wanted))
    for name in ("gains", "loses", "changes"):
        counted = {key: getattr(effect, name) for key, effect in result.features.items() if getattr(effect, name)}
        assert counted == {
            key: number for key in all_features() if (number := sum(key in effect[name] for effect in wanted.values()))
        }
        pairs = [
            (feature, category)
            for effect in wanted.values()
            for feature, category, move in effect["in_categories"]
            if move == name
        ]
        for key, effect in result.features.items():
            assert {cat: said[name] for cat, said in effect.categories.items() if said[name]} == {
                cat: number for cat in ("chairs", "toner") if (number := pairs.count((key, cat)))
            }
    assert DryRunResult.from_json(result.as_json()) == result


def test_companies_worth_most_are_named_first() -> None:
    make_profiles([0.1, 0.1], value_year=5)
    rich = "c0001"

    CustomerProfile.objects.filter(pk=rich).update(value_year=900)
    publish_customers(["c0000", "c0001"])
    draft = start_draft(title="Less", actor=None, now=NOW)
    put_change(draft.pk, kind="kill_switch", feature="toy_search", after={"killed": True}, actor=None, now=NOW)

    result = dry_run(draft, now=NOW)

    assert [(company.key, company.value, company.loses) for company in result.named] == [
        ("c0001", 900, ["toy_search"]),
        ("c0000", 5, ["toy_search"]),
    ]
    assert (result.gaining, result.losing, result.affected, result.companies) == (0, 2, 2, 2)


def test_dry_run_whose_worker_is_gone_is_begun_anew() -> None:
    draft = start_draft(title="Less", actor=None, now=NOW)
    lost = request_dry_run(draft.pk, now=NOW)
    DryRun.objects.filter(pk=lost.pk).update(state=DryRun.State.RUNNING, touched_at=NOW)

    waits = request_dry_run(draft.pk, now=NOW + timedelta(minutes=4))
    anew = request_dry_run(draft.pk, now=NOW + timedelta(minutes=6))

    assert (waits.state, anew.state) == (DryRun.State.RUNNING, DryRun.State.FINISHED)


def off_for_everybody() -> Draft:
    """Six companies that lose toy search."""
    publish_customers(make_profiles([0.1] * 6))
    draft = start_draft(title="Less", actor=None, now=NOW)
    put_change(draft.pk, kind="kill_switch", feature="toy_search", after={"killed": True}, actor=None, now=NOW)
    return draft


def test_what_happens_to_everybody_is_kept_for_a_month() -> None:
    draft = off_for_everybody()

    run = request_dry_run(draft.pk, now=NOW)

    assert [effect.key for effect in each_company_effect(run)] == [f"c000{n}" for n in range(6)]
    other = start_draft(title="Another", actor=None, now=NOW)
    request_dry_run(other.pk, now=NOW + timedelta(days=30))
    assert has_everybody(run)
    put_change(other.pk, kind="kill_switch", feature="toy_ideas", after={"killed": True}, actor=None, now=NOW)
    request_dry_run(other.pk, now=NOW + timedelta(days=30, seconds=1))
    assert not has_everybody(run)


def test_worker_whose_dry_run_was_begun_anew_stops_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dry_run_effects, "AT_ONCE", 2)
    monkeypatch.setattr(services, "INLINE", 0)
    draft = off_for_everybody()
    lost = request_dry_run(draft.pk, now=NOW)
    kept: list[int] = []

    def begin_anew(**_facts: Any) -> None:
        kept.append(DryRunPart.objects.count())
        if len(kept) == 2:
            request_dry_run(draft.pk, now=timezone.now() + timedelta(minutes=6))

    post_save.connect(begin_anew, sender=DryRunPart)
    try:
        services.run_dry_run(lost.pk, now=NOW)
    finally:
        post_save.disconnect(begin_anew, sender=DryRunPart)

    assert (kept, DryRunPart.objects.count()) == ([1, 2], 0)
    assert list(DryRun.objects.values_list("state", "done")) == [("waiting", 0)]
