"""The tree on the page: groups of conditions as typed, whole or not, and how they are moved about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

Place = tuple[int, ...]
"""Where a node stands: which child of which child of the outermost group, whose own place is ()."""


class Join(StrEnum):
    """How the parts of a group go together."""

    ALL = "all"
    ANY = "any"
    NONE = "none"
    NOT_ALL = "not_all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A condition as it was typed.

    value, high   the operand, and the upper one of a range
    chosen        ticked choices
    listed        a pasted list
    items         products, categories or brands, and `find` what was typed to search for more
    leave         where a company that is in comes out again, and `leave_high` the upper one of a range
    within        how the time is said in which purchases count, "" for all, and the one or two fields of it
    """

    dimension: str = ""
    operator: str = ""
    value: str = ""
    high: str = ""
    chosen: tuple[str, ...] = ()
    listed: str = ""
    items: tuple[str, ...] = ()
    find: str = ""
    leave: str = ""
    leave_high: str = ""
    within: str = ""
    within_value: str = ""
    within_high: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    join: Join = Join.ALL
    children: Nodes = ()


Node = Clause | Group
Nodes = tuple[Node, ...]


def walk(node: Node, place: Place = ()) -> Iterator[tuple[Place, Node]]:
    """Every node with its place, as the page shows them from top to bottom."""
    yield place, node
    if isinstance(node, Group):
        for number, child in enumerate(node.children):
            yield from walk(child, (*place, number))


class NoSuchPlaceError(LookupError):
    """Something was to be done where nothing stands, or no group does."""


def node_at(root: Group, place: Place) -> Node:
    """What stands there; raises NoSuchPlaceError where nothing does."""
    node: Node = root
    for number in place:
        if not isinstance(node, Group) or not 0 <= number < len(node.children):
            raise NoSuchPlaceError(place)
        node = node.children[number]
    return node


def group_at(root: Group, place: Place) -> Group:
    """The group that stands there; raises NoSuchPlaceError where none does."""
    node = node_at(root, place)
    if not isinstance(node, Group):
        raise NoSuchPlaceError(place)
    return node


def put(root: Group, place: Place, node: Node) -> Group:
    """The tree with another node in that place."""
    if not place:
        return node if isinstance(node, Group) else Group(children=(node,))
    return _with_children(root, place[:-1], lambda them: (*them[: place[-1]], node, *them[place[-1] + 1 :]))


def insert(root: Group, place: Place, node: Node) -> Group:
    """The tree with a node more, before whatever stands in that place."""
    return _with_children(root, place[:-1], lambda them: (*them[: place[-1]], node, *them[place[-1] :]))


def append(root: Group, group: Place, node: Node) -> tuple[Group, Place]:
    """The tree with a node more at the end of a group, and where that is."""
    place = (*group, len(group_at(root, group).children))
    return insert(root, place, node), place


def remove(root: Group, place: Place) -> Group:
    """The tree without that node and whatever is in it."""
    return _with_children(root, place[:-1], lambda them: (*them[: place[-1]], *them[place[-1] + 1 :]))


def wrap(root: Group, place: Place) -> Group:
    """The tree with that node in a group of its own; the outermost group gets one around itself."""
    return put(root, place, Group(join=Join.ANY if place else Join.ALL, children=(node_at(root, place),)))


def unwrap(root: Group, place: Place) -> Group:
    """The tree with the parts of a group in the place of the group."""
    inside, number = group_at(root, place).children, place[-1]
    return _with_children(root, place[:-1], lambda them: (*them[:number], *inside, *them[number + 1 :]))


def move(root: Group, place: Place, *, down: bool) -> tuple[Group, Place]:
    """The tree with a node one step on in the order of reading, into and out of groups, and where it is then."""
    target = _next(root, place) if down else _before(root, place)
    if target is None:
        return root, place
    return insert(remove(root, place), target, node_at(root, place)), target


def _next(root: Group, place: Place) -> Place | None:
    """The place for `insert` once the node is taken out."""
    *above, number = place
    parent = group_at(root, tuple(above))
    if number + 1 == len(parent.children):
        return (*above[:-1], above[-1] + 1) if above else None
    # The one below has moved up into the place that is free.
    below = parent.children[number + 1]
    return (*above, number, 0) if isinstance(below, Group) else (*above, number + 1)


def _before(root: Group, place: Place) -> Place | None:
    *above, number = place
    if number == 0:
        return tuple(above) or None
    over = node_at(root, (*above, number - 1))
    return (*above, number - 1, len(over.children)) if isinstance(over, Group) else (*above, number - 1)


def _with_children(root: Group, group: Place, change: Callable[[Nodes], Nodes]) -> Group:
    parent = group_at(root, group)
    return put(root, group, replace(parent, children=change(parent.children)))
