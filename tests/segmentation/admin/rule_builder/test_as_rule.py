from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.admin.rule_builder.as_rule import read_clause, read_rule, write_clause, write_rule
from segmentation.admin.rule_builder.draft import Clause, Group, Join, walk
from tests.segmentation.admin.rule_builder.trees import roots

numbers = st.integers(-(10**9), 10**9) | st.floats(-1e6, 1e6, allow_nan=False).filter(lambda n: n != int(n))
words = st.lists(st.text("abc ,;\"'1", min_size=1, max_size=6).map(str.strip).filter(bool), unique=True, min_size=1)
days = st.dates().map(str)
amounts = st.decimals(0, 10**6, places=2).map(str)

times = st.one_of(
    st.fixed_dictionaries({"last_days": st.integers(0, 999)}),
    st.fixed_dictionaries({"between": st.lists(days, min_size=2, max_size=2)}),
)


def condition(key: str, operators: list[str], **parts: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"dimension": st.just(key), "is": st.sampled_from(operators), **parts})


LEAVING = ["at_least", "at_most", "more_than", "less_than"]
conditions = st.one_of(
    condition("toy_number", [*LEAVING, "equals"], value=numbers),
    condition("toy_number", LEAVING, value=numbers, leave=numbers),
    condition("toy_number", ["between"], value=st.lists(numbers, min_size=2, max_size=2)),
    condition(
        "toy_number",
        ["between"],
        value=st.lists(numbers, min_size=2, max_size=2),
        leave=st.lists(numbers, min_size=2, max_size=2),
    ),
    condition("toy_number", ["known", "unknown"]),
    condition("toy_share", LEAVING, value=st.floats(0, 1).filter(lambda n: n != int(n)), leave=st.sampled_from([0, 1])),
    condition("toy_share", ["between"], value=st.lists(st.sampled_from([0, 0.07, 0.335, 1]), min_size=2, max_size=2)),
    condition("toy_money", [*LEAVING, "equals"], value=amounts),
    condition("toy_money", LEAVING, value=amounts, leave=amounts),
    condition("toy_date", ["on_or_after", "on_or_before"], value=days),
    condition("toy_date", ["between"], value=st.lists(days, min_size=2, max_size=2)),
    condition("toy_date", ["in_last_days", "longer_ago_than_days", "in_next_days"], value=st.integers(0, 999)),
    condition("toy_choice", ["one_of", "none_of"], value=st.just(["red"])),
    condition("toy_choices", ["any_of", "all_of", "none_of"], value=st.just(["ball", "kite"])),
    condition("toy_text", ["one_of", "none_of", "starts_with", "contains"], value=words),
    condition("toy_flag", ["yes", "no"]),
    condition("toy_bought", ["ever", "never"], items=words),
    condition("toy_bought", ["in_last_days", "at_least_orders"], items=words, value=st.integers(1, 99)),
    condition("toy_bought", ["since"], items=words, value=days),
    condition("toy_bought", ["at_least_orders"], items=words, value=st.integers(1, 99), leave=st.integers(1, 99)),
    condition("toy_bought", ["at_least_value"], items=words, value=amounts),
    condition("toy_bought", ["at_least_value"], items=words, value=amounts, leave=amounts),
    condition("toy_bought", ["between_days"], items=words, value=st.lists(days, min_size=2, max_size=2)),
    condition("toy_bought", ["first_in_last_days"], items=words, value=st.integers(0, 99)),
    condition("toy_bought", ["at_least_orders"], items=words, value=st.integers(1, 99), within=times),
    condition("toy_bought", ["at_least_value"], items=words, value=amounts, leave=amounts, within=times),
)
rules = st.recursive(
    conditions,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=8,
)


def holds(rule: dict[str, Any], truths: dict[str, bool]) -> bool:
    """What a rule says where each condition is true or false."""
    if "all" in rule:
        return all(holds(part, truths) for part in rule["all"])
    if "any" in rule:
        return any(holds(part, truths) for part in rule["any"])
    return not holds(rule["not"], truths) if "not" in rule else truths[repr(sorted(rule.items()))]


def leaves(rule: dict[str, Any]) -> list[str]:
    if "not" in rule:
        return leaves(rule["not"])
    parts = rule.get("all") or rule.get("any")
    return [name for part in parts for name in leaves(part)] if parts else [repr(sorted(rule.items()))]


@given(conditions)
def test_every_condition_comes_back_from_the_page_as_it_was(rule: dict[str, Any]) -> None:
    assert write_clause(read_clause(rule)) == rule


@given(rules, st.data())
def test_rule_means_the_same_when_it_comes_back_from_the_page(rule: dict[str, Any], data: st.DataObject) -> None:
    written = write_rule(read_rule(rule)).json
    assert written is not None
    truths = {name: data.draw(st.booleans()) for name in sorted({*leaves(rule)})}

    assert holds(written, truths) == holds(rule, truths)


@given(rules)
def test_rule_that_was_on_the_page_once_stays_as_it_is(rule: dict[str, Any]) -> None:
    once = write_rule(read_rule(rule)).json

    assert write_rule(read_rule(once)).json == once


@given(roots)
def test_every_node_is_where_its_path_leads(root: Group) -> None:
    written = write_rule(root)
    found = {}
    for place, path in written.paths.items():
        node: Any = written.json
        for step in path:
            node = node[step]
        found[place] = "dimension" in node

    if written.json is not None:
        assert found == {place: isinstance(node, Clause) for place, node in walk(root)}


@given(roots)
def test_path_leads_back_to_its_node(root: Group) -> None:
    written = write_rule(root)

    assert {place: written.place_at((*path, "value", 3)) for place, path in written.paths.items()} == {
        place: (place, ("value", 3)) for place in written.paths
    }


def test_nothing_on_the_page_is_no_rule() -> None:
    assert (write_rule(Group()).json, read_rule(None)) == (None, Group())


def test_single_condition_gets_a_group_round_it() -> None:
    rule = {"dimension": "toy_flag", "is": "yes"}

    assert write_rule(read_rule(rule)).json == {"all": [rule]}


def test_what_is_left_out_takes_empty_groups_along() -> None:
    a, b = Clause(dimension="toy_flag", operator="yes"), Clause()
    root = Group(children=(a, Group(join=Join.ANY, children=(b, Group())), Group(join=Join.NONE, children=(b, a))))

    written = write_rule(root, without={(1, 0), (2, 0)})

    assert written.json == {
        "all": [{"dimension": "toy_flag", "is": "yes"}, {"not": {"dimension": "toy_flag", "is": "yes"}}]
    }
    assert written.paths == {(): (), (0,): ("all", 0), (2,): ("all", 1), (2, 1): ("all", 1, "not")}


@pytest.mark.parametrize(
    ("typed", "value"),
    [("50", 50), (" 1 250 ", 1250), ("2.5", 2.5), ("1,5", "1,5"), ("many", "many"), ("1e99", "1e99")],
)
def test_numbers_are_read_and_what_is_none_stays_for_the_rule_to_refuse(typed: str, value: Any) -> None:
    clause = Clause(dimension="toy_number", operator="at_least", value=typed)

    assert write_clause(clause) == {"dimension": "toy_number", "is": "at_least", "value": value}


@pytest.mark.parametrize(
    ("typed", "value"),
    [("50", 0.5), ("33.5 %", 0.335), (" 7% ", 0.07), ("100", 1), ("150", 1.5), ("half", "half"), ("1e999999999",) * 2],
)
def test_share_is_typed_as_a_percentage(typed: str, value: Any) -> None:
    clause = Clause(dimension="toy_share", operator="at_least", value=typed, leave=typed)

    assert write_clause(clause) == {"dimension": "toy_share", "is": "at_least", "value": value, "leave": value}


def test_share_comes_back_as_a_percentage() -> None:
    rule = {"dimension": "toy_share", "is": "between", "value": [0.07, 0.335], "leave": [0, 1]}

    clause = read_clause(rule)

    assert (clause.value, clause.high, clause.leave, clause.leave_high) == ("7", "33.5", "0", "100")


def test_side_of_a_range_that_is_left_blank_is_the_one_at_which_a_company_joins() -> None:
    clause = Clause(dimension="toy_number", operator="between", value="5", high="9", leave_high="10")

    assert write_clause(clause)["leave"] == [5, 10]
    assert "leave" not in write_clause(replace(clause, leave_high=" "))


def test_pasted_items_join_the_ticked_ones() -> None:
    clause = Clause(dimension="toy_bought", operator="ever", items=("A", "B"), listed="B\nC")

    assert write_clause(clause)["items"] == ["A", "B", "C"]


def test_condition_on_a_dimension_that_is_gone_keeps_its_value() -> None:
    clause = read_clause({"dimension": "gone", "is": "one_of", "value": ["a", "b"]})

    assert (clause.dimension, clause.listed) == ("gone", "a\nb")


@pytest.mark.parametrize(
    ("typed", "within"),
    [
        ({"within": "last_days", "within_value": " 90 "}, {"last_days": 90}),
        ({"within": "last_days"}, {"last_days": None}),
        ({"within": "between", "within_value": "2026-03-01"}, {"between": ["2026-03-01", None]}),
        ({"within": "some_day", "within_value": "x"}, {"some_day": "x"}),
        ({"within_value": "90"}, None),
    ],
)
def test_time_that_is_half_written_stays_for_the_rule_to_refuse(typed: dict[str, str], within: Any) -> None:
    clause = Clause(dimension="toy_bought", operator="at_least_orders", value="2", items=("A",), **typed)  # type: ignore[arg-type]

    assert write_clause(clause).get("within") == within
    assert "within" not in write_clause(replace(clause, operator="ever"))
