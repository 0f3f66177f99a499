from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from segmentation.analysis.effect.figures import FIRST_NIGHT
from segmentation.management.base import ReportCommand
from segmentation.management.report import FORMS, render_rows

if TYPE_CHECKING:
    from segmentation.analysis.effect.simulate import Market

COLUMNS = ("market", "metric", "runs", "covered", "claimed", "silent")


class Command(ReportCommand):
    help = "Show how far measured effects can be trusted: trials of made-up companies whose true effect is known."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--runs", type=int, default=200)
        parser.add_argument("--designs", action="store_true", help="many markets, instead of the one described here")
        parser.add_argument("--companies", type=int, default=400)
        parser.add_argument("--held-out", type=int, default=10, help="percent")
        parser.add_argument("--orders-a-month", type=float, default=2.0)
        parser.add_argument("--spread", type=float, default=0.8, help="of the logarithm, of companies and of orders")
        parser.add_argument("--tail", type=float, default=0.0, help="exponent of Pareto's distribution instead")
        parser.add_argument("--never", type=float, default=0.0, help="part of the companies that never order")
        parser.add_argument("--more-orders", type=float, default=0.0, help="the effect: 0.1 for 10 %% more orders")
        parser.add_argument("--larger-orders", type=float, default=0.0, help="the effect on what an order is worth")
        parser.add_argument("--every", type=int, default=7, metavar="DAYS", help="days between two looks")
        parser.add_argument("--last", type=int, default=84, metavar="DAY", help="day of the last look")
        parser.add_argument("--format", choices=FORMS, default="table")
        parser.add_argument("--output", type=Path, metavar="PATH", help="write here and not to the screen")

    def handle(self, **options: Any) -> None:
        nights = range(FIRST_NIGHT, options["last"] + 1, options["every"])
        rows = [row for name, market in _markets(options) for row in _rows(name, market, options["runs"], nights)]
        self.hand_over(render_rows(rows, columns=COLUMNS, form=options["format"]), options["output"])
        self.note(
            _(
                "Covered: no interval left out the true effect on any night. Claimed: an effect was seen on some."
                " Silent: too few orders for an interval on every night."
            )
        )


def _markets(options: dict[str, Any]) -> Iterator[tuple[str, Market]]:
    from segmentation.analysis.effect.designs import DESIGNS
    from segmentation.analysis.effect.simulate import Market

    effect = {"more_orders": options["more_orders"], "larger_orders": options["larger_orders"]}
    if options["designs"]:
        yield from ((name, replace(market, **effect)) for name, market in DESIGNS.items())
        return
    yield (
        "",
        Market(
            companies=options["companies"],
            held_out=options["held_out"],
            orders_a_month=options["orders_a_month"],
            company_spread=options["spread"],
            order_spread=options["spread"],
            tail=options["tail"],
            never=options["never"],
            **effect,
        ),
    )


def _rows(name: str, market: Market, runs: int, nights: range) -> list[dict[str, str]]:
    from segmentation.analysis.effect.coverage import measure_coverage

    return [
        {"market": name, "metric": metric.value, "runs": str(runs)}
        | {"covered": str(found.covered), "claimed": str(found.claimed), "silent": str(found.silent)}
        for metric, found in measure_coverage(market, runs=runs, nights=nights).items()
    ]
