"""Rows that people change by hand, as the audit keeps them: of a change only what is different."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A row in words: what it is called, and what is said of it by label; what is empty is not said."""

    name: str
    values: Mapping[str, str]
    customer_key: str = ""


def changed_texts(before: Facts | None, after: Facts | None) -> tuple[str, str]:
    """From what to what; None for a row that is not there, and then all of the other is told."""
    old, new = before.values if before else {}, after.values if after else {}
    changed = [label for label in {**old, **new} if old.get(label, "") != new.get(label, "")]
    return _text(before, changed), _text(after, changed)


def _text(facts: Facts | None, labels: list[str]) -> str:
    if facts is None:
        return ""
    nothing = _("(none)")
    said = ", ".join(f"{label} {facts.values.get(label) or nothing}" for label in labels)
    return ": ".join(part for part in (facts.name, said) if part)
