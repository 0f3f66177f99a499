"""What is bought near a place, such that nobody can tell from it what a single company bought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from segmentation.analysis.alternatives.nearby_counts import CELL, NearbyCounts

TIERS = ("world", "country", "region", "postcode_area")
"""From far to near; each lies within the one before."""
_KEYS: dict[str, tuple[str, ...]] = {
    "world": (),
    "country": ("country",),
    "region": ("country", "region"),
    "postcode_area": ("country", "region", "postcode_area"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NearbyConfig:
    """How near counts for how much, and what is never shown. Change a value, change `version`."""

    version: str = "nearby-1"

    weights: tuple[int, int, int, int] = (1, 3, 6, 10)
    """In tenths, of a company that shares no more than the world, the country, the region, the postcode area."""
    enough_companies: int = 20
    """So many other companies contribute, or one looks farther."""
    min_companies: int = 5
    """An item is shown if at least so many other companies bought it."""
    candidates: int = 200
    """The best so many items of a place are looked at for each kind of company there."""
    kept: int = 40


_ALIKE = ("industry", "sku")

DEFAULT_NEARBY = NearbyConfig()


def nearby_from_counts(
    counts: NearbyCounts, *, cells: pd.DataFrame, config: NearbyConfig = DEFAULT_NEARBY
) -> pd.DataFrame:
    """For each cell (columns `CELL`) its items by rank: cell columns, sku, rank and the tier looked at; nothing else.

    A company counts by the nearest tier it shares with the cell, half as much again in the same industry. An item needs
    `min_companies` + 1 companies in the tier, and none of them more than a third of the weighted total. So whichever
    company looks, and takes its own part out: at least `min_companies` others remain, and none of them has more than
    half of what remains. A tier needs `enough_companies` + 1 companies for the same reason.
    """
    cells = cells[list(CELL)].drop_duplicates().sort_values(list(CELL), ignore_index=True)
    cells, items, companies = _share_categories(cells, counts.items, counts.companies)
    scope = _scopes(cells, companies, config)
    sums = {keys: _grouped(items, keys) for tier in TIERS for keys in ((*_KEYS[tier], "sku"), (*_KEYS[tier], *_ALIKE))}
    ranked = pd.concat(
        [_score(cells[scope == tier], sums, scope=tier, config=config) for tier in range(len(TIERS))], ignore_index=True
    )
    ranked = ranked.sort_values([*CELL, "total", "sku"], ascending=[True] * 4 + [False, True], ignore_index=True)
    ranked["rank"] = ranked.groupby(list(CELL), sort=False, observed=True).cumcount() + 1
    shown = ranked.loc[ranked["rank"] <= config.kept, [*CELL, "sku", "rank", "tier"]]
    return shown.astype({**dict.fromkeys((*CELL, "sku", "tier"), "str"), "rank": "int64"}).reset_index(drop=True)


def _share_categories(*frames: pd.DataFrame) -> list[pd.DataFrame]:
    """The frames with the parts of cells as numbers that mean the same in all of them."""
    shared = {name: pd.CategoricalDtype(sorted(set().union(*(frame[name] for frame in frames)))) for name in CELL}
    return [frame.astype(shared) for frame in frames]


def _scopes(cells: pd.DataFrame, companies: pd.DataFrame, config: NearbyConfig) -> npt.NDArray[np.int64]:
    """The nearest tier of each cell with enough companies, as its place in TIERS; -1 where not even the world has."""
    scope = np.full(len(cells), -1, dtype=np.int64)
    for place, tier in enumerate(TIERS):
        keys = _KEYS[tier]
        if keys:
            grouped = companies.groupby(list(keys), as_index=False, observed=True)["companies"].sum()
            count = cells[list(keys)].merge(grouped, how="left", on=list(keys))["companies"].fillna(0).to_numpy()
        else:
            count = np.full(len(cells), companies["companies"].sum())
        scope[(count > config.enough_companies) & _known(cells, tier)] = place
    return scope


def _known(cells: pd.DataFrame, part: str) -> npt.NDArray[np.bool_]:
    """Whether this part of the place is known: two companies of unknown region are not of the same region."""
    known = np.ones(len(cells), dtype=np.bool_)
    return known if part == "world" else np.asarray(cells[part].astype("str") != "")


def _grouped(items: pd.DataFrame, keys: tuple[str, ...]) -> pd.DataFrame:
    adding = {"companies": "sum", "weight": "sum", "largest": "max"}
    return items.groupby(list(keys), as_index=False, sort=True, observed=True).agg(adding)


def _score(
    cells: pd.DataFrame, sums: Mapping[tuple[str, ...], pd.DataFrame], *, scope: int, config: NearbyConfig
) -> pd.DataFrame:
    """Candidates of every cell with their weighted total, without those that one company could be told from."""
    keys = _KEYS[TIERS[scope]]
    rows = _candidates(cells, sums[*keys, "sku"], keys=keys, config=config)
    total, largest, counted = (np.zeros(len(rows), dtype=np.int64) for _ in range(3))
    for tier, weight in list(zip(TIERS, config.weights, strict=True))[scope:]:
        known = _known(rows, tier)
        near = _of_rows(rows, sums[*_KEYS[tier], "sku"])
        alike = _of_rows(rows, sums[*_KEYS[tier], *_ALIKE]) * _known(rows, "industry")
        # Each tier lies within the one before, whose weight its companies have already.
        total += np.where(known, weight - counted, 0) * (2 * near[0] + alike[0])
        largest = np.maximum(largest, np.where(known, weight * np.maximum(2 * near[1], 3 * alike[1]), 0))
        counted = np.where(known, weight, counted)
    return rows.assign(total=total, tier=TIERS[scope])[3 * largest <= total]


def _candidates(
    cells: pd.DataFrame, pool: pd.DataFrame, *, keys: tuple[str, ...], config: NearbyConfig
) -> pd.DataFrame:
    """Every cell with the items of its tier that enough companies bought, the best ones only."""
    pool = pool[pool["companies"] > config.min_companies]
    pool = pool.sort_values(["weight", "sku"], ascending=[False, True])
    if not keys:
        return cells.merge(pool.head(config.candidates)[["sku"]], how="cross")
    place = pool.groupby(list(keys), observed=True).cumcount()
    return cells.merge(pool.loc[place < config.candidates, [*keys, "sku"]], on=list(keys))


def _of_rows(rows: pd.DataFrame, sums: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Weight and largest tie beside each row; 0 where nobody there bought the item."""
    keys = [name for name in sums.columns if name not in ("companies", "weight", "largest")]
    found = rows[keys].merge(sums, how="left", on=keys)[["weight", "largest"]]
    return found.fillna(0).to_numpy(dtype=np.int64).T
