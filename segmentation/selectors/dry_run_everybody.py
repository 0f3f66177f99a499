"""Every company that a draft would change something for, not only those worth most: for a table to take away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from segmentation.models import Draft
from segmentation.selectors.answers_of_many import Numbers
from segmentation.selectors.draft_switches import with_changes
from segmentation.selectors.draft_targets import Kind
from segmentation.selectors.dry_run import AT_ONCE, NAMED, _Run
from segmentation.selectors.dry_run_pairs import Pairs
from segmentation.selectors.dry_run_result import CompanyEffect
from segmentation.selectors.dry_run_rows import Companies, companies_in_chunks
from segmentation.selectors.switches import read_switches


def each_company_effect(draft: Draft, *, now: datetime, at_once: int = AT_ONCE) -> Iterator[CompanyEffect]:
    """In the order of keys, some thousands in memory at a time. Raises RuleError for a rule that cannot be used."""
    changes = list(draft.changes.all())
    before = read_switches()
    rules = {
        change.segment_key: change.after["rule"]
        for change in changes
        if change.kind == Kind.SEGMENT_RULE and change.segment_key in before.segments
    }
    run = _EverybodyNamed(changes, before=before, after=with_changes(changes, onto=before), rules=rules, now=now)
    for companies in companies_in_chunks(run.columns, rules=rules, size=at_once, now=now):
        run.found = []
        run.take(companies)
        yield from sorted(run.found, key=lambda company: company.key)


class _EverybodyNamed(_Run):
    """Names all whom something happens to, a handful after the other."""

    found: list[CompanyEffect]

    def _name(
        self, companies: Companies, affected: Numbers, moved: Mapping[str, Mapping[str, Any]], pairs: Pairs | None
    ) -> None:
        for start in range(0, len(affected), NAMED):
            super()._name(companies, affected[start : start + NAMED], moved, pairs)
            self.found += self.named()
            self._named = []
