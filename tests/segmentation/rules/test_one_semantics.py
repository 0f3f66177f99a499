"""A rule means one thing: for everybody at once, for one company, in a preview, and in plain Python."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segmentation.models import CustomerProfile, Segment
from segmentation.rules import Condition, condition_of, parse_rule, walk
from segmentation.selectors.preview_rule import preview_rule
from segmentation.selectors.rule_answers import segments_that_hold
from segmentation.selectors.why_member import why_member
from tests.segmentation.rules.by_chance import COMPANIES, RULES
from tests.segmentation.rules.companies import NOW, TODAY, Company, store
from tests.segmentation.rules.plain import holds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("columns")]

MANY = int(os.environ.get("RULE_EXAMPLES", "60"))
BY_CHANCE = settings(
    max_examples=MANY, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def segment(db: None) -> Segment:
    return Segment.objects.create(key="toy", name="Toy", priority=900)


def matching(rule: Any, keys: list[str], companies: list[Company]) -> list[str]:
    return [key for key, company in zip(keys, companies, strict=True) if holds(rule, company)]


def at(rule: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        rule = rule[step]
    return rule


@BY_CHANCE
@given(companies=COMPANIES, rule=RULES)
def test_the_database_says_what_plain_python_says(
    companies: list[Company], rule: Any, segment: Segment, rolled_back: Any
) -> None:
    with rolled_back():
        keys = store(companies, segment)
        condition = condition_of(parse_rule(rule), today=TODAY, segment_id=segment.pk)

        found = list(CustomerProfile.objects.filter(condition).order_by("pk").values_list("pk", flat=True))

        assert found == matching(rule, keys, companies)


@BY_CHANCE
@given(companies=COMPANIES, rules=st.lists(RULES, min_size=1, max_size=4))
def test_many_rules_for_few_companies_say_the_same(
    companies: list[Company], rules: list[Any], segment: Segment, rolled_back: Any
) -> None:
    with rolled_back():
        segments = [segment, *(_more(number) for number in range(1, len(rules)))]
        for one, rule in zip(segments, rules, strict=True):
            one.rule = rule
        keys = store(companies, segment)
        # Only the first segment has members that may stay.
        outside = [Company(**{**_fields(company), "member": None}) for company in companies]
        wanted = {
            key: {
                one.pk
                for one, rule in zip(segments, rules, strict=True)
                if holds(rule, companies[at_] if one is segment else outside[at_])
            }
            for at_, key in enumerate(keys)
        }

        assert segments_that_hold(segments, keys, today=TODAY) == wanted


@BY_CHANCE
@given(companies=COMPANIES, rule=RULES)
def test_preview_counts_what_plain_python_counts(
    companies: list[Company], rule: Any, segment: Segment, rolled_back: Any
) -> None:
    with rolled_back():
        keys = store(companies, segment)
        read = parse_rule(rule)

        preview = preview_rule(read, segment_id=segment.pk, today=TODAY, now=NOW)

        found = matching(rule, keys, companies)
        assert (preview.companies, preview.matches, preview.sample) == (len(companies), len(found), found[:10])
        assert preview.counts == {path: len(matching(at(rule, path), keys, companies)) for path, _ in walk(read)}
        before = {key for key, company in zip(keys, companies, strict=True) if company.member}
        after = {key for key, company in zip(keys, companies, strict=True) if will_be_in(rule, company)}
        assert (preview.joining, preview.leaving) == (len(after - before), len(before - after))


@BY_CHANCE
@given(companies=COMPANIES, rule=RULES)
def test_each_company_is_told_why_as_it_is(
    companies: list[Company], rule: Any, segment: Segment, rolled_back: Any
) -> None:
    with rolled_back():
        keys = store(companies[:2], segment)
        for key, company in zip(keys, companies, strict=False):
            answers = why_member(parse_rule(rule), key, today=TODAY, segment_id=segment.pk)

            assert {answer.path: answer.held for answer in answers} == {
                path: holds(at(rule, path), company)
                for path, node in walk(parse_rule(rule))
                if isinstance(node, Condition)
            }


def will_be_in(rule: Any, company: Company) -> bool:
    decided = None if company.is_over else company.included
    return holds(rule, company) if decided is None else decided


def _more(number: int) -> Segment:
    return Segment.objects.create(key=f"toy-{number}", name=f"Toy {number}", priority=900 + number)


def _fields(company: Company) -> dict[str, Any]:
    return {name: getattr(company, name) for name in Company.__dataclass_fields__}
