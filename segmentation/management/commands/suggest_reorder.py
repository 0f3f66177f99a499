from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from segmentation.analysis.days import EPOCH
from segmentation.analysis.reorder import fit_weights, item_neighbours, item_statistics, rank_reorders
from segmentation.management.arguments import day_argument
from segmentation.management.base import FileCommand
from segmentation.management.report import write_bytes_atomically
from segmentation.tasks import shop_day

PIECE = 1000


class Command(FileCommand):
    help = "List, for every company in an order file, what it is likely to order again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--source", type=Path, metavar="PATH", required=True, help="an order file")
        parser.add_argument(
            "--columns", default="", metavar="ORDER=..,CUSTOMER=..", help="how the file names its columns"
        )
        parser.add_argument(
            "--as-of",
            type=day_argument,
            metavar="DATE",
            help="the last day that counts; the file's last day unless given",
        )
        parser.add_argument("--top", type=_places, default=20, metavar="N", help="items a company, at most")
        parser.add_argument(
            "--fill-up",
            action="store_true",
            help="fill short lists up with what goes with their items, and what is in demand",
        )
        parser.add_argument("--format", choices=tuple(FORMS), help="by the ending of the output unless given")
        parser.add_argument("--output", type=Path, metavar="PATH", required=True)

    def handle(self, **options: Any) -> None:
        output = Path(options["output"])
        form = options["format"] or output.suffix.lower().lstrip(".")
        if form not in FORMS:
            raise CommandError(
                _("%(path)s does not say which kind of file to write: let it end in %(forms)s, or give --format.")
                % {"path": output, "forms": ", ".join(f".{name}" for name in FORMS)}
            )
        lines = self.open_file(options["source"], columns=options["columns"]).read()
        as_of = options["as_of"] or _last_day(lines)
        config = fit_weights(lines, as_of=as_of)
        ranked = rank_reorders(
            lines,
            as_of=as_of,
            statistics=item_statistics(lines, as_of=as_of, config=config),
            top=options["top"],
            config=config,
            own_only=not options["fill_up"],
            neighbours=item_neighbours(lines, as_of=as_of, config=config) if options["fill_up"] else None,
        )
        try:
            write_bytes_atomically(output, FORMS[form](_readable(ranked)))
        except OSError as error:
            raise CommandError(_("%(path)s cannot be written: %(why)s") % {"path": output, "why": error}) from error
        facts = {"companies": ranked["customer_key"].nunique(), "items": len(ranked), "day": as_of, "path": output}
        text = _("%(companies)d companies, %(items)d items, as of %(day)s; written to %(path)s.")
        self.stderr.write(text % facts, self.style.NOTICE)


def _last_day(lines: pd.DataFrame) -> date:
    """The latest day in the file that is not in the future."""
    today = shop_day()
    past = lines["day"][lines["day"] <= (today - EPOCH).days]
    return EPOCH + timedelta(days=int(past.max())) if len(past) else today


def _readable(ranked: pd.DataFrame) -> pd.DataFrame:
    """Pieces and dates in place of thousandths and day numbers."""
    days = pd.to_datetime(ranked["last_bought"].where(ranked["last_bought"] >= 0), unit="D", origin="unix")
    return ranked.assign(
        quantity=ranked["quantity"] / PIECE,
        usual_quantity=ranked["usual_quantity"] / PIECE,
        last_bought=days.dt.strftime("%Y-%m-%d"),
    )


def _csv(frame: pd.DataFrame) -> bytes:
    return frame.to_csv(index=False, lineterminator="\n").encode()


def _json(frame: pd.DataFrame) -> bytes:
    return (frame.to_json(orient="records", indent=1, force_ascii=False, double_precision=6) + "\n").encode()


def _parquet(frame: pd.DataFrame) -> bytes:
    buffer = BytesIO()
    frame.to_parquet(buffer, index=False, compression="zstd")
    return buffer.getvalue()


FORMS: Mapping[str, Callable[[pd.DataFrame], bytes]] = {"csv": _csv, "json": _json, "parquet": _parquet}


def _places(text: str) -> int:
    if text.isdecimal() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(_("%(text)r is not a whole number of 1 or more.") % {"text": text})
