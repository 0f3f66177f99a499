"""Since when a company is answered as it is, by each step of the precedence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model

from segmentation.contracts import Feature
from segmentation.models import AuditEntry, BuyclassChange, DraftChange, FeatureRule, SegmentMembership
from segmentation.registry import features
from segmentation.selectors.draft_standing import draft_published
from segmentation.selectors.explain_feature import Explanation, explain, explain_feature
from segmentation.services.expire_overrides import expire_overrides
from segmentation.services.publish import publish_customers
from segmentation.services.put_change import put_change
from segmentation.services.set_feature_override import set_feature_override
from segmentation.services.set_feature_rule import set_feature_rule
from segmentation.services.set_kill_switch import set_by_category, set_kill_switch
from segmentation.services.start_draft import start_draft
from segmentation.shares import BUCKETS, bucket_of, rollout_salt
from segmentation.standing import EVERYBODY
from segmentation.words.audited_values import describe_switch_rule, read_switch_rule
from tests.segmentation.admin.rows import make_category_profile, make_profile
from tests.segmentation.toy_flags import toy_list

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_toy_host")]

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
JOINED = NOW - timedelta(days=300)


@pytest.fixture(autouse=True)
def _acme() -> Iterator[None]:
    make_profile("acme")
    publish_customers(["acme"])
    SegmentMembership.objects.filter(customer_key="acme").update(since=JOINED)
    with toy_list():
        yield


def days_ago(days: int) -> datetime:
    """The change made last was made then."""
    moment = NOW - timedelta(days=days)
    last = AuditEntry.objects.order_by("pk").last()
    assert last is not None
    AuditEntry.objects.filter(pk=last.pk).update(at=moment)
    return moment


def switch(segment: str, state: str | None = None, **said: object) -> None:
    set_feature_rule(feature="toy_list", segment=segment, state=state, actor=None, **said)  # type: ignore[arg-type]


def asked(category: str = "") -> Explanation:
    return explain_feature("toy_list", customer_key="acme", now=NOW, category=category)


def test_as_declared_it_is_so_since_the_company_buys_so() -> None:
    assert (asked().answer.reason.code, asked().since) == ("serves", JOINED)


def test_kill_switch_counts_from_when_it_was_thrown_and_again_from_when_it_was_lifted() -> None:
    switch(EVERYBODY, "on")
    days_ago(200)
    set_kill_switch(feature="toy_list", killed=True, actor=None)
    thrown = days_ago(20)
    assert (asked().answer.reason.code, asked().since) == ("killed", thrown)

    set_kill_switch(feature="toy_list", killed=False, actor=None)
    lifted = days_ago(10)

    assert (asked().answer.reason.code, asked().since) == ("everybody_on", lifted)


def test_values_and_reasons_move_nothing() -> None:
    switch("routine", "off")
    off = days_ago(20)
    switch("routine", parameters={"lines": 9})
    days_ago(10)
    assert asked().since == off

    set_feature_override(feature="toy_list", customer_key="acme", state="on", reason="trial", actor=None)
    by_hand = days_ago(5)
    set_feature_override(
        feature="toy_list", customer_key="acme", state="on", reason="still", parameters={"lines": 7}, actor=None
    )
    days_ago(2)

    assert asked().since == by_hand


def test_share_counts_from_when_it_took_the_company() -> None:
    turn = bucket_of(rollout_salt("toy_list"), "acme") * 100 // BUCKETS
    switch("routine", "on", share=turn)
    waits = days_ago(30)
    assert (asked().answer.reason.code, asked().since) == ("not_yet", waits)

    switch("routine", share=turn + 1)
    has_it = days_ago(20)
    switch("routine", share=turn + 2)
    days_ago(10)

    assert (asked().answer.reason.code, asked().since) == ("segment_on", has_it)


def test_a_segment_entered_later_than_it_was_switched_counts_from_then() -> None:
    switch("routine", "on")
    days_ago(400)

    assert (asked().answer.reason.code, asked().since) == ("segment_on", JOINED)


def test_what_was_taken_away_counts_for_what_holds_instead() -> None:
    switch("routine", "off")
    days_ago(20)
    switch("routine", "inherit")
    taken_away = days_ago(10)

    assert (asked().answer.reason.code, asked().since) == ("serves", taken_away)


@pytest.mark.parametrize("has_worker_been_there", [False, True])
def test_override_that_ended_counts_from_its_end(has_worker_been_there: bool) -> None:
    end = NOW - timedelta(days=3)
    set_feature_override(feature="toy_list", customer_key="acme", state="off", expires_at=end, actor=None)
    days_ago(9)
    if has_worker_been_there:
        expire_overrides(now=NOW)
        days_ago(1)

    assert (asked().answer.reason.code, asked().since) == ("serves", end)


def test_in_a_category_the_class_there_counts() -> None:
    make_category_profile("acme", "chairs", buyclass="new")
    publish_customers(["acme"])
    changed = NOW - timedelta(days=40)
    for category, at in (("chairs", changed), ("", NOW - timedelta(days=4))):
        BuyclassChange.objects.create(customer_key="acme", category=category, new="new", as_of=at.date(), at=at)

    assert (asked("chairs").answer.reason.code, asked("chairs").since) == ("serves_others", changed)
    assert (asked("desks").answer.reason.code, asked("desks").since) == ("serves", JOINED)

    set_by_category(feature="toy_list", allowed=False, actor=None)
    as_a_whole = days_ago(2)
    assert (asked("chairs").answer.reason.code, asked("chairs").since) == ("serves", as_a_whole)


def test_nobody_can_tell_of_a_permission_nor_of_rows_without_a_past_nor_of_a_draft() -> None:
    features.register(Feature(key="toy_boss", label="Boss", default=True, permission="x.y"))
    try:
        told = explain_feature("toy_boss", customer_key="acme", now=NOW, has_permission=lambda _: False)
        assert (told.answer.reason.code, told.since) == ("permission_missing", None)
    finally:
        features.unregister("toy_boss")

    draft = start_draft(title="x", actor=get_user_model()._default_manager.create_user(email="b@x.dk"), now=NOW)
    put_change(
        draft.pk, kind=DraftChange.Kind.RULE, feature="toy_list", segment="routine", after={"state": "off"},
        actor=None, now=NOW,
    )  # fmt: skip
    drafted = explain(features.get("toy_list"), published=draft_published(draft.pk, "acme", now=NOW), now=NOW)
    assert (drafted.answer.reason.code, drafted.since) == ("segment_off", None)

    switch("routine", "off")
    AuditEntry.objects.all().delete()
    assert (FeatureRule.objects.count(), asked().since) == (1, None)


def test_nobody_can_tell_of_a_segment_that_the_company_was_never_seen_to_enter() -> None:
    switch("routine", "on")
    days_ago(20)
    SegmentMembership.objects.filter(customer_key="acme").delete()
    visitor = explain_feature("toy_list", customer_key="", now=NOW)

    assert (asked().answer.reason.code, asked().since) == ("segment_on", None)
    assert (visitor.answer.reason.code, visitor.since) == ("serves_others", None)

    switch(EVERYBODY, "on")
    on = days_ago(5)
    assert explain_feature("toy_list", customer_key="", now=NOW).since == on


@pytest.mark.parametrize("text", ["inherit", "on", "off; held_out=5", "on; share=30; held_out=10; lines=5; share=x"])
def test_what_the_audit_keeps_of_a_rule_can_be_read_back(text: str) -> None:
    assert describe_switch_rule(read_switch_rule(text)) == text.partition("; lines")[0]
