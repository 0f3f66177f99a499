"""Why a class is as it is: the weightiest cause as a code, with the few facts its sentence needs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from segmentation.analysis.arrays import Floats, Ints
from segmentation.analysis.big_decisions import BigDecisions
from segmentation.analysis.buyclass import NEW, ROUTINE
from segmentation.analysis.config import ClassifierConfig
from segmentation.analysis.days import NO_DAY
from segmentation.analysis.occasions import Occasions
from segmentation.analysis.shares import MAJOR_CAUSES, Standing

PROSPECT = "prospect"
ONLY_RETURNS = "only_returns"
FIRST_ORDER = "first_order"
FIRST_IN_CATEGORY = "first_in_category"
HISTORY_ELSEWHERE = "history_elsewhere"
ROUTINE_REPEAT = "routine_repeat"
MODIFIED_QUANTITY = "modified_quantity"
MODIFIED_VARIANTS = "modified_variants"
MODIFIED_TERMS = "modified_terms"
MAJOR_SIZE = "major_size"
RE_EVALUATION = "re_evaluation"
IN_BETWEEN = "in_between"
EXPLORES = "explores"

REASON_CODES = (
    PROSPECT,
    ONLY_RETURNS,
    FIRST_ORDER,
    FIRST_IN_CATEGORY,
    HISTORY_ELSEWHERE,
    ROUTINE_REPEAT,
    MODIFIED_QUANTITY,
    MODIFIED_VARIANTS,
    MODIFIED_TERMS,
    MAJOR_SIZE,
    RE_EVALUATION,
    IN_BETWEEN,
    EXPLORES,
)
NUMBER_OF = {code: number for number, code in enumerate(REASON_CODES)}

MAJOR_REASONS = {
    "quantity": MODIFIED_QUANTITY,
    "variant": MODIFIED_VARIANTS,
    "size": MAJOR_SIZE,
    "gap": RE_EVALUATION,
    "terms": MODIFIED_TERMS,
}
"""Cause -> code; of causes that weigh the same, the first counts."""
DAYS_PER_MONTH = 30.44

Codes = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """One entry per owner. Which facts mean something depends on the code; `reason_facts` puts them under names."""

    code: Codes
    """Position in REASON_CODES."""
    orders: Ints
    """How many of the latest occasions the lines were counted in; the first tells nothing and is left out."""
    lines: Ints
    hits: Ints
    """Lines of the kind that the code speaks of."""
    number: Floats
    """Share of value, times the usual value, or months of silence."""
    day: Ints
    """Of the occasion the code speaks of, or NO_DAY."""


def choose_reasons(
    standing: Standing,
    occasions: Occasions,
    big: BigDecisions,
    *,
    without_past: str,
    single: Codes,
    config: ClassifierConfig,
) -> Reasons:
    """Code and facts for every owner; `without_past` and `single` are the codes for no and for one occasion."""
    owners = len(standing.buyclass)
    code = np.full(owners, NUMBER_OF[without_past], dtype=np.int8)
    code[occasions.owners] = single[occasions.owners]
    reasons = Reasons(
        code=code,
        orders=np.zeros(owners, dtype=np.int64),
        lines=np.zeros(owners, dtype=np.int64),
        hits=np.zeros(owners, dtype=np.int64),
        number=np.full(owners, np.nan),
        day=np.full(owners, NO_DAY, dtype=np.int64),
    )
    several = np.flatnonzero(occasions.counts > 1)
    if len(several):
        orders = np.minimum(occasions.counts[several] - 1, config.reason_occasions)
        end = occasions.starts[several] + occasions.counts[several]
        _fill_in(reasons, occasions.owners[several], end, orders, standing=standing, occasions=occasions, big=big)
    return reasons


def _fill_in(
    reasons: Reasons,
    owner: Ints,
    end: Ints,
    orders: Ints,
    *,
    standing: Standing,
    occasions: Occasions,
    big: BigDecisions,
) -> None:
    """The code and facts of owners with two or more occasions, the last `orders` of which end before `end`."""
    of_kind = occasions.lines
    lines = {kind: _sum_last(of_kind[kind], end, orders) for kind in ("usual", "quantity", "variant")}
    lines["terms"] = _sum_last(of_kind["terms"], end, orders) if of_kind["terms"].any() else np.zeros_like(end)
    # A cause that shows in none of the orders a sentence counts would read as "0 of 12 lines".
    unseen = {cause: lines[cause] == 0 for cause in ("quantity", "variant", "terms")}
    code = np.full(len(owner), NUMBER_OF[IN_BETWEEN], dtype=np.int8)
    heaviest = np.zeros(len(owner), dtype=np.int64)
    for cause, name in MAJOR_REASONS.items():
        weight = standing.causes[MAJOR_CAUSES.index(cause), owner]
        if cause in unseen:
            weight = np.where(unseen[cause], 0, weight)
        code[weight > heaviest] = NUMBER_OF[name]
        np.maximum(heaviest, weight, out=heaviest)
    buyclass = standing.buyclass[owner]
    code[buyclass == ROUTINE] = NUMBER_OF[ROUTINE_REPEAT]
    code[buyclass == NEW] = NUMBER_OF[EXPLORES]

    hits = np.where(code == NUMBER_OF[MODIFIED_QUANTITY], lines["quantity"], lines["usual"])
    hits[code == NUMBER_OF[MODIFIED_VARIANTS]] = lines["variant"][code == NUMBER_OF[MODIFIED_VARIANTS]]
    hits[code == NUMBER_OF[MODIFIED_TERMS]] = lines["terms"][code == NUMBER_OF[MODIFIED_TERMS]]
    reasons.code[owner] = code
    reasons.orders[owner] = orders
    reasons.lines[owner] = _sum_last(sum(of_kind.values(), start=np.zeros_like(occasions.day)), end, orders)
    reasons.hits[owner] = hits
    explores = np.flatnonzero(code == NUMBER_OF[EXPLORES])
    fresh = _sum_last(occasions.new_value, end[explores], orders[explores])
    value = _sum_last(occasions.value, end[explores], orders[explores])
    reasons.number[owner[explores]] = np.round(fresh / value, 2)
    for kind, marked, size in (
        (MAJOR_SIZE, big.large, np.round(big.times_usual, 1)),
        (RE_EVALUATION, big.back, np.rint(big.gap_days / DAYS_PER_MONTH)),
    ):
        some = np.flatnonzero(code == NUMBER_OF[kind])
        latest = _last_marked(marked, end[some])
        reasons.number[owner[some]] = size[latest]
        reasons.day[owner[some]] = occasions.day[latest]


def _sum_last(values: Ints, end: Ints, orders: Ints) -> Ints:
    """The sum over the last `orders` occasions before each end; there is at least one more before those."""
    running = np.cumsum(values)
    total: Ints = running[end - 1] - running[end - orders - 1]
    return total


def _last_marked(marked: npt.NDArray[np.bool_], end: Ints) -> Ints:
    """Row of the last marked occasion before each end."""
    rows = np.flatnonzero(marked)
    return rows[np.searchsorted(rows, end) - 1] if len(end) else end
