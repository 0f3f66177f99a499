"""What the company page says of segments: the rule with its answers, and what was chosen by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from segmentation.models import MembershipChoice, Segment, SegmentMembership
from segmentation.rules import parse_rule
from segmentation.selectors.company_segments import SegmentLine, segment_lines
from segmentation.services.set_membership_choice import set_membership_choice
from tests.segmentation.admin.rows import make_profile, make_segments

URL = "/admin/segmentation/customerprofile/acme/change/"
SEGMENT = "/admin/segmentation/customerprofile/acme/segment/"
RULE = {
    "all": [
        {"dimension": "buyclass", "is": "one_of", "value": ["routine"]},
        {"not": {"dimension": "share_routine", "is": "at_least", "value": 0.9}},
    ]
}

pytestmark = pytest.mark.django_db


def line_of(key: str) -> SegmentLine:
    now = timezone.now()
    lines = segment_lines("acme", today=timezone.localdate(now), now=now)
    return next(line for line in lines if line.segment.key == key)


def give_rule(rule: Any) -> Segment:
    (segment,) = make_segments(1)
    Segment.objects.filter(pk=segment.pk).update(rule=rule)
    return segment


def test_each_condition_has_the_companys_own_answer() -> None:
    make_profile("acme")
    give_rule(RULE)

    answers = [part.answer.held if part.answer else None for part in line_of("group-0").rule]

    assert answers == [None, True, None, False]


def test_each_of_many_segments_has_its_own_answers() -> None:
    make_profile("acme")
    make_segments(3)
    for number, low in enumerate((0.1, 0.9, 0.5)):
        rule = {"dimension": "share_routine", "is": "at_least", "value": low}
        Segment.objects.filter(key=f"group-{number}").update(rule=rule)

    held = [line_of(f"group-{number}").rule[0].answer for number in range(3)]

    assert [answer.held for answer in held if answer] == [True, False, True]


def test_company_that_is_in_stays_in_by_the_lower_bound() -> None:
    make_profile("acme")
    segment = give_rule({"dimension": "share_routine", "is": "at_least", "value": 0.9, "leave": 0.5})
    outside = line_of("group-0").rule[0].answer
    SegmentMembership.objects.create(segment=segment, customer_key="acme", since=timezone.now())
    inside = line_of("group-0").rule[0].answer

    assert outside is not None
    assert inside is not None
    assert (outside.held, inside.held) == (False, True)


def test_rule_that_cannot_be_read_is_told(boss: Client) -> None:
    make_profile("acme")
    give_rule({"dimension": "no_such_thing", "is": "at_least", "value": 1})

    assert "Its rule cannot be read any more." in boss.get(URL).content.decode()


def test_company_without_a_profile_reads_the_rule_without_answers() -> None:
    give_rule(RULE)

    assert [part.answer for part in line_of("group-0").rule] == [None] * 4


def test_company_is_kept_out_with_reason_and_end(boss: Client) -> None:
    make_profile("acme")
    day = timezone.localdate() + timedelta(days=5)

    boss.post(SEGMENT, {"segment": "routine", "choice": "out", "reason": "A reseller", "until": day.isoformat()})

    line = line_of("routine")
    assert line.by_hand is not None
    assert (line.source, line.by_hand.include, line.by_hand.reason, line.by_hand.author, line.by_hand.last_day) == (
        "",
        False,
        "A reseller",
        "anna@example.com",
        day,
    )
    assert "Kept out by anna@example.com: A reseller" in boss.get(URL).content.decode()


def test_choice_whose_end_is_past_is_not_shown() -> None:
    make_profile("acme")
    set_membership_choice(segment_key="routine", customer_keys=["acme"], include=False, reason="x", actor=None)
    MembershipChoice.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert line_of("routine").by_hand is None


@pytest.mark.parametrize("posted", [{}, {"choice": "perhaps"}, {"choice": "out"}, {"choice": "in", "reason": " "}])
def test_choice_without_an_answer_or_a_reason_changes_nothing(boss: Client, posted: dict[str, str]) -> None:
    make_profile("acme")

    boss.post(SEGMENT, {"segment": "routine"} | posted)

    assert MembershipChoice.objects.count() == 0


@pytest.mark.parametrize("count", [1, 60])
def test_segments_cost_the_same_for_one_and_for_many(count: int, django_assert_num_queries: Any) -> None:
    make_profile("acme")
    make_segments(count)
    Segment.objects.filter(key__startswith="group-").update(rule=parse_rule(RULE).as_json())
    now = timezone.now()

    with django_assert_num_queries(3):
        segment_lines("acme", today=timezone.localdate(now), now=now)
