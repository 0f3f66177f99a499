"""What the buttons of the rule do. Each is named "verb:rule.0.2" and brings back the draft as it is then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from segmentation.admin.rule_builder.draft import (
    Clause,
    Group,
    Join,
    NoSuchPlaceError,
    Place,
    append,
    group_at,
    move,
    node_at,
    remove,
    unwrap,
    wrap,
)
from segmentation.admin.rule_builder.posted import node_name, place_named
from segmentation.registry import dimensions
from segmentation.rules.operators import operators_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Acted:
    """The draft afterwards, the id of what the keyboard goes on with, and what was done, for who cannot see it."""

    draft: Group
    focus: str = ""
    said: str = ""
    refused: str = ""
    """Why nothing was done, where nothing was."""


def node_id(place: Place, part: str = "") -> str:
    """The id of a node on the page, or of a part of it."""
    name = node_name(place).replace(".", "-")
    return f"{name}-{part}" if part else name


def act(draft: Group, button: str, posted: Mapping[str, str]) -> Acted:
    """Do what a button says. One that is not known, or whose place is gone, does nothing."""
    verb, _sep, name = button.partition(":")
    place = place_named(name)
    done = _VERBS.get(verb)
    if place is None or (place == () and verb not in _FOR_THE_OUTERMOST):
        return Acted(draft=draft)
    try:
        if verb == "add":
            return _add(draft, place, key=posted.get(f"{node_name(place)}:new", ""))
        return done(draft, place) if done else Acted(draft=draft)
    except NoSuchPlaceError:
        return Acted(draft=draft)


def _add(draft: Group, group: Place, *, key: str) -> Acted:
    group_at(draft, group)
    if key not in dimensions:
        return Acted(draft=draft, focus=node_id(group, "new"), refused=_("Choose what the condition is about first."))
    operator = next(iter(operators_of(dimensions.get(key))), None)
    clause = Clause(dimension=key, operator=operator.key if operator else "")
    draft, place = append(draft, group, clause)
    return Acted(draft=draft, focus=node_id(place, "operator"), said=_("Condition added."))


def _add_group(draft: Group, group: Place) -> Acted:
    join = Join.ANY if group_at(draft, group).join is Join.ALL else Join.ALL
    draft, place = append(draft, group, Group(join=join))
    return Acted(draft=draft, focus=node_id(place, "join"), said=_("Group added."))


def _up(draft: Group, place: Place) -> Acted:
    draft, place = move(draft, place, down=False)
    return Acted(draft=draft, focus=node_id(place, "up"), said=_("Moved up."))


def _down(draft: Group, place: Place) -> Acted:
    draft, place = move(draft, place, down=True)
    return Acted(draft=draft, focus=node_id(place, "down"), said=_("Moved down."))


def _wrap(draft: Group, place: Place) -> Acted:
    return Acted(draft=wrap(draft, place), focus=node_id(place, "join"), said=_("Put in a group of its own."))


def _unwrap(draft: Group, place: Place) -> Acted:
    return Acted(draft=unwrap(draft, place), focus=node_id(place[:-1], "join"), said=_("Group taken away."))


def _remove(draft: Group, place: Place) -> Acted:
    node_at(draft, place)
    return Acted(draft=remove(draft, place), focus=node_id(place[:-1], "new"), said=_("Removed."))


def _show(draft: Group, place: Place) -> Acted:
    """The fields that go with what was chosen; the page is drawn from the draft anyway."""
    part = "join" if isinstance(node_at(draft, place), Group) else "operator"
    return Acted(draft=draft, focus=node_id(place, part))


def _time(draft: Group, place: Place) -> Acted:
    """The fields that go with how a time is said."""
    node_at(draft, place)
    return Acted(draft=draft, focus=node_id(place, "within"))


def _find(draft: Group, place: Place) -> Acted:
    node_at(draft, place)
    return Acted(draft=draft, focus=node_id(place, "find"))


def _read(draft: Group, place: Place) -> Acted:
    """A file is read whichever button sends it; this one says so."""
    node_at(draft, place)
    return Acted(draft=draft, focus=node_id(place, "listed"), said=_("The file was read into the list."))


_FOR_THE_OUTERMOST = frozenset({"add", "group", "wrap", "show"})
_VERBS: Mapping[str, Callable[[Group, Place], Acted]] = {
    "group": _add_group,
    "up": _up,
    "down": _down,
    "wrap": _wrap,
    "unwrap": _unwrap,
    "remove": _remove,
    "show": _show,
    "time": _time,
    "find": _find,
    "read": _read,
}
