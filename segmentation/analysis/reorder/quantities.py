"""A usual quantity -> one that can be ordered: whole packs, and not below the minimum."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from segmentation.analysis.arrays import Ints

Packs = Mapping[str, tuple[int, int]] | pd.DataFrame
"""SKU -> (pack, minimum) in thousandths; as a frame with the columns sku, pack and minimum."""


def round_to_packs(quantity: Ints, *, pack: Ints, minimum: Ints) -> Ints:
    """The nearest number of packs, half a pack counting as a whole one; at least the packs that make up the minimum.

    All in thousandths. A pack of 0 or 1 leaves the quantity as it is.
    """
    step = np.maximum(pack, 1)
    nearest = (2 * quantity + step) // (2 * step) * step
    least = -(-np.maximum(minimum, 1) // step) * step
    rounded: Ints = np.maximum(nearest, least)
    return rounded


def packs_of(packs: Packs | None, names: pd.Index) -> tuple[Ints, Ints]:
    """Pack and minimum for each of these SKUs; 0 for what is not said."""
    if packs is None or not len(packs):
        return np.zeros(len(names), dtype=np.int64), np.zeros(len(names), dtype=np.int64)
    if isinstance(packs, pd.DataFrame):
        table = packs.set_index("sku")[["pack", "minimum"]]
    else:
        table = pd.DataFrame.from_dict(dict(packs), orient="index", columns=["pack", "minimum"])
    if not table.index.is_unique:
        raise ValueError("Packs have one row per SKU.")
    if bool((table < 0).to_numpy().any()):
        raise ValueError("Packs and minimums are not negative.")
    found = table.reindex(names, fill_value=0).astype("int64")
    return found["pack"].to_numpy(), found["minimum"].to_numpy()
