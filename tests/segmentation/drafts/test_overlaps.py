"""Drafts that change the same for a while: what is open decides, the later over the earlier, and nothing is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AbstractUser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segmentation.models import Draft, DraftChange, FeatureOverride, PublishedSnapshot
from segmentation.selectors.draft_targets import Kind, Target, values_now
from segmentation.services.apply_due_drafts import apply_due_drafts
from segmentation.services.publish_draft import publish_draft
from segmentation.services.put_change import put_change
from segmentation.services.roll_back_draft import roll_back_draft
from segmentation.services.schedule_draft import schedule_draft
from segmentation.services.set_feature_override import set_feature_override
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.services.set_kill_switch import set_kill_switch
from segmentation.services.start_draft import start_draft
from segmentation.words.local_moments import EARLIER, LATER, LocalMomentError, moment_from_local

PLANNED = datetime(2026, 1, 1, tzinfo=UTC)
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
CLOCK_CHANGES = ("2026-03-29", "2026-10-25")

RULE = Target(kind=Kind.RULE, feature="toy_ideas", segment="new")
KILL = Target(kind=Kind.KILL_SWITCH, feature="toy_search")
HAND = Target(kind=Kind.OVERRIDE, feature="toy_list", customer="acme")


def by_hand(enabled: bool, *, expires_at: str = "") -> dict[str, Any]:
    return {"enabled": enabled, "expires_at": expires_at, "reason": "pilot", "parameters": {}}


VALUES: Mapping[Target, Sequence[dict[str, Any]]] = {
    RULE: ({}, {"state": "on"}, {"state": "off"}, {"state": "on", "share": 20}),
    KILL: ({"killed": False}, {"killed": True}),
    HAND: ({}, by_hand(True), by_hand(False)),
}


@dataclass(frozen=True, kw_only=True)
class Window:
    begins: datetime
    ends: datetime | None
    says: Mapping[Target, dict[str, Any]]


def at(hours: float) -> datetime:
    return datetime(2026, 6, 1, tzinfo=UTC) + timedelta(hours=hours)


def window(hours: float, until: float | None, says: Mapping[Target, dict[str, Any]]) -> Window:
    return Window(begins=at(hours), ends=None if until is None else at(until), says=says)


def plan(planned: Window) -> Draft:
    draft = start_draft(title="Window", actor=None, now=PLANNED)
    for target, value in planned.says.items():
        of = {"feature": target.feature, "segment": target.segment, "customer_key": target.customer}
        kind = target.kind
        put_change(draft.pk, kind=kind, after=value, actor=None, now=PLANNED, also_if_it_stands=True, **of)
    return schedule_draft(
        draft.pk,
        publish_at=planned.begins,
        ends_at=planned.ends,
        actor=None,
        now=PLANNED,
        whatever_stands=True,
    )


def stand_without(target: Target, value: dict[str, Any]) -> None:
    """What stands before any window, set by hand."""
    if target == RULE:
        set_feature_rule(feature="toy_ideas", segment="new", actor=None, **{"state": "inherit", **value})
    elif target == KILL:
        set_kill_switch(feature="toy_search", killed=value["killed"], actor=None)
    elif value:
        state = "on" if value["enabled"] else "off"
        set_feature_override(feature="toy_list", customer_key="acme", state=state, reason="pilot", actor=None)


def stands() -> dict[Target, Any]:
    return values_now(list(VALUES))


def reference(
    windows: Sequence[Window], without: Mapping[Target, Any], moment: datetime, *, taken_back: set[int]
) -> dict[Target, Any]:
    """What has to stand at a moment: what is open, in the order of beginning, over what stood without."""
    said = dict(without)
    in_order = sorted(enumerate(windows), key=lambda item: (item[1].begins, item[0]))
    for number, one in in_order:
        is_open = one.begins <= moment and (one.ends is None or moment < one.ends)
        if is_open and number not in taken_back:
            said |= one.says
    return said


def local_moment(day: str, half_hours: int, which: str) -> datetime:
    """A moment around a change of clocks, as somebody types it; the hour that is left out is taken an hour later."""
    typed = f"{day} {half_hours // 2:02}:{half_hours % 2 * 30:02}"
    try:
        return moment_from_local(typed, zone=COPENHAGEN, which=which)
    except LocalMomentError:
        return local_moment(day, half_hours + 2, which)


def moments(day: str) -> st.SearchStrategy[datetime]:
    return st.builds(local_moment, st.just(day), st.integers(0, 11), st.sampled_from([EARLIER, LATER]))


def windows_on(day: str) -> st.SearchStrategy[Window]:
    says = st.fixed_dictionaries({}, optional={target: st.sampled_from(VALUES[target]) for target in VALUES})
    raw = st.tuples(moments(day), st.one_of(st.none(), moments(day)), says.filter(bool))
    in_order = raw.filter(lambda one: one[1] is None or one[0] < one[1])
    return in_order.map(lambda one: Window(begins=one[0], ends=one[1], says=one[2]))


@st.composite
def histories(draw: st.DrawFn) -> tuple[dict[Target, Any], list[Window], list[datetime | int]]:
    """What stands, windows over it, and what happens: ticks of the schedule, and drafts that are taken back by hand."""
    day = draw(st.sampled_from(CLOCK_CHANGES))
    without = {target: draw(st.sampled_from(values)) for target, values in VALUES.items()}
    windows = draw(st.lists(windows_on(day), min_size=1, max_size=6))
    ticks = sorted(draw(st.lists(moments(day), min_size=1, max_size=8)))
    events: list[datetime | int] = []
    for tick in ticks:
        events.append(tick)
        if draw(st.booleans()):
            events.append(draw(st.integers(0, len(windows) - 1)))
    return without, windows, events


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories())
def test_what_is_open_stands_at_every_moment_and_nothing_is_left(history: Any, rolled_back: Any) -> None:
    with rolled_back():
        check_history(*history)


def check_history(without: dict[Target, Any], windows: list[Window], events: list[datetime | int]) -> None:
    for target, value in without.items():
        stand_without(target, value)
    before, without = PublishedSnapshot.objects.get(pk="").payload, stands()
    drafts = [plan(one) for one in windows]
    taken_back: set[int] = set()
    moment = PLANNED
    for event in events:
        if isinstance(event, datetime):
            moment = event
            done = apply_due_drafts(now=moment)
            assert list(done.failed) == []
        elif Draft.objects.filter(pk=drafts[event].pk, state="published").exists():
            assert list(roll_back_draft(drafts[event].pk, actor=None, now=moment).left) == []
            taken_back.add(event)
        assert stands() == reference(windows, without, moment, taken_back=taken_back)

    apply_due_drafts(now=PLANNED + timedelta(days=365))
    for draft in reversed(drafts):
        if Draft.objects.filter(pk=draft.pk, state="published").exists():
            roll_back_draft(draft.pk, actor=None, now=moment)

    assert stands() == without
    assert PublishedSnapshot.objects.get(pk="").payload | {"version": 0} == before | {"version": 0}


@pytest.mark.parametrize("second", [{"state": "on"}, {"state": "off"}, {}])
def test_window_that_begins_in_another_outlives_it_and_leaves_nothing(second: dict[str, Any]) -> None:
    plan(window(10, 12, {RULE: {"state": "on"}}))
    plan(window(11, 13, {RULE: second}))

    seen = []
    for hours in (10, 11, 12, 13):
        apply_due_drafts(now=at(hours))
        seen.append(stands()[RULE])

    assert seen == [{"state": "on"}, second, second, {}]
    assert set(Draft.objects.values_list("problem", flat=True)) == {""}


def test_permanent_draft_over_a_window_brings_back_what_stood_before_both() -> None:
    plan(window(10, 12, {RULE: {"state": "on"}}))
    for_good = plan(window(11, None, {RULE: {"state": "off"}}))
    for hours in (10, 11, 12):
        apply_due_drafts(now=at(hours))
    stood = stands()[RULE]

    roll_back_draft(for_good.pk, actor=None, now=at(20))

    assert (stood, stands()[RULE]) == ({"state": "off"}, {})


def test_what_a_later_draft_changes_too_is_named(anna: AbstractUser) -> None:
    first = plan(window(10, None, {RULE: {"state": "on"}, KILL: {"killed": True}}))
    plan(window(11, None, {RULE: {"state": "on"}}))
    apply_due_drafts(now=at(11))

    done = roll_back_draft(first.pk, actor=anna, now=at(12))

    assert [change.kind for change in done.covered] == ["rule"]
    assert (list(done.left), stands()[RULE], stands()[KILL]) == ([], {"state": "on"}, {"killed": False})


def test_what_was_changed_by_hand_between_two_windows_stays(anna: AbstractUser) -> None:
    plan(window(10, 13, {RULE: {"state": "on"}}))
    plan(window(11, 12, {RULE: {"state": "on"}}))
    seen = []
    for hours in (10, 11, 12, 13):
        apply_due_drafts(now=at(hours))
        if hours == 10:
            set_feature_rule(feature="toy_ideas", segment="new", state="off", actor=anna)
        seen.append(stands()[RULE])

    assert seen == [{"state": "off"}, {"state": "on"}, {"state": "off"}, {"state": "off"}]


def test_override_that_ended_by_itself_in_a_window_gives_way_to_what_stood_before() -> None:
    set_feature_override(feature="toy_list", customer_key="acme", state="off", reason="pilot", actor=None)
    stood = stands()[HAND]
    plan(window(10, 14, {HAND: by_hand(True, expires_at=at(11).isoformat())}))
    plan(window(12, 13, {HAND: by_hand(True)}))
    for hours in (10, 12, 13):
        apply_due_drafts(now=at(hours))
    FeatureOverride.objects.filter(expires_at__lte=at(13)).delete()

    apply_due_drafts(now=at(14))

    assert stands()[HAND] == stood


def test_publications_have_an_order_also_within_one_moment() -> None:
    drafts = [plan(window(10, None, {RULE: {"state": state}})) for state in ("on", "off", "on")]

    apply_due_drafts(now=at(11))

    published = list(Draft.objects.order_by("published_at").values_list("pk", flat=True))
    assert published == [draft.pk for draft in drafts]
    assert len(set(Draft.objects.values_list("published_at", flat=True))) == 3


@pytest.mark.parametrize("above", [1, 20])
def test_taking_back_asks_once_for_those_above(above: int, django_assert_num_queries: Any) -> None:
    first = plan(window(10, None, {RULE: {"state": "on"}, KILL: {"killed": True}, HAND: by_hand(True)}))
    for hours in range(11, 11 + above):
        plan(window(hours, None, {RULE: {"state": "off"}, KILL: {"killed": False}, HAND: by_hand(False)}))
    apply_due_drafts(now=at(40))

    with django_assert_num_queries(14):
        roll_back_draft(first.pk, actor=None, now=at(41))

    handed_on = DraftChange.objects.filter(draft__title="Window", kind=Kind.RULE).order_by("pk")[1]
    assert handed_on.before == {}


def test_publishing_by_hand_is_for_good_unless_an_end_is_given() -> None:
    draft = plan(window(10, 12, {RULE: {"state": "on"}}))

    publish_draft(draft.pk, actor=None, now=at(9))
    apply_due_drafts(now=at(13))

    assert stands()[RULE] == {"state": "on"}
