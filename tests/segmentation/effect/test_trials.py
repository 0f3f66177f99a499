from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from segmentation.models import Segment, SegmentMembership, Trial, TrialMember
from segmentation.public import has_feature
from segmentation.services.enrol_in_trials import enrol_in_trials
from segmentation.services.forget_customer import forget_customer
from segmentation.services.set_feature_override import set_feature_override
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.services.set_kill_switch import set_kill_switch
from tests.segmentation.effect.companies import AT, expected, make_companies, members

pytestmark = pytest.mark.django_db


def hold_out(percent: int = 20, *, segment: str = "major", feature: str = "toy_reorder", **said: object) -> None:
    set_feature_rule(feature=feature, segment=segment, state="on", held_out=percent, actor=None, **said)  # type: ignore[arg-type]


def trials() -> list[tuple[str, str, int, int, bool]]:
    rows = Trial.objects.order_by("pk").values_list("feature", "segment_key", "share", "held_out", "ended_at")
    return [(*said, ended is None) for *said, ended in rows]


def test_trial_begins_with_a_held_out_share_and_ends_with_it() -> None:
    hold_out()
    assert trials() == [("toy_reorder", "major", 100, 20, True)]

    set_feature_rule(feature="toy_reorder", segment="major", held_out=0, actor=None)
    assert trials() == [("toy_reorder", "major", 100, 20, False)]


def test_trial_begins_only_where_the_rule_is_on() -> None:
    set_feature_rule(feature="toy_reorder", segment="major", state="off", held_out=20, actor=None)
    assert trials() == []

    set_feature_rule(feature="toy_reorder", segment="major", state="on", actor=None)
    assert trials() == [("toy_reorder", "major", 100, 20, True)]


def test_another_held_out_share_is_another_trial() -> None:
    hold_out(20)
    hold_out(30)

    assert trials() == [("toy_reorder", "major", 100, 20, False), ("toy_reorder", "major", 100, 30, True)]


def test_larger_roll_out_goes_on_with_the_trial_and_a_smaller_one_ends_it() -> None:
    hold_out(20, share=30)
    hold_out(20, share=60)
    assert trials() == [("toy_reorder", "major", 60, 20, True)]

    hold_out(20, share=40)
    assert trials() == [("toy_reorder", "major", 60, 20, False), ("toy_reorder", "major", 40, 20, True)]


def test_kill_switch_ends_the_trial_and_lifting_it_begins_another() -> None:
    hold_out()
    set_kill_switch(feature="toy_reorder", killed=True, actor=None)
    assert trials() == [("toy_reorder", "major", 100, 20, False)]

    set_kill_switch(feature="toy_reorder", killed=False, actor=None)
    assert trials()[1:] == [("toy_reorder", "major", 100, 20, True)]


def test_deleted_segment_ends_its_trial() -> None:
    Segment.objects.create(key="vip", name="VIPs", priority=5)
    hold_out(segment="vip")
    Segment.objects.get(key="vip").delete()
    enrol_in_trials(now=AT)

    assert trials() == [("toy_reorder", "vip", 100, 20, False)]


def test_publishing_writes_no_row_a_company() -> None:
    counts = []
    for many, feature in ((3, "toy_reorder"), (300, "toy_ideas")):
        make_companies("major", many, prefix=feature)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            hold_out(feature=feature)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert members() == {}


@pytest.mark.parametrize(("held_out", "share"), [(20, 100), (1, 100), (99, 37), (50, 3)])
def test_enrolled_are_those_and_held_out_are_those_that_the_storefront_takes(held_out: int, share: int) -> None:
    keys = make_companies("major", 500)
    make_companies("routine", 20, prefix="other")
    hold_out(held_out, share=share)

    enrol_in_trials(now=AT)

    assert members() == expected(keys, "toy_reorder", held_out=held_out, share=share)
    assert {key: not has_feature(key, "toy_reorder") for key in members()} == members()
    assert not any(has_feature(key, "toy_reorder") for key in keys if key not in members())


@pytest.mark.parametrize("many", [3, 300])
def test_enrolling_takes_as_many_queries_for_3_as_for_300_companies(many: int) -> None:
    make_companies("major", many)
    hold_out()

    with CaptureQueriesContext(connection) as queries:
        assert enrol_in_trials(now=AT) == many
    assert len(queries) == 13


@pytest.mark.postgres
def test_enrolling_searches_earlier_trials_once_and_not_for_each_company() -> None:
    make_companies("major", 3)
    hold_out()
    with CaptureQueriesContext(connection) as queries:
        enrol_in_trials(now=AT)
    (statement,) = [one["sql"] for one in queries if one["sql"].startswith("INSERT INTO segmentation_trialmember")]

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}")
        plan = [line for (line,) in cursor.fetchall()]

    assert [line for line in plan if "SubPlan" in line] == []


def test_those_are_not_enrolled_whom_another_says_more_about() -> None:
    keys = make_companies("major", 30)
    mixed = Segment.objects.get(key="mixed")
    SegmentMembership.objects.bulk_create(
        SegmentMembership(segment=mixed, customer_key=key, since=AT) for key in keys[:10]
    )
    set_feature_rule(feature="toy_reorder", segment="mixed", state="off", actor=None)
    set_feature_override(feature="toy_reorder", customer_key=keys[10], state="on", actor=None)
    ended = AT - timedelta(days=1)
    set_feature_override(feature="toy_reorder", customer_key=keys[11], state="on", expires_at=ended, actor=None)
    set_feature_override(feature="toy_ideas", customer_key=keys[12], state="on", actor=None)
    hold_out()

    enrol_in_trials(now=AT)

    assert list(members()) == keys[11:]


def test_trial_of_everybody_takes_those_whom_no_segment_decides() -> None:
    make_companies("major", 20)
    others = make_companies("routine", 20, prefix="other")
    set_feature_rule(feature="toy_reorder", segment="major", state="off", actor=None)
    hold_out(segment="")

    enrol_in_trials(now=AT)

    assert list(members()) == others


def test_whom_no_run_has_seen_counts_as_new() -> None:
    Segment.objects.create(key="vip", name="VIPs", priority=50)
    keys = make_companies("vip", 5)
    hold_out(segment="new")

    enrol_in_trials(now=AT)

    assert list(members()) == keys


def test_enrolled_stays_whatever_becomes_of_it_and_joiners_come_in_with_the_night() -> None:
    keys = make_companies("major", 10)
    hold_out()
    enrol_in_trials(now=AT)
    SegmentMembership.objects.filter(customer_key=keys[0]).delete()
    joined = make_companies("major", 2, prefix="joined")

    assert enrol_in_trials(now=AT, joiners=False) == 0
    assert enrol_in_trials(now=AT + timedelta(days=1)) == 2

    assert list(members()) == [*keys, *joined]
    days = dict(TrialMember.objects.values_list("customer_key", "enrolled_on"))
    assert (days[keys[0]], days[joined[0]]) == (date(2026, 6, 1), date(2026, 6, 2))


def test_larger_roll_out_takes_in_whose_turn_comes_without_waiting_for_the_night() -> None:
    keys = make_companies("major", 200)
    hold_out(20, share=30)
    enrol_in_trials(now=AT)
    hold_out(20, share=60)

    enrol_in_trials(now=AT, joiners=False)

    assert members() == expected(keys, "toy_reorder", held_out=20, share=60)


def test_what_was_bought_before_is_that_before_the_first_trial_of_the_feature() -> None:
    keys = make_companies("major", 2)
    hold_out(20)
    enrol_in_trials(now=AT)
    hold_out(30)
    make_companies("major", 1, prefix="joined")
    enrol_in_trials(now=AT + timedelta(days=30))

    rows = TrialMember.objects.filter(trial__ended_at=None).order_by("customer_key")
    assert list(rows.values_list("customer_key", "enrolled_on", "before_on")) == [
        (keys[0], date(2026, 7, 1), date(2026, 6, 1)),
        (keys[1], date(2026, 7, 1), date(2026, 6, 1)),
        ("joined-0000", date(2026, 7, 1), date(2026, 7, 1)),
    ]


def test_forgotten_company_is_in_no_trial() -> None:
    keys = make_companies("major", 2)
    hold_out()
    enrol_in_trials(now=AT)

    forget_customer(customer_key=keys[0])

    assert list(members()) == keys[1:]
