"""The weights of the score, learnt from what companies bought next before a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from segmentation.analysis.arrays import SCALE, Bools, Floats, Ints, fixed_log
from segmentation.analysis.clean import day_number
from segmentation.analysis.reorder.config import DEFAULT_REORDER_CONFIG, ReorderConfig
from segmentation.analysis.reorder.fill_up import alphabet
from segmentation.analysis.reorder.habits import Habits, habits_of
from segmentation.analysis.reorder.items import item_terms
from segmentation.analysis.reorder.statistics import clean_up_to, statistics_of

WEIGHTS = ("own", "trend", "demand", "repeat")
STEPS = 12


def fit_weights(
    lines: pd.DataFrame, *, as_of: date, horizon: int = 90, config: ReorderConfig = DEFAULT_REORDER_CONFIG
) -> ReorderConfig:
    """The weights by which the lists of `horizon` days before foresee best what was bought since, as far as the day.

    A logistic regression over the items that each company with a purchase since had bought until then: is the item in
    its next basket? The weights are drawn to those of `config`, so that little evidence changes little; they are whole
    hundredths, and never negative. The version names them.
    """
    before = as_of - timedelta(days=horizon)
    known = clean_up_to(lines, as_of=before, config=config)
    if not len(known.day):
        return config
    names = pd.Index(known.sku_names, dtype="object")
    habits = habits_of(known, half_life_orders=config.half_life_orders)
    in_next, counts = _next_baskets(lines, habits, known.customer_names, names, after=before, until=as_of)
    rows = np.flatnonzero(counts)
    if not in_next[rows].any() or in_next[rows].all():
        return config
    # Sums of fractions depend on their order, so that is made one and the same for any order of the lines.
    rows = rows[np.lexsort((alphabet(names)[habits.sku[rows]], habits.customer[rows]))]
    terms = item_terms(statistics_of(known, day=day_number(before)), names, config=config)
    columns = [fixed_log(habits.habit[rows]), *(term[habits.sku[rows]] for term in terms)]
    features = np.stack(columns, axis=1) / SCALE
    start = np.array([getattr(config, name) / 100 for name in WEIGHTS])
    found = _regress(features, in_next[rows], start=start, pull=config.fit_pull)
    hundredths = [max(int(value), 0) for value in np.rint(found * 100)]
    own, trend, demand, repeat = hundredths
    version = f"{config.version}/{own}.{trend}.{demand}.{repeat}"
    return replace(config, own=own, trend=trend, demand=demand, repeat=repeat, version=version)


def _next_baskets(
    lines: pd.DataFrame, habits: Habits, customers: list[str], names: pd.Index, *, after: date, until: date
) -> tuple[Bools, Bools]:
    """By row of the habits: whether the item is in the company's next basket, and whether there is such a basket."""
    day = lines["day"].to_numpy()
    bought = ((lines["quantity"] > 0) & (lines["value"] > 0)).to_numpy()
    coming = lines[(day > day_number(after)) & (day <= day_number(until)) & bought]
    customer = pd.Index(customers, dtype="object").get_indexer(pd.Index(coming["customer_key"].astype("object")))
    sku = names.get_indexer(pd.Index(coming["sku"].astype("object")))
    first = np.full(len(customers) + 1, np.iinfo(np.int64).max, dtype=np.int64)
    np.minimum.at(first, customer, coming["day"].to_numpy())
    first[-1] = np.iinfo(np.int64).max
    counted = (customer >= 0) & (sku >= 0) & (coming["day"].to_numpy() == first[customer])
    pairs: Ints = customer[counted].astype(np.int64) * len(names) + sku[counted]
    mine = habits.customer.astype(np.int64) * len(names) + habits.sku
    return np.isin(mine, pairs), first[habits.customer] < np.iinfo(np.int64).max


def _regress(features: Floats, hits: Bools, *, start: Floats, pull: float) -> Floats:
    """Weights of a logistic regression drawn to the start with this strength; its constant is free."""
    rate = float(hits.mean())
    everything = np.column_stack((features, np.ones(len(features))))
    drawn = np.concatenate((start, [np.log(rate / (1 - rate)) - features.mean(axis=0) @ start]))
    strength = np.diag([pull] * len(start) + [0.0])
    weights = drawn.copy()
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(everything @ weights, -30, 30)))
        curve = everything.T @ (everything * (chance * (1 - chance))[:, None]) + strength
        slope = everything.T @ (hits - chance) - strength @ (weights - drawn)
        weights = weights + np.linalg.solve(curve, slope)
    fitted: Floats = weights[:-1]
    return fitted
