"""A published draft is the same as making its changes at once; one taken back was never there."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from segmentation.models import DraftChange, DryRun, PublishedSnapshot, Segment, SegmentMembership, SegmentRefresh
from segmentation.selectors.draft_standing import draft_published
from segmentation.selectors.draft_switches import with_changes
from segmentation.selectors.explain_feature import published_now
from segmentation.selectors.switches import read_switches
from segmentation.services.publish_draft import publish_draft
from segmentation.services.put_change import put_change
from segmentation.services.refresh_memberships import shop_day_of
from segmentation.services.refresh_segment import refresh_segment
from segmentation.services.reorder_segments import reorder_segments
from segmentation.services.roll_back_draft import roll_back_draft
from segmentation.services.run_dry_run import is_stale, request_dry_run
from segmentation.services.save_segment import save_segment
from segmentation.services.set_feature_override import set_feature_override
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.services.set_kill_switch import set_by_category, set_kill_switch
from segmentation.services.start_draft import start_draft
from segmentation.standing import SwitchRule
from tests.segmentation.drafts.test_dry_run import NOW, fill, random_draft
from tests.segmentation.segment_rows import refresh

BY_CHANCE = settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
RolledBack = Callable[[], AbstractContextManager[None]]
"""A block after which the database is as it was before."""


def everything_published() -> dict[str, Any]:
    """All payloads, without their versions; the order in which a company's segments are listed says nothing, and
    neither does an override that is over."""
    rows = dict(PublishedSnapshot.objects.values_list("subject", "payload"))
    switches = rows.pop("") | {"version": 0}
    return {key: what_counts(said) for key, said in rows.items()} | {"": switches}


def what_counts(said: dict[str, Any]) -> dict[str, Any]:
    overrides = {
        feature: override
        for feature, override in said["overrides"].items()
        if not override[1] or datetime.fromisoformat(override[1]) > NOW
    }
    return said | {"segments": sorted(said["segments"]), "overrides": overrides}


def everything() -> tuple[Any, ...]:
    """What is published, the rules of segments, and who is in which and by whom."""
    members = SegmentMembership.objects.values_list("segment__key", "customer_key", "source")
    return everything_published(), dict(Segment.objects.values_list("key", "rule")), set(members)


def work_out(refreshes: Iterable[int]) -> None:
    for pk in refreshes:
        assert refresh_segment(pk, today=shop_day_of(NOW), now=NOW)
    assert not SegmentRefresh.objects.filter(state="waiting").exists()


def amounts(*, least: int, most: int) -> st.SearchStrategy[float]:
    return st.integers(least, most).map(lambda tenths: tenths / 10)


def thresholds(*, banded: bool) -> st.SearchStrategy[dict[str, Any]]:
    condition = st.fixed_dictionaries(
        {
            "dimension": st.sampled_from(["share_routine", "value_year"]),
            "is": st.sampled_from(["at_least", "less_than"]),
            # Of shares that somebody can have; with a band, its other end is to be one as well.
            "value": amounts(least=3, most=7) if banded else amounts(least=1, most=9),
        }
    )
    if not banded:
        return condition

    def with_band(one: dict[str, Any], width: float) -> dict[str, Any]:
        leave = one["value"] + (width if one["is"] == "less_than" else -width)
        return {**one, "leave": round(leave, 1)}

    return st.one_of(condition, st.builds(with_band, condition, st.sampled_from([0.1, 0.3])))


def rules(*, banded: bool) -> st.SearchStrategy[dict[str, Any]]:
    one = thresholds(banded=banded)
    several = st.lists(one, min_size=1, max_size=3)
    nested = st.one_of(several.map(lambda parts: {"all": parts}), several.map(lambda parts: {"any": parts}))
    return st.one_of(one, nested, one.map(lambda part: {"not": part}))


def segment_rules(*, banded: bool) -> st.SearchStrategy[dict[str, Any]]:
    """By segment, what its rule becomes; a segment of one's own may lose it."""
    rule = rules(banded=banded)
    own = st.one_of(st.none(), rule)
    optional = {"routine": rule, "major": rule, "mine": own, "by_hand": own}
    return st.fixed_dictionaries({}, optional=optional)


def write(dice: random.Random, drafted: dict[str, Any]) -> tuple[list[str], Any]:
    """Companies in the segments they belong to, and a draft of everything that one can change."""
    keys = fill(dice, companies=8)
    for segment in Segment.objects.all():
        refresh(segment, NOW)
    draft = random_draft(dice, keys)
    for segment, rule in drafted.items():
        put_change(draft.pk, kind="segment_rule", segment=segment, after={"rule": rule}, actor=None, now=NOW)
    return keys, draft


@BY_CHANCE
@given(dice=st.randoms(use_true_random=False), drafted=segment_rules(banded=True))
def test_draft_and_publish_is_direct_change(dice: random.Random, drafted: Any, rolled_back: RolledBack) -> None:
    with rolled_back():
        keys, draft = write(dice, drafted)
        changes = list(draft.changes.all())
        foreseen = with_changes(changes, onto=read_switches()).as_payload()
        standings = {key: draft_published(draft.pk, key, now=NOW).standing for key in keys}
        with rolled_back():
            work_out(publish_draft(draft.pk, actor=None, now=NOW).refreshes)
            by_draft = everything()
            assert by_draft[0][""] == foreseen
            assert {key: published_now(key).standing for key in keys} == standings

        work_out(change_directly(changes))

        assert everything() == by_draft


@BY_CHANCE
@given(dice=st.randoms(use_true_random=False), drafted=segment_rules(banded=False), refreshed=st.booleans())
def test_draft_that_is_taken_back_never_happened(
    dice: random.Random, drafted: Any, refreshed: bool, rolled_back: RolledBack
) -> None:
    with rolled_back():
        _keys, draft = write(dice, drafted)
        stood = everything()

        refreshes = publish_draft(draft.pk, actor=None, now=NOW).refreshes
        if refreshed:
            work_out(refreshes)
        work_out(roll_back_draft(draft.pk, actor=None, now=NOW).refreshes)

        assert everything() == stood


def change_directly(changes: Sequence[DraftChange]) -> list[int]:
    """Each change by the service that makes it alone; brings back the refreshes of segments with another rule."""
    return [refresh.pk for change in changes if (refresh := change_one(change))]


def change_one(change: DraftChange) -> SegmentRefresh | None:
    match change.kind:
        case "kill_switch":
            set_kill_switch(feature=change.feature, killed=change.after["killed"], actor=None)
        case "by_category":
            set_by_category(feature=change.feature, allowed=change.after["allowed"], actor=None)
        case "segment_order":
            reorder_segments(change.after["order"], actor=None)
        case "segment_rule":
            segment = Segment.objects.get(key=change.segment_key)
            segment.rule = change.after["rule"]
            return save_segment(segment, actor=None)
        case "rule":
            rule = SwitchRule(**change.after)
            set_feature_rule(
                feature=change.feature,
                segment=change.segment_key,
                state=rule.state,
                share=rule.share,
                held_out=rule.held_out,
                parameters=rule.parameters,
                actor=None,
            )
        case "override":
            of = {"feature": change.feature, "customer_key": change.customer_key, "actor": None}
            said = dict(change.after)
            if said:
                ends = said["expires_at"]
                said["expires_at"] = datetime.fromisoformat(ends) if ends else None
                set_feature_override(state="on" if said.pop("enabled") else "off", **of, **said)
            else:
                set_feature_override(state="inherit", **of)
    return None


def test_dry_run_is_kept_until_the_draft_or_the_switches_change() -> None:
    keys = fill(random.Random(3))
    draft = start_draft(title="Off", actor=None, now=NOW)

    def put(killed: str) -> None:
        put_change(draft.pk, kind="kill_switch", feature=killed, after={"killed": True}, actor=None, now=NOW)

    put("toy_reorder")
    first = request_dry_run(draft.pk, now=NOW)
    assert (first.state, first.done, first.total) == ("finished", len(keys), len(keys))
    assert request_dry_run(draft.pk, now=NOW).pk == first.pk

    put("toy_budget")
    draft.refresh_from_db()
    assert is_stale(first, draft) is True
    again = request_dry_run(draft.pk, now=NOW)
    assert again.result["features"].keys() == {"toy_reorder", "toy_budget"}
    set_kill_switch(feature="toy_reorder", killed=True, actor=None)
    assert is_stale(DryRun.objects.get(), draft) is True
