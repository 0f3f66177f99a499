from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from segmentation.analysis.effect.figures import FIRST_NIGHT, Metric
from segmentation.management.base import ReportCommand
from segmentation.management.report import FORMS, render_rows

LAST = 84
COLUMNS = ("metric", "runs", "covered", "claimed")


class Command(ReportCommand):
    help = "Show how far measured effects can be trusted: trials of made-up companies whose true effect is known."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--runs", type=int, default=200)
        parser.add_argument("--companies", type=int, default=400)
        parser.add_argument("--held-out", type=int, default=10, help="percent")
        parser.add_argument("--orders-a-month", type=float, default=2.0)
        parser.add_argument("--spread", type=float, default=0.8, help="of the logarithm, of companies and of orders")
        parser.add_argument("--more-orders", type=float, default=0.0, help="the effect: 0.1 for 10 %% more orders")
        parser.add_argument("--larger-orders", type=float, default=0.0, help="the effect on what an order is worth")
        parser.add_argument("--every", type=int, default=7, metavar="DAYS", help="days between two looks")
        parser.add_argument("--format", choices=FORMS, default="table")
        parser.add_argument("--output", type=Path, metavar="PATH", help="write here and not to the screen")

    def handle(self, **options: Any) -> None:
        from segmentation.analysis.effect.coverage import measure_coverage
        from segmentation.analysis.effect.simulate import Market

        market = Market(
            companies=options["companies"],
            held_out=options["held_out"],
            orders_a_month=options["orders_a_month"],
            company_spread=options["spread"],
            order_spread=options["spread"],
            lines_an_order=2,
            more_orders=options["more_orders"],
            larger_orders=options["larger_orders"],
        )
        nights = range(FIRST_NIGHT, LAST + 1, options["every"])
        found = measure_coverage(market, runs=options["runs"], nights=nights)
        rows = [
            {
                "metric": metric.value,
                "runs": str(found[metric].runs),
                "covered": str(found[metric].covered),
                "claimed": str(found[metric].claimed),
            }
            for metric in Metric
        ]
        self.hand_over(render_rows(rows, columns=COLUMNS, form=options["format"]), options["output"])
        self.note(_("Covered: the interval held the true effect on every night. Claimed: an effect was seen on some."))
