"""What a rule names that nobody has: refused while it is written, and let be once it is stored."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.utils.formats import date_format
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segmentation.dimension import Dimension, Subject
from segmentation.host import open_directory
from segmentation.items import NamesItems
from segmentation.models import BoughtItem, CategoryProfile
from segmentation.models.among import Among
from segmentation.registry import dimensions
from segmentation.rules.days_kept import first_day_asked, first_day_kept
from segmentation.rules.operands import OF_PARTS
from segmentation.rules.parse import parse_rule
from segmentation.rules.problems import RuleProblem
from segmentation.rules.tree import Condition, Path, Rule

SHOWN = 3

Placed = tuple[Path, Condition]


def read_new_rule(data: Any, *, today: date) -> Rule:
    """The rule that somebody has just written; RuleError also names what it asks about and nobody has or knows.

    One look-up a sort of thing, however many are named, and one more where some are not found by it.
    """

    def check(conditions: Sequence[Placed]) -> Iterable[RuleProblem]:
        yield from _unknown(conditions)
        yield from _forgotten(conditions, today=today)

    return parse_rule(data, check=check)


def _forgotten(conditions: Sequence[Placed], *, today: date) -> Iterable[RuleProblem]:
    """Times that begin before the days of which it is kept what was bought."""
    asked = [(path, one, first) for path, one in conditions if (first := first_day_asked(one, today=today))]
    if not asked:
        return
    kept = first_day_kept(today)
    text = _("On which days something was bought is kept from %(day)s on; this asks about days before.")
    message = text % {"day": date_format(kept, "DATE_FORMAT")}
    for path, one, first in asked:
        if first < kept:
            yield RuleProblem(path=(*path, "value" if one.within is None else "within"), message=message)


def _unknown(conditions: Sequence[Placed]) -> Iterable[RuleProblem]:
    for subject, missing in _MISSING.items():
        asked = [(path, one) for path, one in conditions if dimensions.get(one.dimension).subject is subject]
        yield from _problems([((*path, "items"), one.items) for path, one in asked], missing)
    for key in {one.dimension for _path, one in conditions}:
        named = dimensions.get(key)
        if named.names:
            asked = [(path, one) for path, one in conditions if one.dimension == key and one.is_ not in OF_PARTS]
            listed = [((*path, "value"), one.value) for path, one in asked if isinstance(one.value, tuple)]
            yield from _problems(listed, partial(_not_named, named))


def _problems(listed: Sequence[tuple[Path, Any]], missing: Callable[[list[str]], Collection[str]]) -> list[RuleProblem]:
    keys = list(dict.fromkeys(key for _path, keys in listed for key in keys))
    gone = missing(keys) if keys else ()
    found = [(path, [key for key in keys if key in gone]) for path, keys in listed]
    return [RuleProblem(path=path, message=_message(keys)) for path, keys in found if keys]


def _message(keys: Sequence[str]) -> str:
    text = ngettext(
        "There is no “%(keys)s”, so nobody would be found by it.",
        "There are no “%(keys)s”, so nobody would be found by them.",
        len(keys),
    )
    return text % {"keys": "”, “".join(keys[:SHOWN]) + ("…" if len(keys) > SHOWN else "")}


def _no_products(keys: list[str]) -> Collection[str]:
    """Products that the host does not have; none where it does not say what it has."""
    directory = open_directory()
    if not isinstance(directory, NamesItems):
        return ()
    named = {key.upper() for key in directory.item_labels(keys)}
    return _never_bought(Subject.PRODUCT, [key for key in keys if key not in named])


def _no_categories(keys: list[str]) -> Collection[str]:
    """Categories that the host does not name, and in which nobody bought."""
    named = open_directory().category_labels(keys)
    left = _never_bought(Subject.CATEGORY, [key for key in keys if key not in named])
    if not left:
        return ()
    found = CategoryProfile.objects.filter(Among("category", sorted(left)))
    return left - set(found.order_by().values_list("category", flat=True).distinct())


def _never_bought(subject: Subject, keys: list[str]) -> set[str]:
    if not keys:
        return set()
    found = BoughtItem.objects.filter(Among("item", keys), kind=subject.value)
    return set(keys) - set(found.order_by().values_list("item", flat=True).distinct())


def _not_named(dimension: Dimension, keys: list[str]) -> Collection[str]:
    """Texts that stand for no row of data; the names are read anew, as one may have been added a moment ago."""
    return set(keys) - set(import_string(dimension.names)())


_MISSING: Mapping[Subject, Callable[[list[str]], Collection[str]]] = {
    Subject.PRODUCT: _no_products,
    Subject.CATEGORY: _no_categories,
}
"""What can be told to be there or not; brands are known by their purchases alone."""
