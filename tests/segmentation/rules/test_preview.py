from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from segmentation.models import CustomerProfile, Segment
from segmentation.rules import condition_of, parse_rule
from segmentation.selectors.preview_rule import preview_rule
from tests.segmentation.rules.companies import NOW, TODAY, Company, store

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("columns")]

STAFF = {"dimension": "staff", "is": "at_least", "value": 50, "leave": 40}
TOWN = {"dimension": "town", "is": "one_of", "value": ["Kiel"]}
RULE: Any = {"all": [STAFF, {"not": TOWN}]}


@pytest.fixture
def segment(db: None) -> Segment:
    return Segment.objects.create(key="toy", name="Toy", priority=900, rule=RULE)


def company(staff: int, town: str | None = None, **more: Any) -> Company:
    return Company(values={"staff": staff, "town": town}, **more)


def test_says_what_a_rule_would_change(segment: Segment) -> None:
    store(
        [
            company(50),
            company(45),
            company(45, member="automatic"),
            company(45, member="manual"),
            company(39, member="automatic"),
            company(99, "Kiel", member="automatic"),
            company(99, included=False, member="automatic"),
            company(1, included=True),
            company(1, included=True, is_over=True),
        ],
        segment,
    )

    preview = preview_rule(parse_rule(RULE), segment_id=segment.pk, today=TODAY, now=NOW)

    assert (preview.companies, preview.matches, preview.sample) == (9, 3, ["C000", "C002", "C006"])
    assert preview.counts == {(): 3, ("all", 0): 4, ("all", 1): 8, ("all", 1, "not"): 1}
    assert (preview.joining, preview.leaving) == (2, 4)


def test_before_there_is_a_segment_everybody_who_matches_joins() -> None:
    store([company(50), company(45), company(10)])

    preview = preview_rule(parse_rule(RULE), today=TODAY)

    assert (preview.matches, preview.joining, preview.leaving) == (1, 1, 0)


def test_shows_the_first_ten() -> None:
    keys = store([company(50)] * 15)

    assert preview_rule(parse_rule(RULE), today=TODAY).sample == keys[:10]
    assert preview_rule(parse_rule(RULE), today=TODAY, sample=3).sample == keys[:3]


def test_shows_the_first_ten_also_where_they_come_late(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = store([company(10)] * 20 + [company(50)] * 80)
    monkeypatch.setattr("segmentation.selectors.preview_rule.FIRST", 25)

    assert preview_rule(parse_rule(RULE), today=TODAY).sample == keys[20:30]
    assert preview_rule(parse_rule(RULE), today=TODAY, sample=5).sample == keys[20:25]


def test_nobody_is_counted_where_there_is_nobody() -> None:
    preview = preview_rule(parse_rule(RULE), today=TODAY)

    assert (preview.companies, preview.matches, preview.sample, preview.joining) == (0, 0, [], 0)


@pytest.mark.parametrize("count", [1, 60])
def test_takes_as_many_queries_however_long_the_rule(
    count: int, segment: Segment, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    store([company(50)], segment)
    conditions = [{"dimension": "brand", "is": "ever", "items": [str(n)]} for n in range(count)]
    rule = parse_rule({"any": [RULE, *conditions]})
    preview_rule(rule, segment_id=segment.pk, today=TODAY)

    # Counts, the first companies and the sample; a savepoint around them, and on PostgreSQL a word about memory.
    with django_assert_max_num_queries(6):
        assert preview_rule(rule, segment_id=segment.pk, today=TODAY).matches == 1


def test_a_rule_of_two_hundred_long_lists_can_be_asked() -> None:
    store([company(50, "T4999"), company(50, "Bonn")])
    towns = {"dimension": "town", "is": "one_of", "value": [f"T{n}" for n in range(5000)]}
    rule = parse_rule({"all": [towns] * 199 + [{"dimension": "town", "is": "starts_with", "value": ["T", "Bo"]}]})

    assert preview_rule(rule, today=TODAY).matches == 1
    assert CustomerProfile.objects.filter(condition_of(rule, today=TODAY, segment_id=None)).count() == 1
