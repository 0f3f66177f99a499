"""Methods that scikit-learn learns: clusters of companies, and as a ceiling gradient boosting on all metrics."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

import numpy as np

from segmentation.analysis.arrays import Floats, Ints
from segmentation.analysis.evaluate.baselines import Method, Predictor, mean_of_groups
from segmentation.analysis.evaluate.examples import Companies, Examples
from segmentation.analysis.expectations import LEAST_SHARE

CEILING = "gradient boosting"
SEED = 0


def learners() -> Mapping[str, Method]:
    """The methods by name; empty where scikit-learn is not installed."""
    if find_spec("sklearn") is None:
        return {}
    methods = {"k-means 3": by_cluster(3), "k-means 8": by_cluster(8), CEILING: boosting}
    return {name: _in_one_thread(method) for name, method in methods.items()}


def _in_one_thread(method: Method) -> Method:
    """Threads wait for each other longer than such small fits take, and would add in another order every time."""

    def learn(past: Examples) -> Predictor:
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

        with threadpool_limits(1):
            predict = method(past)

        def predict_alone(companies: Companies) -> Floats:
            with threadpool_limits(1):
                return predict(companies)

        return predict_alone

    return learn


def by_cluster(clusters: int) -> Method:
    """Means of k-means clusters of the logarithms of recency, frequency and monetary value."""

    def learn(past: Examples) -> Predictor:
        from sklearn.cluster import KMeans  # type: ignore[import-untyped]

        known = _log_rfm(past.companies)
        mean, spread = known.mean(axis=0), known.std(axis=0)
        spread[spread == 0] = 1.0
        fewer = min(clusters, len(np.unique(known, axis=0)))
        found = KMeans(fewer, n_init=3, random_state=SEED).fit((known - mean) / spread)
        means = mean_of_groups(found.labels_.astype(np.int64), past.next_shares, groups=fewer)

        def predict(companies: Companies) -> Floats:
            cluster: Ints = found.predict((_log_rfm(companies) - mean) / spread).astype(np.int64)
            return means[cluster]

        return predict

    return learn


def boosting(past: Examples) -> Predictor:
    """Gradient boosting on everything known of a company: what its order history tells at best, unexplained."""
    from sklearn.ensemble import HistGradientBoostingRegressor  # type: ignore[import-untyped]

    def learn(column: int) -> Any:
        model = HistGradientBoostingRegressor(
            max_iter=100,
            learning_rate=0.05,
            max_leaf_nodes=15,
            min_samples_leaf=40,
            l2_regularization=1.0,
            early_stopping=False,
            random_state=SEED,
        )
        return model.fit(past.companies.metrics, past.next_shares[:, column])

    for_routine, for_new = learn(0), learn(2)

    def predict(companies: Companies) -> Floats:
        routine, new = (model.predict(companies.metrics) for model in (for_routine, for_new))
        shares: Floats = np.maximum(np.stack([routine, 1.0 - routine - new, new], axis=1), LEAST_SHARE)
        shares /= shares.sum(axis=1, keepdims=True)
        return shares

    return predict


def _log_rfm(companies: Companies) -> Floats:
    logs: Floats = np.log1p(companies.metrics[:, :3])
    return logs
