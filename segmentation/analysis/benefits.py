"""What companies look for, and which products give most of it: weights a benefit, compared and multiplied.

Weights stand in frames with a row a company (or a segment) and a column a benefit; scores with a row a product. What
nobody weighed or scored counts as 0, so that a weight or score more never makes less of a company or product.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

MARGIN = 0.01
"""How far the best segment has to be ahead of the second, in cosine, for a survey to tell one.

Among the segments of the heavy-equipment example the two most alike, general contractors and rental firms, are 0.013
apart. A margin of 0.02 would leave even a contractor with just the contractors' weights without a segment; at 0.01
each segment's own weights tell it, and what lies half-way between the two tells none.
"""
SHARES_ADD_UP_WITHIN = 1e-9


def match_industries(codes: pd.Series, prefixes: Mapping[str, str]) -> pd.DataFrame:
    """Per company, the segment of the longest prefix that its code begins with, and that prefix's length; else NA."""
    found = pd.DataFrame(
        {"segment": pd.Series(pd.NA, index=codes.index, dtype="string"), "length": 0}, index=codes.index
    )
    for length in sorted({len(prefix) for prefix in prefixes}, reverse=True):
        of_length = {prefix: segment for prefix, segment in prefixes.items() if len(prefix) == length}
        segment = codes.astype("string").str[:length].map(of_length).astype("string")
        fresh = segment.notna() & found["segment"].isna()
        found.loc[fresh, "segment"] = segment[fresh]
        found.loc[fresh, "length"] = length
    return found


def match_surveys(surveys: pd.DataFrame, segments: pd.DataFrame, *, margin: float = MARGIN) -> pd.Series:
    """Per company, the segment whose weights point most nearly the same way; NA unless ahead by the margin."""
    unknown = pd.Series(pd.NA, index=surveys.index, dtype="string")
    if surveys.empty or segments.empty:
        return unknown
    benefits = surveys.columns.union(segments.columns)
    likeness = _directions(surveys, benefits) @ _directions(segments, benefits).T
    ordered = np.sort(likeness, axis=1)
    second = ordered[:, -2] if len(segments) > 1 else np.zeros(len(surveys))
    best = pd.Series(segments.index.to_numpy()[likeness.argmax(axis=1)], index=surveys.index, dtype="string")
    told = (ordered[:, -1] > 0) & (ordered[:, -1] - second >= margin)
    return best.where(pd.Series(told, index=surveys.index))


def blend_weights(segments: pd.DataFrame, shares: Mapping[str, float]) -> pd.Series:
    """The weights of several segments in one, each by its share; the shares add up to 1, or ValueError is raised."""
    if any(share < 0 for share in shares.values()) or abs(sum(shares.values()) - 1) > SHARES_ADD_UP_WITHIN:
        raise ValueError(f"Shares of segments have to add up to 1, and none may be below 0: {dict(shares)}.")
    parts = pd.Series(dict(shares), dtype="float64")
    return segments.reindex(parts.index).fillna(0).mul(parts, axis=0).sum()


def rank_products(scores: pd.DataFrame, weights: pd.Series) -> pd.Series:
    """Mean score of each product, weighed by the benefits, the highest first and equals by item number."""
    known = weights.astype("float64").fillna(0)
    whole = known.sum()
    values = scores.reindex(columns=known.index).astype("float64").fillna(0)
    means = values.mul(known, axis=1).sum(axis=1) / whole if whole else pd.Series(0.0, index=scores.index)
    return means.round(12).sort_index().sort_values(ascending=False, kind="stable")


def _directions(weights: pd.DataFrame, benefits: pd.Index) -> np.ndarray:
    """Rows of length 1, so that their products are cosines; a row of nothing stays nothing."""
    values = weights.reindex(columns=benefits).astype("float64").fillna(0).to_numpy()
    lengths = np.linalg.norm(values, axis=1, keepdims=True)
    directions: np.ndarray = np.divide(values, lengths, out=np.zeros_like(values), where=lengths > 0)
    return directions
