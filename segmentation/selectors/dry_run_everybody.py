"""Every company that a draft would change something for, not only those worth most: for a table to take away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from segmentation.models import Draft
from segmentation.selectors.answers_of_many import Numbers
from segmentation.selectors.dry_run import AT_ONCE, NAMED, Look
from segmentation.selectors.dry_run_pairs import Pairs
from segmentation.selectors.dry_run_result import CompanyEffect
from segmentation.selectors.dry_run_rows import Companies


def each_company_effect(draft: Draft, *, now: datetime, at_once: int = AT_ONCE) -> Iterator[CompanyEffect]:
    """In the order of keys, some thousands in memory at a time. Raises RuleError for a rule that cannot be used."""
    look = _EverybodyNamed(draft, now=now)
    for companies in look.chunks(at_once):
        look.found = []
        look.take(companies)
        yield from sorted(look.found, key=lambda company: company.key)


class _EverybodyNamed(Look):
    """Names all whom something happens to, a handful after the other."""

    found: list[CompanyEffect]

    def name(
        self, companies: Companies, affected: Numbers, moved: Mapping[str, Mapping[str, Any]], pairs: Pairs | None
    ) -> None:
        for start in range(0, len(affected), NAMED):
            super().name(companies, affected[start : start + NAMED], moved, pairs)
            self.found += self.named()
            self._named = []
