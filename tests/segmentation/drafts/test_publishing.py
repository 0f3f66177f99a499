"""A draft is written, published, found overtaken, and taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser

from segmentation.models import (
    AuditEntry,
    Draft,
    DraftChange,
    FeatureOverride,
    FeatureRule,
    PublishedSnapshot,
    Segment,
    SegmentRefresh,
)
from segmentation.parameters import ParameterError
from segmentation.public import has_feature
from segmentation.services.discard_draft import discard_draft
from segmentation.services.lock_draft import DraftStateError
from segmentation.services.publish_draft import SwitchesMovedError, publish_draft
from segmentation.services.put_change import drop_change, put_change
from segmentation.services.roll_back_draft import roll_back_draft
from segmentation.services.save_segment import save_segment
from segmentation.services.set_feature_override import set_feature_override
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.services.set_kill_switch import set_kill_switch
from segmentation.services.start_draft import start_draft
from segmentation.words.drafts import left_text, moved_text
from tests.segmentation.segment_rows import ROUTINE_ABOVE_HALF

NOW = datetime(2026, 6, 1, 8, tzinfo=UTC)
Kind = DraftChange.Kind


def begin(actor: AbstractUser | None = None) -> Draft:
    return start_draft(title="Summer", reason="Season", actor=actor, now=NOW)


def put(draft: Draft, kind: str, after: dict[str, Any], actor: AbstractUser | None = None, **of: str) -> Any:
    return put_change(draft.pk, kind=kind, after=after, actor=actor, now=NOW, **of)


def ideas(draft: Draft, segment: str = "new", **rule: Any) -> Any:
    return put(draft, Kind.RULE, rule or {"state": "off"}, feature="toy_ideas", segment=segment)


def payload() -> dict[str, Any]:
    return PublishedSnapshot.objects.get(pk="").payload


def unversioned() -> dict[str, Any]:
    return payload() | {"version": 0}


def test_draft_changes_nothing_before_it_is_published_and_all_of_it_then(anna: AbstractUser) -> None:
    draft = begin(anna)
    ideas(draft)
    put(draft, Kind.KILL_SWITCH, {"killed": True}, feature="toy_search")
    put(
        draft,
        Kind.OVERRIDE,
        {"enabled": True, "reason": "A trial", "expires_at": NOW + timedelta(days=400)},
        feature="toy_list",
        customer_key="acme",
    )
    before = [has_feature("acme", key) for key in ("toy_ideas", "toy_search", "toy_list")]
    version = payload()["version"]

    done = publish_draft(draft.pk, actor=anna, now=NOW)

    assert before == [True, True, False]
    assert [has_feature("acme", key) for key in ("toy_ideas", "toy_search", "toy_list")] == [False, False, True]
    assert payload()["version"] == version + 1
    assert (done.draft.state, done.draft.version, done.draft.published_at) == ("published", version + 1, NOW)
    made = AuditEntry.objects.filter(draft=draft).exclude(action__startswith="draft").values_list("action", "reason")
    assert sorted(made) == [
        ("feature_override", "A trial"),
        ("feature_rule", "Season"),
        ("kill_switch", "Season"),
    ]
    assert list(
        AuditEntry.objects.filter(action__startswith="draft_").order_by("pk").values_list("action", "before", "after")
    ) == [("draft_started", "", "open"), ("draft_published", "open", "published")]


def test_target_has_one_change_and_none_when_put_back() -> None:
    draft = begin()
    ideas(draft, state="off")
    ideas(draft, state="on", share=30)
    assert list(draft.changes.values_list("before", "after")) == [({}, {"state": "on", "share": 30})]

    assert ideas(draft, state="inherit") is None

    assert draft.changes.count() == 0
    draft.refresh_from_db()
    assert draft.revision == 3


def test_change_is_taken_out() -> None:
    draft = begin()
    change = ideas(draft)

    drop_change(change.pk, actor=None)

    assert draft.changes.count() == 0
    entry = AuditEntry.objects.get(action="drafted_feature_rule", before="off")
    assert (entry.after, entry.draft_id) == ("inherit", draft.pk)


def test_value_that_does_not_fit_is_refused() -> None:
    draft = begin()

    with pytest.raises(ParameterError):
        put(draft, Kind.RULE, {"parameters": {"length": 51}}, feature="toy_list", segment="new")
    with pytest.raises(ValueError, match="101 is no share"):
        ideas(draft, state="on", share=101)
    with pytest.raises(Segment.DoesNotExist):
        ideas(draft, segment="gone")
    assert draft.changes.count() == 0


def test_empty_draft_and_one_that_is_done_are_not_published() -> None:
    draft = begin()
    with pytest.raises(DraftStateError, match="nothing in this draft"):
        publish_draft(draft.pk, actor=None, now=NOW)
    ideas(draft)
    discard_draft(draft.pk, actor=None)

    with pytest.raises(DraftStateError, match="Discarded"):
        publish_draft(draft.pk, actor=None, now=NOW)
    with pytest.raises(DraftStateError):
        ideas(draft, state="on")


def test_what_moved_meanwhile_is_named_and_made_only_when_told(anna: AbstractUser) -> None:
    draft = begin()
    change = ideas(draft)
    put(draft, Kind.KILL_SWITCH, {"killed": True}, feature="toy_search")
    DraftChange.objects.update(put_at=NOW)
    set_feature_rule(feature="toy_ideas", segment="new", state="on", actor=anna)

    with pytest.raises(SwitchesMovedError) as refused:
        publish_draft(draft.pk, actor=None, now=NOW)

    (moved,) = refused.value.moved
    assert (moved.change.pk, moved.stands, moved.who) == (change.pk, {"state": "on"}, "anna@example.com")
    assert moved_text(moved).startswith("Toy ideas for New buyers was changed by anna@example.com on ")
    assert has_feature("acme", "toy_search") is True

    publish_draft(draft.pk, actor=None, now=NOW, despite=[change.pk])

    assert has_feature("acme", "toy_ideas") is False
    roll_back_draft(draft.pk, actor=None, now=NOW)
    assert FeatureRule.objects.get().state == "on"


def test_change_of_a_segment_that_is_gone_cannot_be_made() -> None:
    Segment.objects.create(key="vip", name="VIP", priority=5)
    draft = begin()
    change = ideas(draft, segment="vip")
    Segment.objects.filter(key="vip").delete()

    with pytest.raises(SwitchesMovedError) as refused:
        publish_draft(draft.pk, actor=None, now=NOW, despite=[change.pk])

    assert [moved_text(moved) for moved in refused.value.moved] == [
        "Toy ideas for vip: the segment does not exist any more."
    ]


def test_roll_back_leaves_what_was_changed_again_and_names_it(anna: AbstractUser) -> None:
    set_feature_rule(feature="toy_ideas", segment="new", state="on", share=40, actor=None)
    draft = begin()
    ideas(draft)
    put(draft, Kind.KILL_SWITCH, {"killed": True}, feature="toy_search")
    publish_draft(draft.pk, actor=None, now=NOW)
    set_kill_switch(feature="toy_search", killed=False, actor=anna)
    set_feature_override(feature="toy_search", customer_key="acme", state="off", actor=anna)
    set_kill_switch(feature="toy_list", killed=True, actor=anna)
    other = begin()
    put(other, Kind.RULE, {"state": "on"}, feature="toy_list", segment="new")
    publish_draft(other.pk, actor=None, now=NOW)
    set_feature_rule(feature="toy_list", segment="new", state="off", actor=anna)

    done = roll_back_draft(draft.pk, actor=None, now=NOW)
    second = roll_back_draft(other.pk, actor=None, now=NOW)

    assert list(done.left) == []
    assert payload()["features"]["toy_ideas"] == {"rules": {"new": {"state": "on", "share": 40}}}
    assert [left_text(left).split(" on ")[0] for left in second.left] == [
        "Toy list for New buyers was changed by anna@example.com"
    ]
    assert payload()["features"]["toy_list"] == {"killed": True, "rules": {"new": {"state": "off"}}}
    with pytest.raises(DraftStateError):
        roll_back_draft(draft.pk, actor=None, now=NOW)


def test_override_that_ended_by_itself_is_not_brought_back() -> None:
    ends = NOW + timedelta(days=1)
    set_feature_override(feature="toy_ideas", customer_key="acme", state="off", actor=None, expires_at=ends)
    draft = begin()
    put(draft, Kind.OVERRIDE, {"enabled": True}, feature="toy_ideas", customer_key="acme")
    publish_draft(draft.pk, actor=None, now=NOW)

    roll_back_draft(draft.pk, actor=None, now=ends)

    assert FeatureOverride.objects.count() == 0


def test_rule_and_order_of_segments_are_changed_and_put_back() -> None:
    segment = Segment(key="mine", name="Mine", priority=5, rule=ROUTINE_ABOVE_HALF)
    save_segment(segment, actor=None)
    stood = unversioned()
    draft = begin()
    wanted = {**ROUTINE_ABOVE_HALF, "value": 0.8}
    put(draft, Kind.SEGMENT_RULE, {"rule": wanted}, segment="mine")
    put(draft, Kind.SEGMENT_ORDER, {"order": ["new", "mixed", "routine", "major", "mine"]})

    done = publish_draft(draft.pk, actor=None, now=NOW)

    segment.refresh_from_db()
    assert segment.rule["value"] == 0.8
    assert payload()["segments"] == ["new", "mixed", "routine", "major", "mine"]
    assert list(SegmentRefresh.objects.filter(state="waiting").values_list("pk", flat=True)) == list(done.refreshes)

    back = roll_back_draft(draft.pk, actor=None, now=NOW)

    segment.refresh_from_db()
    assert (segment.rule["value"], unversioned()) == (0.5, stood)
    assert len(back.refreshes) == 1


def test_what_cannot_be_used_any_more_is_not_published_by_halves() -> None:
    draft = begin()
    put(draft, Kind.KILL_SWITCH, {"killed": True}, feature="toy_search")
    put(draft, Kind.RULE, {"state": "on", "parameters": {"length": 7}}, feature="toy_list", segment="new")
    DraftChange.objects.filter(feature="toy_list").update(after={"state": "on", "parameters": {"length": 7000}})

    with pytest.raises(ParameterError):
        publish_draft(draft.pk, actor=None, now=NOW)

    assert has_feature("acme", "toy_search") is True
    draft.refresh_from_db()
    assert draft.state == "open"
