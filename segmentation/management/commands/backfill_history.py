from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from segmentation.contracts import OrderSourceError
from segmentation.services.backfill_history import backfill_history
from segmentation.tasks import shop_day

MOST_MONTHS = 120


class Command(BaseCommand):
    help = "Work out how companies bought in the past months, so that charts begin with a past."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--months", type=int, default=24, help="how many months back; 24 unless given")

    def handle(self, *, months: int, verbosity: int, **_options: Any) -> None:
        if not 1 <= months <= MOST_MONTHS:
            raise CommandError(_("Give a number of months from 1 to %(most)d.") % {"most": MOST_MONTHS})
        try:
            filled = backfill_history(months=months, today=shop_day())
        except OrderSourceError as error:
            raise CommandError(str(error)) from error
        if verbosity:
            self.stdout.write(
                _("Filled in: shares of %(shares)d months of companies, %(counts)d sizes of segments, %(moves)d moves.")
                % {"shares": filled.shares, "counts": filled.counts, "moves": filled.moves}
            )
