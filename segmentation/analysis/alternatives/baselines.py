"""What relations are measured against: popularity, and plain likeness of items by companies and by baskets."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp

from segmentation.analysis.alternatives.holdings import FRESH, Holdings

Matrix = Any
"""A scipy sparse matrix; its types tell too little to be of use."""


def ties(held: Holdings, *, fresh: bool) -> Matrix:
    """Companies by items: how strong each tie is today, or 1 for every item ever bought."""
    values = held.freshness / FRESH if fresh else np.ones(len(held.sku))
    shape = (int(held.customer.max(initial=-1)) + 1, held.width)
    return sp.csr_matrix((values, (held.customer, held.sku)), shape=shape)


def baskets_by_items(held: Holdings) -> Matrix:
    """Company-days by items, 1 for every item in the basket."""
    rows = held.lines.holding
    days = held.as_of + 1
    _, basket = np.unique(held.customer[rows].astype(np.int64) * days + held.lines.day, return_inverse=True)
    shape = (int(basket.max(initial=-1)) + 1, held.width)
    return sp.csr_matrix((np.ones(len(rows)), (basket, held.sku[rows])), shape=shape)


def cosine(rows: Matrix, *, shrinkage: float) -> Matrix:
    """Likeness of items as cosine of their columns, shrunk; nothing on the diagonal."""
    products = (rows.T @ rows).tocoo()
    size = np.asarray(rows.multiply(rows).sum(axis=0)).ravel()
    values = products.data / (np.sqrt(size[products.row] * size[products.col]) + shrinkage)
    values[products.row == products.col] = 0.0
    return sp.csr_matrix((values, (products.row, products.col)), shape=products.shape)


def relation_matrix(relations: pd.DataFrame, names: pd.Index, *, kinds: Collection[str]) -> Matrix:
    """Items by items: the scores of relations of these kinds."""
    found = relations[relations["kind"].isin(kinds)]
    rows, columns = (names.get_indexer(pd.Index(found[name])) for name in ("sku", "other"))
    return sp.csr_matrix((found["score"].to_numpy(dtype=np.float64), (rows, columns)), shape=(len(names), len(names)))
