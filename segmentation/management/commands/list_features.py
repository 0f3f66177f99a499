from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from segmentation.management.report import render_rows
from segmentation.models import SwitchState
from segmentation.selectors.feature_matrix import Cell, feature_matrix


class Command(BaseCommand):
    help = "List the features and what each segment gets; * marks what was switched by hand."

    def handle(self, **_options: Any) -> None:
        matrix = feature_matrix()
        columns = ["feature", "label", *(segment.key for segment in matrix.segments)]
        rows = [
            {
                "feature": row.feature.key,
                "label": str(row.feature.label),
                **{cell.segment.key: _("off for everybody") if row.killed else _state(cell) for cell in row.cells},
            }
            for row in matrix.rows
        ]
        self.stdout.write(render_rows(rows, columns=columns, form="table"), ending="")


def _state(cell: Cell) -> str:
    state = _("on") if cell.enabled else _("off")
    return state if cell.state == SwitchState.INHERIT else f"{state}*"
