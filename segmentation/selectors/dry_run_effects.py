"""What happens to each of some companies, from what was found about all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from segmentation.selectors.answers_of_many import Numbers
from segmentation.selectors.dry_run_feature import Moves
from segmentation.selectors.dry_run_pairs import Pairs
from segmentation.selectors.dry_run_result import MOVES, CompanyEffect
from segmentation.selectors.dry_run_rows import Companies

AT_ONCE = 2_000
"""Companies whose effects are in memory together."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found about some companies: features by key, and how they fare overall and in categories."""

    companies: Companies
    own: Mapping[str, Moves]
    in_pairs: Mapping[str, Moves]
    pairs: Pairs | None
    drafted: Mapping[str, int]
    """Segments with another rule, and their columns."""

    def effects(self, affected: Numbers) -> Iterator[Sequence[CompanyEffect]]:
        """Those of these rows, in their order, a handful after the other."""
        for start in range(0, len(affected), AT_ONCE):
            yield self._effects(affected[start : start + AT_ONCE])

    def _effects(self, rows: Numbers) -> Sequence[CompanyEffect]:
        keys, values = self.companies.keys, self.companies.values
        found = {row: CompanyEffect(keys[row], int(values[row])) for row in rows.tolist()}
        for feature, moves in self.own.items():
            for name in MOVES:
                for row in rows[getattr(moves, name)[rows]].tolist():
                    getattr(found[row], name).append(feature)
            if self.pairs is not None and feature in self.in_pairs:
                self._add_pairs(feature, self.pairs, rows, found)
        for key, column in self.drafted.items():
            was, will = self.companies.before[rows, column], self.companies.after[rows, column]
            for row in rows[will & ~was].tolist():
                found[row].joins.append(key)
            for row in rows[was & ~will].tolist():
                found[row].leaves.append(key)
        return list(found.values())

    def _add_pairs(self, feature: str, pairs: Pairs, rows: Numbers, found: Mapping[int, CompanyEffect]) -> None:
        first, last = np.searchsorted(pairs.rows, [rows[0], rows[-1] + 1])
        for name in MOVES:
            moved = first + np.flatnonzero(getattr(self.in_pairs[feature], name)[first:last])
            for pair, row in zip(moved.tolist(), pairs.rows[moved].tolist(), strict=True):
                found[row].in_categories.append([feature, pairs.category(pair), name])
