from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from segmentation.models import Benefit
from segmentation.selectors.benefit_numbers import NumberKind, Subject
from segmentation.values.parse import NONE_OF_THEM

SHOWN_VALUE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenRow:
    """What was sent of one product or company; `place` is where it stands."""

    place: int
    key: str
    numbers: Mapping[str, Any]
    """Key or name of a benefit -> a whole number, or its text; None or "-" to take it away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberProblem:
    """Why a row or a number of it is left out; without a benefit it is the whole row."""

    place: int
    benefit: str
    value: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberChange:
    key: str
    benefit: str
    """Its key."""
    before: int | None
    after: int | None


@dataclass(slots=True, kw_only=True)
class CheckedNumbers:
    changes: list[NumberChange] = field(default_factory=list)
    """What differs from what is stored, in the order of what was sent."""
    problems: list[NumberProblem] = field(default_factory=list)
    rows: int = 0
    """That are stored if anything of them differs."""

    @property
    def version(self) -> str:
        """Another one as soon as something else would change."""
        return hashlib.sha256(repr(self.changes).encode()).hexdigest()[:16]


def check_benefit_numbers(rows: Sequence[GivenRow], kind: NumberKind) -> CheckedNumbers:
    """What storing these rows would change, and what is wrong with them; nothing is written.

    What is not named stays as it is. One bad row or number never stops the rest.
    """
    found = CheckedNumbers()
    benefits = benefits_by_name()
    known = kind.known({row.key for row in rows if row.key.isprintable() and 0 < len(row.key) <= kind.longest})
    stored = kind.stored(known)
    seen: set[str] = set()
    for row in rows:
        if why := _why_not(row, known, seen, kind):
            found.problems.append(NumberProblem(place=row.place, benefit="", value=_shown(row.key), message=why))
            continue
        seen.add(row.key)
        found.rows += 1
        named: set[str] = set()
        for name, raw in row.numbers.items():
            benefit = benefits.get(name.strip().casefold())
            try:
                if benefit is None:
                    raise ValueError(_("There is no benefit called that."))
                if benefit in named:
                    raise ValueError(_("It is there twice; the first one counts."))
                named.add(benefit)
                after = _number(raw, kind)
            except ValueError as error:
                problem = NumberProblem(place=row.place, benefit=name, value=_shown(raw), message=str(error))
                found.problems.append(problem)
                continue
            before = stored.get(row.key, {}).get(benefit)
            if before != after:
                found.changes.append(NumberChange(key=row.key, benefit=benefit, before=before, after=after))
    return found


def benefits_by_name() -> Mapping[str, str]:
    """Key or name of each benefit, folded -> its key; a key goes before a name."""
    benefits = list(Benefit.objects.values_list("key", "label"))
    return {label.strip().casefold(): key for key, label in benefits} | {
        key.casefold(): key for key, _label in benefits
    }


def headings() -> Mapping[str, str]:
    """What a column of each benefit is headed by: its key -> its name, or its key where the name means another one."""
    names = benefits_by_name()
    benefits = Benefit.objects.values_list("key", "label")
    return {key: label if names[label.strip().casefold()] == key else key for key, label in benefits}


def changes_by_key(changes: Iterable[NumberChange]) -> Iterator[tuple[str, Sequence[NumberChange]]]:
    """What changes of each product or company."""
    found: dict[str, list[NumberChange]] = {}
    for change in changes:
        found.setdefault(change.key, []).append(change)
    yield from found.items()


def _why_not(row: GivenRow, known: set[str], seen: set[str], kind: NumberKind) -> str:
    if not row.key:
        return _("The row does not say what it is about.")
    if row.key not in known:
        if kind.subject is Subject.PRODUCTS:
            return _("There is no product with this item number.")
        return _("No company has this number.")
    return _("It is there twice; the first one counts.") if row.key in seen else ""


def _number(raw: Any, kind: NumberKind) -> int | None:
    """Raises ValueError, in words."""
    if raw is None or (isinstance(raw, str) and raw.strip().casefold() in NONE_OF_THEM):
        return None
    text = raw.strip() if isinstance(raw, str) else raw
    number = int(text) if isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) < 4 else text
    if type(number) is not int or not kind.least <= number <= kind.most:
        message = _("A whole number from %(least)d to %(most)d is needed.")
        raise ValueError(message % {"least": kind.least, "most": kind.most})
    return number


def _shown(raw: Any) -> str:
    return str(raw)[:SHOWN_VALUE]
