"""Companies in categories, as arrays beside those of the companies."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from segmentation.contracts import BUILTIN_SEGMENTS
from segmentation.models import CategoryProfile
from segmentation.selectors.answers_of_many import Bools, Numbers, Overridden
from segmentation.selectors.dry_run_feature import Moves
from segmentation.selectors.dry_run_result import MOVES, FeatureEffect
from segmentation.selectors.dry_run_rows import Companies


@dataclass(frozen=True, slots=True)
class Pairs:
    """Companies in the categories in which they have a class of their own, sorted by company."""

    rows: Numbers
    categories: Sequence[str]
    classes: Sequence[str]

    @classmethod
    def read(cls, companies: Companies) -> Pairs:
        own = CategoryProfile.objects.filter(customer_key__gte=companies.keys[0], customer_key__lte=companies.keys[-1])
        found = list(own.values_list("customer_key", "category", "buyclass"))
        keys, categories, classes = zip(*found, strict=True) if found else ((), (), ())
        known = np.array(companies.keys, dtype=str)
        order = np.argsort(known)
        asked = np.array(keys, dtype=str)
        at = np.searchsorted(known, asked, sorter=order) if len(asked) else np.empty(0, dtype=np.int64)
        at = order[np.minimum(at, len(known) - 1)] if len(asked) else at
        kept = np.flatnonzero(known[at] == asked) if len(asked) else at
        kept = kept[np.argsort(at[kept], kind="stable")]
        return cls(at[kept], [categories[pair] for pair in kept], [classes[pair] for pair in kept])

    def members(self, members: Bools, columns: Mapping[str, int]) -> Bools:
        """The class in the category stands for the company's own."""
        own = members[self.rows]
        own[:, [columns[key] for key in BUILTIN_SEGMENTS]] = False
        classes = np.array(self.classes, dtype=str)
        for key in BUILTIN_SEGMENTS:
            own[classes == str(key), columns[key]] = True
        return own

    def overridden(self, overridden: Overridden) -> Overridden:
        said = dict(zip(overridden.rows.tolist(), overridden.said, strict=True))
        rows = np.flatnonzero(np.isin(self.rows, overridden.rows))
        return Overridden(rows, [said[int(self.rows[row])] for row in rows])

    def count(self, moves: Moves, effect: FeatureEffect) -> None:
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for name in MOVES:
            categories, counts = np.unique(
                np.array(self.categories, dtype=str)[getattr(moves, name)], return_counts=True
            )
            for category, count in zip(categories, counts, strict=True):
                found[str(category)][name] += int(count)
        for category, counted in found.items():
            own = effect.categories.setdefault(category, dict.fromkeys(MOVES, 0))
            for name, number in counted.items():
                own[name] += number
