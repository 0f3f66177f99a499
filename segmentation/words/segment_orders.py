"""What differs between two orders of segments: the fewest that go elsewhere, with their places."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.utils.translation import gettext as _


def moved_between(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """All but the longest row of segments that stays in order, and those that are in one of the two alone."""
    place = {key: at for at, key in enumerate(before)}
    longest: dict[str, list[str]] = {}
    for key in after:
        if key in place:
            ahead = [row for last, row in longest.items() if place[last] < place[key]]
            longest[key] = [*_longest(ahead), key]
    return {*before, *after} - set(_longest(longest.values()))


def _longest(rows: Iterable[list[str]]) -> list[str]:
    return max(rows, key=len, default=[])


def places_text(order: Sequence[str], *, moved: Collection[str], segments: Mapping[str, str]) -> str:
    """Where in the order these are; `segments` are names by key."""
    return ", ".join(
        _("%(segment)s at place %(place)d") % {"segment": segments.get(key, key), "place": place}
        for place, key in enumerate(order, start=1)
        if key in moved
    )
