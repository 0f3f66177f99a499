from __future__ import annotations

from django.http import QueryDict
from hypothesis import given

from segmentation.admin.rule_builder.draft import Clause, Group, Join
from segmentation.admin.rule_builder.posted import node_name, place_named, read_draft, write_draft
from tests.segmentation.admin.rule_builder.trees import roots


def posted(*fields: tuple[str, str]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in fields:
        data.appendlist(name, value)
    return data


@given(roots)
def test_every_draft_comes_back_from_the_form_as_it_went_in(root: Group) -> None:
    assert read_draft(posted(*write_draft(root))) == root


def test_part_that_is_missing_closes_up() -> None:
    data = posted(("rule:join", "any"), ("rule.1:dimension", "headcount"), ("rule.7:dimension", "buyclass"))

    assert read_draft(data) == Group(
        join=Join.ANY, children=(Clause(dimension="headcount"), Clause(dimension="buyclass"))
    )


def test_eleventh_part_comes_after_the_second() -> None:
    data = posted(("rule.10:dimension", "b"), ("rule.2:dimension", "a"))

    assert [child.dimension for child in read_draft(data).children if isinstance(child, Clause)] == ["a", "b"]


def test_nonsense_is_an_empty_group() -> None:
    data = posted(("rule:join", "maybe"), ("rule.x:join", "all"), ("rule.0.0:value", "lost"), ("other", "1"))

    assert read_draft(data) == Group()


def test_places_have_names() -> None:
    assert [place_named(node_name(place)) for place in ((), (0,), (3, 12))] == [(), (0,), (3, 12)]
    assert [place_named(name) for name in ("rule.x", "other.1", "rule.99999", "")] == [None, None, None, None]
