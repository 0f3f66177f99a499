from __future__ import annotations

import pytest
from hypothesis import given

from segmentation.admin.rule_builder.draft import (
    Clause,
    Group,
    Join,
    NoSuchPlaceError,
    Place,
    append,
    move,
    node_at,
    put,
    remove,
    unwrap,
    walk,
    wrap,
)
from tests.segmentation.admin.rule_builder.trees import roots_with_a_place

A, B, C = (Clause(dimension=name) for name in "abc")
TREE = Group(children=(A, Group(join=Join.ANY, children=(B, C))))


def test_nodes_are_met_from_top_to_bottom() -> None:
    assert [place for place, _node in walk(TREE)] == [(), (0,), (1,), (1, 0), (1, 1)]


def test_nothing_stands_where_nothing_was_put() -> None:
    assert node_at(TREE, (1, 1)) == C
    for place in ((2,), (0, 0), (1, 1, 0)):
        with pytest.raises(NoSuchPlaceError):
            node_at(TREE, place)


def test_condition_is_added_at_the_end_of_its_group() -> None:
    tree, place = append(TREE, (1,), A)

    assert (node_at(tree, place), place) == (A, (1, 2))


def test_condition_goes_down_through_a_group_and_up_again() -> None:
    places: list[Place] = [(0,)]
    tree = TREE
    for _step in range(4):
        tree, place = move(tree, places[-1], down=True)
        places.append(place)
    assert places == [(0,), (0, 0), (0, 1), (0, 2), (1,)]
    for _step in range(4):
        tree, place = move(tree, place, down=False)

    assert tree == TREE


def test_last_goes_no_further() -> None:
    assert move(TREE, (1,), down=True) == (TREE, (1,))
    assert move(TREE, (0,), down=False) == (TREE, (0,))


@given(roots_with_a_place())
def test_moving_there_and_back_changes_nothing(case: tuple[Group, Place]) -> None:
    root, place = case
    moved, new_place = move(root, place, down=True)

    assert node_at(moved, new_place) == node_at(root, place)
    if new_place != place:
        assert move(moved, new_place, down=False) == (root, place)


@given(roots_with_a_place())
def test_group_round_a_node_comes_off_again(case: tuple[Group, Place]) -> None:
    root, place = case

    assert unwrap(wrap(root, place), place) == root


@given(roots_with_a_place())
def test_removing_takes_the_node_and_nothing_else(case: tuple[Group, Place]) -> None:
    root, place = case
    gone = node_at(root, place)

    left = list(walk(remove(root, place)))

    assert len(left) == len(list(walk(root))) - len(list(walk(gone)))


@given(roots_with_a_place())
def test_putting_a_node_where_it_is_changes_nothing(case: tuple[Group, Place]) -> None:
    root, place = case
    node = node_at(root, place)

    assert put(root, place, node) == root
