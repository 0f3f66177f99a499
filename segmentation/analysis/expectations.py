"""What is expected of the next occasion after each one, from the prior and from how broadly the owner buys."""

from __future__ import annotations

import numpy as np

from segmentation.analysis.arrays import SCALE, Floats, Ints, fixed_log
from segmentation.analysis.occasions import LINE_KINDS, Occasions
from segmentation.analysis.priors import Prior

BREADTH = ("items", "categories", "lines")
"""Different items bought so far, different categories so far, and the usual number of lines of an occasion.

Who knows much of an assortment has little left that could be new, and a long order repeats more of it.
"""
LEAST_SHARE = 0.005
"""No share is ruled out, however broadly somebody buys."""


def expect_next(occasions: Occasions, prior: Prior) -> Floats:
    """Routine, major and new expected of the occasion after each of these; three rows that sum to 1."""
    bucket = bucket_after(occasions, prior.order_index)
    shares: Floats = np.array(prior.shares).T[:, bucket]
    if not prior.slopes:
        return shares
    off_centre = breadth(occasions) / SCALE - np.array(prior.centres).T[:, bucket]
    for figure, slopes in zip(off_centre, prior.slopes, strict=True):
        shares += np.outer(slopes, figure)
    np.maximum(shares, LEAST_SHARE, out=shares)
    shares /= shares[0] + shares[1] + shares[2]
    return shares


def expect_next_in_category(occasions: Occasions, prior: Prior) -> Floats:
    """The same for occasions in one category, where only the first can be new."""
    shares: Floats = np.array(prior.category_shares).T[:, bucket_after(occasions, prior.order_index)]
    return shares


def bucket_after(occasions: Occasions, order_index: tuple[int, ...]) -> Ints:
    """The bucket of the occasion that follows each of these."""
    bucket: Ints = np.searchsorted(order_index, occasions.index + 1, side="right") - 1
    return bucket


def breadth(occasions: Occasions) -> Ints:
    """Natural logarithms of BREADTH after each occasion, in millionths; one row for each."""
    lines = sum((occasions.lines[kind] for kind in LINE_KINDS), start=np.zeros_like(occasions.day))
    # What comes by a standing order was never decided, and may be all there is.
    items = np.maximum(_so_far(occasions.lines["variant"] + occasions.lines["category"], occasions), 1)
    categories = np.maximum(_so_far(occasions.new_categories, occasions), 1)
    usual_lines = _so_far(fixed_log(lines), occasions) // (occasions.index + 1)
    return np.stack([fixed_log(items), fixed_log(categories), usual_lines])


def _so_far(values: Ints, occasions: Occasions) -> Ints:
    running = np.cumsum(values)
    before = running[occasions.starts] - values[occasions.starts]
    return running - np.repeat(before, occasions.counts)
