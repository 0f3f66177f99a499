"""The simpler methods that classes are measured beside; each learns from earlier examples alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from segmentation.analysis.arrays import Floats, Ints
from segmentation.analysis.buyclass import ClassCodes
from segmentation.analysis.evaluate.examples import Companies, Examples
from segmentation.analysis.evaluate.scores import by_thresholds, class_of_mix, tune_thresholds
from segmentation.analysis.priors import ORDER_INDEX

PSEUDO_EXAMPLES = 20
"""Every group of companies is drawn to the mean by so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """What a method says of companies: shares, one row each, and a class."""

    shares: Floats
    buyclass: ClassCodes


Predictor = Callable[[Companies], Floats]
"""The shares foretold of each company; three columns that sum to 1."""
Method = Callable[[Examples], Predictor]
"""Learns from earlier examples."""


def foretell(method: Method, past: Examples, companies: Companies) -> Foretold:
    """Shares by the method, and classes by thresholds that were best for it in the past."""
    predict = method(past)
    thresholds = tune_thresholds(predict(past.companies), class_of_mix(past.next_shares))
    shares = predict(companies)
    return Foretold(shares=shares, buyclass=by_thresholds(shares, *thresholds))


def overall_mean(past: Examples) -> Predictor:
    """The same for everybody."""
    mean = past.next_shares.mean(axis=0)[None, :]
    return lambda companies: np.repeat(mean, len(companies.owner), axis=0)


def by_order_count(past: Examples) -> Predictor:
    """By how many orders the company has placed."""

    def bucket(companies: Companies) -> Ints:
        return np.searchsorted(ORDER_INDEX, companies.orders, side="right").astype(np.int64)

    means = mean_of_groups(bucket(past.companies), past.next_shares, groups=len(ORDER_INDEX) + 1)
    return lambda companies: means[bucket(companies)]


def by_rfm_cell(past: Examples) -> Predictor:
    """By the cell of recency, frequency and monetary quintiles."""
    means = mean_of_groups(past.companies.cell, past.next_shares, groups=125)
    return lambda companies: means[companies.cell]


def last_occasion(_past: Examples) -> Predictor:
    """As last time."""
    return lambda companies: companies.last_shares


def mean_of_groups(group: Ints, outcome: Floats, *, groups: int) -> Floats:
    """The mean outcome of every group of examples; one row per group."""
    size = np.bincount(group, minlength=groups)[:, None]
    total = np.stack([np.bincount(group, weights=column, minlength=groups) for column in outcome.T], axis=1)
    means: Floats = (total + PSEUDO_EXAMPLES * outcome.mean(axis=0)) / (size + PSEUDO_EXAMPLES)
    return means


PLAIN: Mapping[str, Method] = {
    "overall mean": overall_mean,
    "order count": by_order_count,
    "RFM cells": by_rfm_cell,
    "last occasion": last_occasion,
}
"""Methods that need nothing but numpy."""
REFERENCE = "RFM cells"
