from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from segmentation.models import Segment
from segmentation.registry import dimensions
from segmentation.rules import RuleError
from segmentation.selectors.rule_answers import segments_that_hold, unreadable_segments
from tests.segmentation.rules.companies import TODAY, Bought, Company, store

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("columns")]


def make_segments(*rules: Any) -> list[Segment]:
    return [
        Segment.objects.create(key=f"toy-{at}", name=f"Toy {at}", priority=900 + at, rule=rule)
        for at, rule in enumerate(rules)
    ]


def at_least(staff: int) -> Any:
    return {"dimension": "staff", "is": "at_least", "value": staff}


def test_three_hundred_rules_for_a_company_take_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    keys = store([Company(values={"staff": 10}), Company(values={"staff": 299})])
    segments = make_segments(
        *(
            {"any": [at_least(staff), {"dimension": "brand", "is": "ever", "items": [str(staff)]}]}
            for staff in range(300)
        )
    )
    segments_that_hold(segments, keys, today=TODAY)

    with django_assert_num_queries(1):
        found = segments_that_hold(segments, keys, today=TODAY)

    assert found == {
        keys[0]: {segment.pk for segment in segments[:11]},
        keys[1]: {segment.pk for segment in segments},
    }


def test_more_segments_than_a_row_has_columns() -> None:
    keys = store([Company(values={"staff": 10})])
    segments = make_segments(*(at_least(staff % 20) for staff in range(1200)))

    assert len(segments_that_hold(segments, keys, today=TODAY)[keys[0]]) == 660


def test_follows_a_rule_that_changes_and_the_day() -> None:
    keys = store([Company(values={"staff": 10, "began": TODAY})])
    (segment,) = make_segments({"dimension": "began", "is": "in_last_days", "value": 0})
    everywhere = {keys[0]: {segment.pk}}
    assert segments_that_hold([segment], keys, today=TODAY) == everywhere
    assert segments_that_hold([segment], keys, today=TODAY + timedelta(days=1)) == {keys[0]: set()}

    segment.rule = at_least(11)
    assert segments_that_hold([segment], keys, today=TODAY) == {keys[0]: set()}
    segment.rule = at_least(10)
    assert segments_that_hold([segment], keys, today=TODAY) == everywhere


def test_nobody_is_in_a_segment_without_a_rule_nor_without_a_profile() -> None:
    keys = store([Company(values={"staff": 10})])
    segments = make_segments(None, at_least(1))

    assert segments_that_hold(segments, [*keys, "nobody"], today=TODAY) == {keys[0]: {segments[1].pk}, "nobody": set()}


def test_a_rule_that_cannot_be_read_any_more_is_named() -> None:
    keys = store([Company(values={"staff": 10})])
    segments = make_segments(at_least(1), {"dimension": "listed", "is": "unknown"})
    assert segments_that_hold(segments, keys, today=TODAY) == {keys[0]: {segment.pk for segment in segments}}
    dimensions.unregister("staff")

    wrong = unreadable_segments(segments, today=TODAY)

    assert {pk: error.problems[0].message for pk, error in wrong.items()} == {
        segments[0].pk: "There is no dimension “staff”."
    }
    with pytest.raises(RuleError):
        segments_that_hold(segments, keys, today=TODAY)


def test_three_hundred_rules_of_a_time_take_one_query_and_count_an_item_each(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    days = {TODAY - timedelta(days=at): Decimal(5) for at in range(10)}
    once = {TODAY: Decimal(100)}
    keys = store([Company(bought={("brand", "A"): Bought(days=days), ("brand", "B"): Bought(days=once)}), Company()])
    asked = {"dimension": "brand", "items": ["A", "B"]}
    segments = make_segments(
        *({**asked, "is": "at_least_orders", "value": 3, "within": {"last_days": span}} for span in range(150)),
        *({**asked, "is": "at_least_value", "value": str(value), "within": {"last_days": 3}} for value in range(150)),
    )

    with django_assert_num_queries(1):
        found = segments_that_hold(segments, keys, today=TODAY)

    orders, values = segments[:150], segments[150:]
    assert found == {keys[0]: {one.pk for one in (*orders[2:], *values[:101])}, keys[1]: set()}
