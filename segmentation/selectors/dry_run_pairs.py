"""Companies in categories, as arrays beside those of the companies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from segmentation.contracts import BUILTIN_SEGMENTS
from segmentation.models import CategoryProfile
from segmentation.selectors.answers_of_many import Bools, Numbers, Overridden
from segmentation.selectors.dry_run_feature import Moves
from segmentation.selectors.dry_run_result import MOVES, FeatureEffect
from segmentation.selectors.dry_run_rows import Companies

AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Pairs:
    """Companies in the categories in which they have a class of their own, sorted by company."""

    rows: Numbers
    names: Sequence[str]
    """Of the categories; `categories` says by pair which of them."""
    categories: Numbers
    classes: Numbers
    """By pair the place of its class among the built-in segments; -1 for none of them."""

    @classmethod
    def read(cls, companies: Companies) -> Pairs:
        own = CategoryProfile.objects.filter(customer_key__gte=companies.keys[0], customer_key__lte=companies.keys[-1])
        place = {key: row for row, key in enumerate(companies.keys)}
        known = {str(key): at for at, key in enumerate(BUILTIN_SEGMENTS)}
        names: dict[str, int] = {}
        # As numbers at once: the texts of some thousands of companies in many categories would not stay small.
        read = own.values_list("customer_key", "category", "buyclass").iterator(AT_ONCE)
        numbers = (
            (place.get(key, -1), names.setdefault(category, len(names)), known.get(buyclass, -1))
            for key, category, buyclass in read
        )
        found: Numbers = np.fromiter(chain.from_iterable(numbers), dtype=np.int64).reshape(-1, 3)
        found = found[found[:, 0] >= 0]
        found = found[np.argsort(found[:, 0], kind="stable")]
        return cls(found[:, 0], list(names), found[:, 1], found[:, 2])

    def members(self, members: Bools, columns: Mapping[str, int]) -> Bools:
        """The class in the category stands for the company's own."""
        own = members[self.rows]
        own[:, [columns[key] for key in BUILTIN_SEGMENTS]] = False
        for at, key in enumerate(BUILTIN_SEGMENTS):
            own[self.classes == at, columns[key]] = True
        return own

    def overridden(self, overridden: Overridden) -> Overridden:
        said = dict(zip(overridden.rows.tolist(), overridden.said, strict=True))
        rows = np.flatnonzero(np.isin(self.rows, overridden.rows))
        return Overridden(rows, [said[int(self.rows[row])] for row in rows])

    def category(self, pair: int) -> str:
        return self.names[int(self.categories[pair])]

    def count(self, moves: Moves, effect: FeatureEffect) -> None:
        for name in MOVES:
            counts = np.bincount(self.categories[getattr(moves, name)], minlength=len(self.names))
            for at in np.flatnonzero(counts):
                own = effect.categories.setdefault(self.names[int(at)], dict.fromkeys(MOVES, 0))
                own[name] += int(counts[at])
