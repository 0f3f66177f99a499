"""An evaluation in rows of figures, for a table or a program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from segmentation.analysis.arrays import Floats, Ints
from segmentation.analysis.buyclass import ClassCodes
from segmentation.analysis.evaluate.chances import area_under_curve, log_loss
from segmentation.analysis.evaluate.evaluation import CLASSIFIER, CutoffResult, Evaluation
from segmentation.analysis.evaluate.scores import (
    brier_score,
    calibration_error,
    class_of_mix,
    class_scores,
    ranked_probability_score,
    skill_interval,
)

Row = dict[str, Any]

ALL = "all"
BANDS: Mapping[str, tuple[int, int]] = {
    ALL: (1, 1 << 62),
    "1": (1, 1),
    "2+": (2, 1 << 62),
    "2": (2, 2),
    "3-4": (3, 4),
    "5-9": (5, 9),
    "10+": (10, 1 << 62),
}
"""Orders behind a company: one who has bought for long is easier to tell, whatever the method."""

SCORE_COLUMNS = (
    "cutoff",
    "orders",
    "method",
    "n",
    "rps",
    "brier",
    "rps_horizon",
    "accuracy",
    "adjacent",
    "kappa",
    "balanced_accuracy",
    "macro_f1",
    "ece_routine",
    "ece_major",
    "ece_new",
)
SKILL_COLUMNS = ("cutoff", "orders", "against", "n", "skill", "low", "high")
DIGITS = 4
SEED = 20_101_201


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pool:
    """Everybody of one or several cut-offs."""

    company: Ints
    orders: Ints
    next_shares: Floats
    horizon_shares: Floats
    shares: Mapping[str, Floats]
    said: Mapping[str, ClassCodes]


def score_rows(evaluation: Evaluation) -> list[Row]:
    """Every method, in every band of orders, at each cut-off and at all of them together."""
    rows: list[Row] = []
    for name, pool in _pools(evaluation):
        truth = class_of_mix(pool.next_shares)
        for band, some in _bands(pool):
            for method, shares in pool.shares.items():
                happened, foretold = pool.next_shares[some], shares[some]
                errors = [calibration_error(foretold[:, column], happened[:, column]) for column in range(3)]
                figures = {
                    "rps": ranked_probability_score(foretold, happened).mean(),
                    "brier": brier_score(foretold, happened).mean(),
                    "rps_horizon": ranked_probability_score(foretold, pool.horizon_shares[some]).mean(),
                    **class_scores(truth[some], pool.said[method][some]),
                    **dict(zip(SCORE_COLUMNS[-3:], errors, strict=True)),
                }
                rounded = {key: round(float(value), DIGITS) for key, value in figures.items()}
                rows.append({"cutoff": name, "orders": band, "method": method, "n": int(some.sum()), **rounded})
    return rows


def skill_rows(evaluation: Evaluation) -> list[Row]:
    """By how much the classifier's score is better than each method's, with an interval."""
    rows: list[Row] = []
    for name, pool in _pools(evaluation):
        for band, some in _bands(pool):
            if band not in (ALL, "2+"):
                continue
            scores = {
                method: ranked_probability_score(shares[some], pool.next_shares[some])
                for method, shares in pool.shares.items()
            }
            ours = scores.pop(CLASSIFIER)
            for method, theirs in scores.items():
                interval = skill_interval(ours, theirs, pool.company[some], seed=SEED)
                named = zip(("skill", "low", "high"), (round(value, DIGITS) for value in interval), strict=True)
                rows.append({"cutoff": name, "orders": band, "against": method, "n": int(some.sum()), **dict(named)})
    return rows


CUTOFF_COLUMNS = (
    "cutoff",
    "companies",
    "one_order",
    "days_before",
    "days_after",
    "prior",
    "prior_occasions",
    "examples",
    "earlier_cutoffs",
)


def cutoff_rows(evaluation: Evaluation) -> list[Row]:
    """What each cut-off had to go by."""
    rows = []
    for result in evaluation.cutoffs:
        plain = {name: getattr(result, name) for name in CUTOFF_COLUMNS if hasattr(result, name)}
        counted = {"companies": len(result.company), "one_order": int((result.orders == 1).sum())}
        rows.append({name: {**plain, **counted, "cutoff": str(result.cutoff)}[name] for name in CUTOFF_COLUMNS})
    return rows


STABILITY_COLUMNS = ("runs", "weeks", "company_years", "changed", "changed_active", "changed_settled", "changed_back")


def stability_rows(evaluation: Evaluation) -> list[Row]:
    """How steady the classes are: as weekly runs give them, and as they would if returns were foreseen."""
    measured = {"as run": evaluation.stability, "returns foreseen": evaluation.stability_returns_foreseen}
    return [
        {"runs": name, **{key: round(value, DIGITS + 1) for key, value in asdict(stability).items()}}
        for name, stability in measured.items()
    ]


CONFIDENCE_BANDS = {"low": (0.0, 0.6), "medium": (0.6, 0.8), "high": (0.8, 1.01)}
CONFIDENCE_COLUMNS = ("confidence", "n", "mean", "right_next", "n_several", "mean_several", "right_several")
SEVERAL = 3


def confidence_rows(evaluation: Evaluation) -> list[Row]:
    """How often a class was right, by how sure it was; companies with two orders and more.

    The next order is of a class by itself. What a confidence speaks of is how a company buys in the long run: the mean
    of at least three orders within the horizon, by the thresholds of the classifier.
    """
    pool = _pool(evaluation.cutoffs)
    confidence, orders, in_the_long_run = (
        np.concatenate([getattr(result, name) for result in evaluation.cutoffs])
        for name in ("confidence", "horizon_orders", "horizon_class")
    )
    said = pool.said[CLASSIFIER]
    rows: list[Row] = []
    for name, (lowest, below) in CONFIDENCE_BANDS.items():
        some = (confidence >= lowest) & (confidence < below) & (pool.orders > 1)
        several = some & (orders >= SEVERAL)
        figures = (
            int(some.sum()),
            _mean(confidence[some]),
            _mean(class_of_mix(pool.next_shares[some]) == said[some]),
            int(several.sum()),
            _mean(confidence[several]),
            _mean(in_the_long_run[several] == said[several]),
        )
        rows.append({"confidence": name, **dict(zip(CONFIDENCE_COLUMNS[1:], figures, strict=True))})
    return rows


def _mean(values: npt.NDArray[Any]) -> float | None:
    return round(float(values.mean()), DIGITS) if len(values) else None


CHANCE_COLUMNS = ("cutoff", "method", "n", "ordered", "foretold", "auc", "log_loss", "ece")


def chance_rows(evaluation: Evaluation) -> list[Row]:
    """How well it was foretold who orders within 30 days, of everybody who had ordered."""
    known = {str(result.cutoff): result.chances for result in evaluation.cutoffs if result.chances is not None}
    pools = {ALL: list(known.values())} | {name: [chances] for name, chances in known.items()} if known else {}
    rows: list[Row] = []
    for name, some in pools.items():
        ordered = np.concatenate([chances.ordered for chances in some])
        for method in some[0].foretold:
            foretold = np.concatenate([chances.foretold[method] for chances in some])
            figures = {
                "ordered": float(ordered.mean()),
                "foretold": float(foretold.mean()),
                "auc": area_under_curve(foretold, ordered),
                "log_loss": log_loss(foretold, ordered),
                "ece": calibration_error(foretold, ordered.astype(np.float64)),
            }
            rounded = {key: round(value, DIGITS) for key, value in figures.items()}
            rows.append({"cutoff": name, "method": method, "n": len(ordered), **rounded})
    return rows


def _pools(evaluation: Evaluation) -> Iterator[tuple[str, _Pool]]:
    yield ALL, _pool(evaluation.cutoffs)
    for result in evaluation.cutoffs:
        yield str(result.cutoff), _pool([result])


def _pool(results: Sequence[CutoffResult]) -> _Pool:
    methods = list(results[0].foretold)
    return _Pool(
        company=np.concatenate([result.company for result in results]),
        orders=np.concatenate([result.orders for result in results]),
        next_shares=np.concatenate([result.next_shares for result in results]),
        horizon_shares=np.concatenate([result.horizon_shares for result in results]),
        shares={name: np.concatenate([result.foretold[name].shares for result in results]) for name in methods},
        said={name: np.concatenate([result.foretold[name].buyclass for result in results]) for name in methods},
    )


def _bands(pool: _Pool) -> Iterator[tuple[str, npt.NDArray[np.bool_]]]:
    for name, (fewest, most) in BANDS.items():
        some = (pool.orders >= fewest) & (pool.orders <= most)
        if some.any():
            yield name, some
