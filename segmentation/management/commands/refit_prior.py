from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segmentation.analysis.fit_prior import TooFewOccasionsError
from segmentation.analysis.priors import Prior
from segmentation.management.arguments import day_argument
from segmentation.management.base import ReportCommand
from segmentation.management.commands.classify_customers import run_everybody
from segmentation.management.report import FORMS, progress_bar, render_rows
from segmentation.selectors.customer_labels import label_customers
from segmentation.services.plan_run import BadCustomerKeyError, everybody
from segmentation.services.refit_prior import Refit, publish_prior, refit_prior
from segmentation.services.start_full_run import RunInProgressError
from segmentation.sources import SourceError
from segmentation.tasks import run_full, shop_day
from segmentation.words.buyclass_reasons import BUYCLASS_WORDS

COLUMNS = ("customer_key", "name", "was", "becomes")


class Command(ReportCommand):
    help = "Learn from all orders what is usual among your companies; say who would change by it, and publish it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--as-of", type=day_argument, metavar="DATE", help="the day to judge by; today unless given"
        )
        parser.add_argument("--publish", action="store_true", help="put it in use, and work everybody out by it")
        parser.add_argument("--queue", action="store_true", help="with --publish: let the workers work everybody out")
        parser.add_argument("--format", choices=FORMS, default="table")
        parser.add_argument("--output", type=Path, metavar="PATH", help="write here and not to the screen")

    def handle(self, **options: Any) -> None:
        if options["queue"] and not options["publish"]:
            raise CommandError(_("--queue goes with --publish: without it, nothing is worked out anew."))
        as_of: date = options["as_of"] or shop_day()
        try:
            with progress_bar(_("Companies"), total=2 * len(everybody())) as advance:
                refit = refit_prior(as_of=as_of, advance=advance)
            self._report(refit)
            rows = _rows(refit)
            self.hand_over(render_rows(rows, columns=COLUMNS, form=options["format"]), options["output"])
            if options["publish"]:
                self._publish(refit, queue=options["queue"])
        except (TooFewOccasionsError, SourceError, RunInProgressError, BadCustomerKeyError) as error:
            raise CommandError(str(error)) from error

    def _publish(self, refit: Refit, *, queue: bool) -> None:
        publish_prior(refit.new, as_of=refit.as_of, now=timezone.now())
        self.note(_("%(version)s is in use now.") % {"version": refit.new.version})
        if queue:
            run_full.delay()
            self.note(_("A full run is handed to the workers."))
        else:
            run = run_everybody(as_of=refit.as_of)
            self.note(
                _("%(customers)d companies worked out, %(changed)d moved to another buying type.")
                % {"customers": run.customers, "changed": run.changed}
            )

    def _report(self, refit: Refit) -> None:
        self.note(
            _("Learnt from %(orders)d orders that follow another of the same company, of %(companies)d companies.")
            % {"orders": refit.occasions, "companies": refit.companies}
        )
        if refit.unread:
            self.note(
                ngettext(
                    "%(n)d company was left out, because its orders cannot be used.",
                    "%(n)d companies were left out, because their orders cannot be used.",
                    refit.unread,
                )
                % {"n": refit.unread}
            )
        for name, old, new in changed_constants(refit.old, refit.new):
            self.note(f"{name}: {old} -> {new}")
        for (was, becomes), count in sorted(Counter((move.old, move.new) for move in refit.moves).items()):
            kinds = {"was": BUYCLASS_WORDS[was], "becomes": BUYCLASS_WORDS[becomes], "n": count}
            self.note(
                ngettext(
                    "%(n)d company would move from %(was)s to %(becomes)s.",
                    "%(n)d companies would move from %(was)s to %(becomes)s.",
                    count,
                )
                % kinds
            )
        if not refit.moves:
            self.note(_("Nobody would change."))


def changed_constants(old: Prior, new: Prior) -> list[tuple[str, str, str]]:
    """Name, old and new value of every constant that differs, in the order in which a prior has them."""
    before, after = old.to_dict(), new.to_dict()
    return [(name, _shown(before[name]), _shown(after[name])) for name in before if before[name] != after[name]]


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_shown(item) for item in value) + "]"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _rows(refit: Refit) -> list[dict[str, str]]:
    labels = label_customers(move.customer_key for move in refit.moves)
    return [
        {
            "customer_key": move.customer_key,
            "name": labels[move.customer_key].name,
            "was": move.old,
            "becomes": move.new,
        }
        for move in refit.moves
    ]
