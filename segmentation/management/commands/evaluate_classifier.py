from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from segmentation.analysis.evaluate.baselines import PLAIN, REFERENCE
from segmentation.analysis.evaluate.chances import WITHIN_DAYS
from segmentation.analysis.evaluate.evaluation import CutoffError, Evaluation, evaluate
from segmentation.analysis.evaluate.figures import (
    ALL,
    CHANCE_COLUMNS,
    CONFIDENCE_COLUMNS,
    CUTOFF_COLUMNS,
    SCORE_COLUMNS,
    SKILL_COLUMNS,
    STABILITY_COLUMNS,
    Row,
    chance_rows,
    confidence_rows,
    cutoff_rows,
    score_rows,
    skill_rows,
    stability_rows,
)
from segmentation.analysis.evaluate.learners import learners
from segmentation.analysis.priors import DEFAULT_PRIOR
from segmentation.management.arguments import days_argument
from segmentation.management.base import FileCommand, ReportCommand
from segmentation.management.report import progress_bar, render_rows


class Command(FileCommand, ReportCommand):
    help = "Measure on an order file how well classes foretell the next order, beside simpler methods."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH", help="an order file")
        parser.add_argument(
            "--cutoffs",
            type=days_argument,
            required=True,
            metavar="DATE,..",
            help="days on which the next order is foretold",
        )
        parser.add_argument(
            "--horizon", type=_whole_days, default=90, metavar="DAYS", help="how far ahead the next order may be; 90"
        )
        parser.add_argument(
            "--columns", default="", metavar="ORDER=..,CUSTOMER=..", help="how the file names its columns"
        )
        parser.add_argument(
            "--shipped-prior", action="store_true", help="judge by the prior that is shipped; fit none before a cut-off"
        )
        parser.add_argument("--format", choices=("table", "json"), default="table")
        parser.add_argument("--output", type=Path, metavar="PATH", help="write here and not to the screen")

    def handle(self, **options: Any) -> None:
        extra = learners()
        if not extra:
            self.note(_("Without scikit-learn the clusters and the ceiling are left out; pip install scikit-learn."))
        cutoffs = sorted(set(options["cutoffs"]))
        lines = self.open_file(options["path"], columns=options["columns"]).read()
        try:
            with progress_bar(_("Cut-offs"), total=len(cutoffs) + 1) as advance:
                evaluation = evaluate(
                    lines,
                    cutoffs=cutoffs,
                    horizon=options["horizon"],
                    methods={**PLAIN, **extra},
                    prior=DEFAULT_PRIOR if options["shipped_prior"] else None,
                    advance=advance,
                )
        except CutoffError as error:
            raise CommandError(_in_words(error, horizon=options["horizon"])) from error
        text = _as_json(evaluation) if options["format"] == "json" else _as_tables(evaluation)
        self.hand_over(text, options["output"])


def _as_json(evaluation: Evaluation) -> str:
    figures: Mapping[str, Any] = {
        "horizon": evaluation.horizon,
        "cutoffs": cutoff_rows(evaluation),
        "scores": score_rows(evaluation),
        "skill": skill_rows(evaluation),
        "confidence": confidence_rows(evaluation),
        "chances": chance_rows(evaluation),
        "stability": stability_rows(evaluation),
        "stability_prior": evaluation.stability_prior,
    }
    return json.dumps(figures, indent=1) + "\n"


def _as_tables(evaluation: Evaluation) -> str:
    scores, skill = score_rows(evaluation), skill_rows(evaluation)
    tables: Sequence[tuple[str, Sequence[Row], Sequence[str]]] = (
        (_("What each cut-off had to go by"), cutoff_rows(evaluation), CUTOFF_COLUMNS),
        (
            _("The next order within %(days)d days, all cut-offs together") % {"days": evaluation.horizon},
            [row for row in scores if (row["cutoff"], row["orders"]) == (ALL, ALL)],
            SCORE_COLUMNS[2:],
        ),
        (
            _("Each cut-off"),
            [row for row in scores if row["cutoff"] != ALL and row["orders"] == ALL],
            ("cutoff", *SCORE_COLUMNS[2:]),
        ),
        (
            _("By how many orders a company had placed"),
            [row for row in scores if row["cutoff"] == ALL and row["orders"] != ALL],
            SCORE_COLUMNS[1:],
        ),
        (
            _("Better than other methods by, with the middle 95 % of redrawn companies"),
            [row for row in skill if row["cutoff"] == ALL or row["against"] == REFERENCE],
            SKILL_COLUMNS,
        ),
        (
            _("How often the next order, and the mean of several, are of the class, by how sure it was"),
            confidence_rows(evaluation),
            CONFIDENCE_COLUMNS,
        ),
        (
            _("Who orders within %(days)d days, of everybody who had ordered") % {"days": WITHIN_DAYS},
            chance_rows(evaluation),
            CHANCE_COLUMNS,
        ),
        (
            _("Weekly runs with the prior %(prior)s") % {"prior": evaluation.stability_prior},
            stability_rows(evaluation),
            STABILITY_COLUMNS,
        ),
    )
    return "\n".join(
        f"{title}\n\n{render_rows(rows, columns=columns, form='table')}" for title, rows, columns in tables
    )


def _in_words(error: CutoffError, *, horizon: int) -> str:
    sentences = {
        "nothing_before": _("The file has no order before the cut-off %(cutoff)s."),
        "nothing_after": _(
            "No company that ordered before the cut-off %(cutoff)s ordered again in the %(days)d days from then on."
        ),
        "nothing_to_learn_from": _(
            "The file begins too shortly before the cut-off %(cutoff)s for the other methods to learn from it: they "
            "need companies that had ordered, and ordered again within %(days)d days that were over by then."
        ),
    }
    return sentences[error.why] % {"cutoff": error.cutoff, "days": horizon}


def _whole_days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 3650:
        raise argparse.ArgumentTypeError(_("%(text)r is no number of days from 1 to 3650.") % {"text": text})
    return int(text)
