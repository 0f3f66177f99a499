from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from segmentation.contracts import CustomerLabel
from segmentation.models import BuyclassChange, Run
from segmentation.selectors.customer_labels import label_customers
from segmentation.selectors.runs import runs_with_progress

MOVES_LENGTH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPage:
    run: Run
    moves: Sequence[BuyclassChange]
    """The companies that moved to another type in this run, overall; at most MOVES_LENGTH."""
    more_moves: int
    labels: Mapping[str, CustomerLabel]


def read_run_page(run_id: int) -> RunPage | None:
    """One run with who moved in it, or None. A company that is worked out for the first time has not moved."""
    run = runs_with_progress().select_related("started_by").filter(pk=run_id).first()
    if run is None:
        return None
    moved = BuyclassChange.objects.filter(run=run, category="").exclude(old="").order_by("customer_key")
    moves = list(moved[:MOVES_LENGTH])
    return RunPage(
        run=run,
        moves=moves,
        more_moves=moved.count() - len(moves),
        labels=label_customers(move.customer_key for move in moves),
    )
