from __future__ import annotations

import argparse
import json
import math
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from segmentation.analysis.evaluate_reorder import Evaluation, evaluate_reorder
from segmentation.management.arguments import days_argument
from segmentation.management.base import FileCommand, ReportCommand
from segmentation.management.report import progress_bar, render_rows

COLUMNS = ("method", "cutoff", "n", "recall_10", "recall_20", "ndcg_10", "precision_10", "repeat_recall_10")


class Command(FileCommand, ReportCommand):
    help = "Measure on an order file how well reorder lists foresee the next basket, beside the known methods."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH", help="an order file")
        parser.add_argument(
            "--cutoffs",
            type=days_argument,
            required=True,
            metavar="D1,D2,...",
            help="first days of the time to foresee",
        )
        parser.add_argument("--horizon", type=_count, default=90, metavar="DAYS", help="how long that time is")
        parser.add_argument(
            "--columns", default="", metavar="ORDER=..,CUSTOMER=..", help="how the file names its columns"
        )
        parser.add_argument(
            "--customers", type=_count, default=5000, metavar="N", help="companies measured per cut-off, at most"
        )
        parser.add_argument("--format", choices=("table", "json"), default="table")
        parser.add_argument("--output", type=Path, metavar="PATH", help="write here and not to the screen")

    def handle(self, **options: Any) -> None:
        cutoffs = options["cutoffs"]
        source = self.open_file(options["path"], columns=options["columns"])
        try:
            with progress_bar(_("Cut-offs"), total=len(cutoffs)) as advance:
                found = evaluate_reorder(
                    source.read(),
                    cutoffs=cutoffs,
                    horizon=options["horizon"],
                    at_most=options["customers"],
                    done=advance,
                )
        except ValueError as error:
            raise CommandError(str(error)) from error
        text = _as_json(found, options) if options["format"] == "json" else _as_table(found, options)
        self.hand_over(text, options["output"])


def _as_table(found: Evaluation, options: dict[str, Any]) -> str:
    rows = [{str(name): _plain(value) for name, value in row.items()} for row in found.table.to_dict("records")]
    notes = [
        _("The first basket within %(days)d days from each cut-off; P-TopFreq: ties by recency, then by item number.")
        % {"days": options["horizon"]},
        *(
            _(
                "%(metric)s: %(difference)+.4f against %(best)s "
                "(95 %% of draws of companies: %(low)+.4f to %(high)+.4f)."
            )
            % {
                "metric": difference.metric,
                "difference": difference.difference,
                "best": difference.against,
                "low": difference.low,
                "high": difference.high,
            }
            for difference in found.differences
        ),
        *(
            _("TIFU-KNN tuned before %(day)s: %(parameters)s.") % {"day": day, "parameters": parameters}
            for day, parameters in found.tuned.items()
        ),
        *(
            _("Weights of the list fitted before %(day)s: %(weights)s.") % {"day": day, "weights": weights}
            for day, weights in found.weights.items()
        ),
    ]
    return render_rows(rows, columns=COLUMNS, form="table") + "\n" + "\n".join(notes) + "\n"


def _plain(value: Any) -> str:
    if isinstance(value, float):
        return "-" if math.isnan(value) else f"{value:.4f}"
    return str(value)


def _as_json(found: Evaluation, options: dict[str, Any]) -> str:
    result = {
        "horizon_days": options["horizon"],
        "ties": "P-TopFreq and GP-TopFreq: by latest purchase, then by SKU",
        "rows": [
            {name: None if isinstance(value, float) and math.isnan(value) else value for name, value in row.items()}
            for row in found.table.to_dict("records")
        ],
        "difference_to_best_other": [
            {
                "metric": difference.metric,
                "against": difference.against,
                "difference": difference.difference,
                "interval_95": [difference.low, difference.high],
            }
            for difference in found.differences
        ],
        "weights_fitted": {day.isoformat(): weights for day, weights in found.weights.items()},
        "tifu_knn_tuned": {day.isoformat(): str(parameters) for day, parameters in found.tuned.items()},
    }
    return json.dumps(result, indent=1, ensure_ascii=False) + "\n"


def _count(text: str) -> int:
    if text.isdecimal() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(_("%(text)r is not a whole number of 1 or more.") % {"text": text})
