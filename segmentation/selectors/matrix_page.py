"""The matrix of switches with what an admin wants to know beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from segmentation.contracts import Feature
from segmentation.models import AuditEntry, Segment, SwitchState
from segmentation.selectors.coming_changes import ComingChange, coming_changes
from segmentation.selectors.feature_matrix import feature_matrix, inherited_state

SWITCH_ACTIONS = ("feature_rule", "kill_switch")
COMING_LENGTH = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCell:
    """One feature for one segment: what is set, and what holds where nothing is set."""

    segment: Segment
    state: SwitchState
    declared_on: bool
    enabled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRow:
    feature: Feature
    killed: bool
    cells: Sequence[PageCell]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixPage:
    columns: Sequence[tuple[Segment, int]]
    """The segments with their number of members, the one that decides first on the left."""
    rows: Sequence[PageRow]
    last_change: AuditEntry | None
    coming: Sequence[ComingChange]


def read_matrix_page() -> MatrixPage:
    """Every declared feature against every segment, the last change, and what is planned; seven queries."""
    matrix = feature_matrix()
    members = dict(Segment.objects.annotate(members=Count("memberships")).order_by().values_list("pk", "members"))
    return MatrixPage(
        columns=[(segment, members.get(segment.pk, 0)) for segment in matrix.segments],
        rows=[
            PageRow(
                feature=row.feature,
                killed=row.killed,
                cells=[
                    PageCell(
                        segment=cell.segment,
                        state=cell.state,
                        declared_on=inherited_state(row.feature, cell.segment.key, everybody=row.everybody),
                        enabled=cell.enabled,
                    )
                    for cell in row.cells
                ],
            )
            for row in matrix.rows
        ],
        last_change=AuditEntry.objects.filter(action__in=SWITCH_ACTIONS).first(),
        coming=coming_changes(most=COMING_LENGTH),
    )
