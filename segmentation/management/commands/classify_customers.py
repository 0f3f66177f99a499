from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segmentation import conf
from segmentation.analysis.classify import classify
from segmentation.analysis.priors import Prior
from segmentation.contracts import OrderSource
from segmentation.host import open_order_source, past_of
from segmentation.management.arguments import day_argument
from segmentation.management.base import FileCommand, ReportCommand
from segmentation.management.file_classes import classify_file
from segmentation.management.report import FORMS, progress_bar, render_rows
from segmentation.models import Run
from segmentation.selectors.classification_rows import COLUMNS, rows_of_frame, rows_of_profiles
from segmentation.selectors.profiles import computed_classes
from segmentation.selectors.statistics import active_prior
from segmentation.services.classify_shard import classify_shard
from segmentation.services.fail_run import fail_run
from segmentation.services.finish_run import finish_run
from segmentation.services.plan_run import BadCustomerKeyError, everybody
from segmentation.services.refresh_reorder_lists import refresh_reorder_lists, worked_out
from segmentation.services.run_partial import run_partial
from segmentation.services.start_full_run import RunInProgressError, start_full_run
from segmentation.sources import SourceError
from segmentation.tasks import run_full, shop_day

Rows = list[dict[str, Any]]


class Command(FileCommand, ReportCommand):
    help = "Work out how each company buys, from the shop's orders or from an order file."
    # What a host must have is checked only when its orders are read.

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--source", type=Path, metavar="PATH", help="an order file; nothing is stored then")
        parser.add_argument(
            "--columns", default="", metavar="ORDER=..,CUSTOMER=..", help="how the file names its columns"
        )
        parser.add_argument(
            "--as-of", type=day_argument, metavar="DATE", help="the day to judge by; today unless given"
        )
        parser.add_argument(
            "--shipped-prior", action="store_true", help="do not learn from the file's own orders what is usual"
        )
        parser.add_argument("--customer", nargs="+", metavar="KEY", help="only these companies")
        parser.add_argument("--dry-run", action="store_true", help="say who would change, and store nothing")
        parser.add_argument("--format", choices=FORMS, default="table")
        parser.add_argument("--output", type=Path, metavar="PATH", help="write here and not to the screen")
        parser.add_argument("--queue", action="store_true", help="hand a full run to the workers and return")

    def handle(self, **options: Any) -> None:
        as_of = options["as_of"] or shop_day()
        keys: Sequence[str] | None = sorted(set(options["customer"])) if options["customer"] else None
        columns: Sequence[str] = COLUMNS
        if not options["source"]:
            self.check()
        try:
            if options["queue"]:
                self._queue(options)
                return
            if options["source"]:
                rows = self._from_file(
                    options["source"],
                    columns=options["columns"],
                    as_of=as_of,
                    keys=keys,
                    shipped_prior=options["shipped_prior"],
                )
            elif options["dry_run"]:
                columns = ("was", *COLUMNS)
                rows = self._who_would_change(as_of=as_of, keys=keys)
            else:
                self._run(as_of=as_of, keys=keys)
                rows = rows_of_profiles(keys, as_of=as_of)
        except (SourceError, RunInProgressError, BadCustomerKeyError) as error:
            raise CommandError(str(error)) from error
        output = Path(options["output"]) if options["output"] else None
        self.hand_over(render_rows(rows, columns=columns, form=options["format"]), output)

    def _queue(self, options: dict[str, Any]) -> None:
        if any(options[name] for name in ("source", "as_of", "customer", "dry_run", "output")):
            raise CommandError(_("--queue hands over a full run as of today; it goes with no other choice."))
        run_full.delay()
        self.note(_("A full run is handed to the workers."))

    def _from_file(
        self, path: Path, *, columns: str, as_of: date, keys: Sequence[str] | None, shipped_prior: bool
    ) -> Rows:
        source = self.open_file(path, columns=columns)
        known = set(source.customer_keys())
        if unknown := [key for key in keys or () if key not in known]:
            raise CommandError(_("The file has no orders of: %(keys)s.") % {"keys": ", ".join(unknown)})
        customers, prior = classify_file(source, as_of=as_of, keys=keys, with_shipped_prior=shipped_prior)
        self.note(_("What is usual comes from %(prior)s.") % {"prior": prior.version})
        return rows_of_frame(customers, as_of=as_of)

    def _who_would_change(self, *, as_of: date, keys: Sequence[str] | None) -> Rows:
        before = computed_classes()
        wanted = everybody() if keys is None else keys
        fresh = _classify(open_order_source(), wanted, as_of=as_of, prior=active_prior())
        was = pd.Series([before.get(key, "") for key in fresh["customer_key"]], dtype="str")
        changed = (was != fresh["buyclass"].astype("str")).to_numpy()
        rows = [
            row | {"was": old}
            for row, old in zip(rows_of_frame(fresh[changed], as_of=as_of), was[changed], strict=True)
        ]
        self.note(
            ngettext("%(n)d company would change.", "%(n)d companies would change.", len(rows)) % {"n": len(rows)}
        )
        return rows

    def _run(self, *, as_of: date, keys: Sequence[str] | None) -> None:
        if keys is not None:
            run = run_partial(customer_keys=keys, as_of=as_of, now=timezone.now())
        else:
            run = run_everybody(as_of=as_of)
        self.note(
            _("%(customers)d companies worked out, %(changed)d moved to another buying type.")
            % {"customers": run.customers, "changed": run.changed}
        )


def run_everybody(*, as_of: date) -> Run:
    """A full run in this process, from beginning to end."""
    started = start_full_run(as_of=as_of, now=timezone.now())
    try:
        with progress_bar(_("Companies"), total=len(started.shard_ids)) as advance:
            for shard_id in started.shard_ids:
                classify_shard(shard_id, now=timezone.now())
                advance(1)
    except Exception as error:
        fail_run(started.run.pk, error=f"{type(error).__name__}: {error}", now=timezone.now())
        raise
    parts = worked_out(started.run.pk)
    finish_run(started.run.pk, now=timezone.now())
    for customer_keys in parts:
        refresh_reorder_lists(customer_keys, as_of=as_of)
    return Run.objects.get(pk=started.run.pk)


def _classify(source: OrderSource, keys: Sequence[str], *, as_of: date, prior: Prior) -> pd.DataFrame:
    parts, size = [], conf.get("SHARD_SIZE")
    with progress_bar(_("Companies"), total=len(keys)) as advance:
        for start in range(0, max(len(keys), 1), size):
            some = keys[start : start + size]
            lines = source.read(some)
            parts.append(classify(lines, as_of=as_of, customers=some, prior=prior, **past_of(some)).customers)
            advance(len(some))
    return pd.concat(parts, ignore_index=True)
