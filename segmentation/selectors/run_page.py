from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from segmentation.contracts import CustomerLabel
from segmentation.models import BuyclassChange, Run, RunFailure
from segmentation.selectors.customer_labels import label_customers
from segmentation.selectors.runs import runs_with_progress

MOVES_LENGTH = 100
FAILURES_LENGTH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPage:
    run: Run
    moves: Sequence[BuyclassChange]
    """The companies that moved to another type in this run, overall; at most MOVES_LENGTH."""
    more_moves: int
    failures: Sequence[RunFailure]
    """The companies that could not be worked out; at most FAILURES_LENGTH."""
    more_failures: int
    statistics: Sequence[tuple[str, str]]
    """Kind and version of what the run learnt from everybody's orders."""
    labels: Mapping[str, CustomerLabel]


def read_run_page(run_id: int) -> RunPage | None:
    """One run with who moved and who failed in it, or None. Who is worked out for the first time has not moved."""
    run = runs_with_progress().select_related("started_by").filter(pk=run_id).first()
    if run is None:
        return None
    moved = BuyclassChange.objects.filter(run=run, category="").exclude(old="").order_by("customer_key")
    failed = RunFailure.objects.filter(run=run).order_by("customer_key")
    moves, failures = list(moved[:MOVES_LENGTH]), list(failed[:FAILURES_LENGTH])
    return RunPage(
        run=run,
        moves=moves,
        more_moves=moved.count() - len(moves),
        failures=failures,
        # Counted only where the page does not hold them all, which is seldom.
        more_failures=failed.count() - len(failures) if len(failures) == FAILURES_LENGTH else 0,
        statistics=sorted(run.statistics.items()),
        labels=label_customers([*(row.customer_key for row in moves), *(row.customer_key for row in failures)]),
    )
