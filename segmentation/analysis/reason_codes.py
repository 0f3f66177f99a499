"""Why a class is as it is: the weightiest cause as a code, with the few facts its sentence needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from segmentation.analysis.arrays import SCALE, Ints
from segmentation.analysis.big_decisions import BigDecisions
from segmentation.analysis.buyclass import BUYCLASSES, NEW, ROUTINE
from segmentation.analysis.config import ClassifierConfig
from segmentation.analysis.occasions import LINE_KINDS, Occasions
from segmentation.analysis.shares import CAUSES, Standing

PROSPECT = "prospect"
ONLY_RETURNS = "only_returns"
FIRST_ORDER = "first_order"
FIRST_IN_CATEGORY = "first_in_category"
HISTORY_ELSEWHERE = "history_elsewhere"
ROUTINE_REPEAT = "routine_repeat"
MODIFIED_QUANTITY = "modified_quantity"
MODIFIED_VARIANTS = "modified_variants"
MAJOR_SIZE = "major_size"
RE_EVALUATION = "re_evaluation"
IN_BETWEEN = "in_between"
EXPLORES = "explores"

MAJOR_REASONS = {"quantity": MODIFIED_QUANTITY, "variant": MODIFIED_VARIANTS, "size": MAJOR_SIZE, "gap": RE_EVALUATION}
DAYS_PER_MONTH = 30.44

Objects = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonColumns:
    """One entry per owner. Owners without facts share one empty mapping: read it, do not change it."""

    codes: Objects
    params: Objects


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """Of owners with at least two occasions, over their latest ones; the first order tells nothing and is left out."""

    owner: Ints
    orders: Ints
    lines: dict[str, Ints]
    value: Ints
    new_value: Ints
    last_large: Ints
    last_back: Ints

    @property
    def all_lines(self) -> Ints:
        return sum((self.lines[kind] for kind in LINE_KINDS), start=np.zeros_like(self.orders))


def choose_reasons(
    standing: Standing,
    occasions: Occasions,
    big: BigDecisions,
    *,
    without_past: str,
    single: Objects,
    config: ClassifierConfig,
) -> ReasonColumns:
    """Code and facts for every owner; `without_past` and `single` are the codes for no and for one occasion."""
    owners = len(standing.buyclass)
    codes: Objects = np.full(owners, without_past, dtype=np.object_)
    codes[occasions.owners] = single[occasions.owners]
    params: Objects = np.empty(owners, dtype=np.object_)
    params[:] = [{}] * owners
    facts = _gather_facts(occasions, big, config)
    codes[facts.owner] = _codes(standing, facts)
    for rows, found in _params_by_code(codes[facts.owner], facts, standing, occasions, big):
        params[facts.owner[rows]] = found
    held = np.flatnonzero(standing.buyclass != standing.unheld)
    for owner, code in zip(held.tolist(), standing.unheld[held].tolist(), strict=True):
        share = round(int(standing.shares[code, owner]) / SCALE, 2)
        params[owner] = {**params[owner], "held_from": BUYCLASSES[code].value, "held_share": share}
    return ReasonColumns(codes=codes, params=params)


def _gather_facts(occasions: Occasions, big: BigDecisions, config: ClassifierConfig) -> _Facts:
    several = occasions.counts > 1
    starts, counts = occasions.starts[several], occasions.counts[several]
    orders = np.minimum(counts - 1, config.reason_occasions)
    end = starts + counts

    def recent(values: Ints) -> Ints:
        running = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(values)))
        total: Ints = running[end] - running[end - orders]
        return total

    def latest(marked: npt.NDArray[np.bool_]) -> Ints:
        if not len(occasions.starts):
            return np.empty(0, dtype=np.int64)
        return np.maximum.reduceat(np.where(marked, np.arange(len(marked)), -1), occasions.starts)[several]

    return _Facts(
        owner=occasions.owners[several],
        orders=orders,
        lines={kind: recent(occasions.lines[kind]) for kind in LINE_KINDS},
        value=recent(occasions.value),
        new_value=recent(occasions.new_value),
        last_large=latest(big.large),
        last_back=latest(big.back),
    )


def _codes(standing: Standing, facts: _Facts) -> Objects:
    causes = standing.causes[:, facts.owner]
    weights = np.stack([causes[CAUSES.index(cause)] for cause in MAJOR_REASONS])
    # A cause that shows in none of the orders a sentence counts would read as "0 of 12 lines".
    weights[0, facts.lines["quantity"] == 0] = 0
    weights[1, facts.lines["variant"] == 0] = 0
    names = np.array(list(MAJOR_REASONS.values()), dtype=np.object_)
    major = np.where(weights.max(axis=0) > 0, names[weights.argmax(axis=0)], IN_BETWEEN)
    buyclass = standing.buyclass[facts.owner]
    return np.where(buyclass == ROUTINE, ROUTINE_REPEAT, np.where(buyclass == NEW, EXPLORES, major)).astype(np.object_)


def _params_by_code(
    codes: Objects, facts: _Facts, standing: Standing, occasions: Occasions, big: BigDecisions
) -> Iterable[tuple[Ints, list[dict[str, Any]]]]:
    days = occasions.day.astype("datetime64[D]")
    shares = np.round(standing.shares[:, facts.owner] / SCALE, 2)
    for code in (ROUTINE_REPEAT, MODIFIED_QUANTITY, MODIFIED_VARIANTS, MAJOR_SIZE, RE_EVALUATION, IN_BETWEEN, EXPLORES):
        rows = np.flatnonzero(codes == code)
        large, back = facts.last_large[rows], facts.last_back[rows]
        counted = {"orders": facts.orders[rows], "lines": facts.all_lines[rows]}
        columns: dict[str, npt.NDArray[Any]]
        match code:
            case "routine_repeat":
                columns = {"share": shares[ROUTINE, rows], **counted, "repeat_lines": facts.lines["usual"][rows]}
            case "modified_quantity":
                columns = {**counted, "quantity_lines": facts.lines["quantity"][rows]}
            case "modified_variants":
                columns = {**counted, "variant_lines": facts.lines["variant"][rows]}
            case "major_size":
                columns = {
                    "times": np.round(big.times_usual[large], 1),
                    "ordered_on": np.datetime_as_string(days[large]),
                }
            case "re_evaluation":
                months = np.rint(big.gap_days[back] / DAYS_PER_MONTH).astype(np.int64)
                columns = {"months": months, "ordered_on": np.datetime_as_string(days[back])}
            case "in_between":
                columns = {"routine_share": shares[ROUTINE, rows], "new_share": shares[NEW, rows]}
            case _:
                new_value = np.round(facts.new_value[rows] / facts.value[rows], 2)
                columns = {"share": new_value, "orders": facts.orders[rows]}
        yield rows, _as_dicts(columns)


def _as_dicts(columns: dict[str, npt.NDArray[Any]]) -> list[dict[str, Any]]:
    names = list(columns)
    values = (column.tolist() for column in columns.values())
    return [dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)]
