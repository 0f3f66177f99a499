from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from segmentation.analysis.alternatives.evaluation import GONE, NEXT, Score, evaluate_alternatives
from segmentation.management.arguments import days_argument
from segmentation.management.base import FileCommand, ReportCommand
from segmentation.management.report import FORMS, render_rows

COLUMNS = (
    "method",
    "cutoff",
    f"recall@{NEXT}",
    f"hit_rate@{NEXT}",
    "companies",
    f"gone_recall@{GONE}",
    f"gone_hit_rate@{GONE}",
    "gone_cases",
)


class Command(FileCommand, ReportCommand):
    help = "Measure alternatives on an order file: what companies buy next, and what they take to when an item is gone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH", help="an order file")
        parser.add_argument("--columns", default="", metavar="CUSTOMER=..", help="how the file names its columns")
        parser.add_argument("--cutoffs", type=days_argument, required=True, metavar="D1,D2", help="days to stand at")
        parser.add_argument("--horizon", type=int, default=90, metavar="DAYS", help="how far to look from there")
        parser.add_argument("--format", choices=FORMS, default="table")
        parser.add_argument("--output", type=Path, metavar="PATH", help="write here and not to the screen")

    def handle(self, **options: Any) -> None:
        if options["horizon"] < 1:
            raise CommandError(_("--horizon is a number of days, 1 or more."))
        lines = self.open_file(options["path"], columns=options["columns"]).read()
        scores = evaluate_alternatives(lines, cutoffs=options["cutoffs"], horizon_days=options["horizon"])
        if not any(score.following.cases for score in scores):
            raise CommandError(_("After none of these days did a company buy a new item of a category it knows."))
        text = render_rows([_row(score) for score in scores], columns=COLUMNS, form=options["format"])
        self.hand_over(text, options["output"])


def _row(score: Score) -> dict[str, Any]:
    following, gone = score.following, score.gone
    values = (
        score.method,
        score.cutoff.isoformat(),
        round(following.recall, 4),
        round(following.hit_rate, 4),
        following.cases,
        round(gone.recall, 4),
        round(gone.hit_rate, 4),
        gone.cases,
    )
    return dict(zip(COLUMNS, values, strict=True))
