from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from segmentation import conf
from segmentation.dimension import Origin
from segmentation.models import AttributeBatch
from segmentation.services.follow_facts import follow_facts
from segmentation.services.import_attributes import ImportFileError, import_attributes

if TYPE_CHECKING:
    import pandas as pd

ROWS_AT_A_TIME = 20_000
PROBLEMS_SHOWN = 20


class Command(BaseCommand):
    help = "Takes in what is known of companies from a CSV file: a row a company, a column a dimension."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Only look: say what would come of it.")

    def handle(self, *args: Any, file: Path, dry_run: bool, verbosity: int, **options: Any) -> None:
        now = timezone.now()
        batch = AttributeBatch(origin=Origin.IMPORTED, detail=file.name[:200], at=now)
        try:
            with transaction.atomic():
                result = import_attributes(self._read(file), batch=batch)
                transaction.set_rollback(dry_run)
        except ImportFileError as error:
            raise CommandError(str(error)) from error
        if not dry_run and result.stored.customer_keys:
            follow_facts(result.stored.customer_keys, changed=result.stored.dimensions, now=now)
        for problem in result.problems[:PROBLEMS_SHOWN]:
            self.stderr.write(
                _("Row %(row)d, %(column)s: %(why)s")
                % {"row": problem.row, "column": problem.column, "why": problem.why}
            )
        if verbosity or result.problem_count:
            self.stdout.write(
                _("%(rows)d rows read, %(written)d values changed, %(problems)d problems.")
                % {
                    "rows": result.rows,
                    "written": result.stored.written,
                    "problems": result.problem_count,
                }
            )

    def _read(self, file: Path) -> Iterator[pd.DataFrame]:
        import pandas as pd

        try:
            if file.stat().st_size > conf.get("MAX_FILE_BYTES"):
                raise CommandError(_("%(file)s is too large.") % {"file": file})
            with file.open(encoding="utf-8-sig", newline="") as text:
                head = text.readline()
                text.seek(0)
                yield from pd.read_csv(
                    text,
                    sep=max(";\t,", key=head.count),
                    dtype="str",
                    keep_default_na=False,
                    chunksize=ROWS_AT_A_TIME,
                )
        except (OSError, UnicodeDecodeError, ValueError) as error:
            if isinstance(error, ImportFileError):
                raise
            raise CommandError(_("%(file)s cannot be read: %(why)s") % {"file": file, "why": error}) from error
