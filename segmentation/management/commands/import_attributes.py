from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from segmentation.models import AttributeImport
from segmentation.services.check_import import check_import
from segmentation.services.run_import import run_import
from segmentation.services.start_import import confirm_import, start_import
from segmentation.tables.read import UploadError
from segmentation.tasks import after_attributes
from segmentation.values.headers import MappingError

ERRORS_SHOWN = 20


class Command(BaseCommand):
    help = "Import attributes of companies from a CSV or XLSX file whose header names the dimensions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="COLUMN=DIMENSION",
            help="what a column holds: a dimension's key, or `customer`; without any, the columns' names say it",
        )
        parser.add_argument("--clear-missing", action="store_true", help="an empty cell clears what an import stated")
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")

    def handle(
        self, *, file: Path, column: list[str], clear_missing: bool, dry_run: bool, verbosity: int, **_options: Any
    ) -> None:
        mapping = dict(part.rpartition("=")[::2] for part in column) or None
        try:
            source = start_import(
                file.read_bytes(),
                name=file.name,
                actor=None,
                now=timezone.now(),
                mapping=mapping,
                clear_missing=clear_missing,
            )
        except (OSError, UploadError, MappingError) as error:
            raise CommandError(str(error)) from error
        if source.state == AttributeImport.State.MAPPING:
            source.delete()
            raise CommandError(_("The columns' names do not say what they hold. Say it with --column."))
        check_import(source.pk, now=timezone.now())
        source.refresh_from_db()
        if not dry_run and source.state == AttributeImport.State.PREVIEWED:
            confirm_import(source.pk, now=timezone.now())
            outcome = run_import(source.pk, now=timezone.now())
            after_attributes(outcome.customer_keys, outcome.dimensions)
            source.refresh_from_db()
        self._report(source, dry_run=dry_run, verbosity=verbosity)
        if dry_run:
            source.delete()

    def _report(self, source: AttributeImport, *, dry_run: bool, verbosity: int) -> None:
        if source.state == AttributeImport.State.FAILED:
            raise CommandError(source.error)
        preview = source.preview
        changed = preview["changes"] if dry_run else source.written
        companies = preview["companies"] if dry_run else source.companies
        problems = preview["problems"] if dry_run else source.problems
        shown = preview["shown"] if dry_run else source.errors.values_list("row", "column", "value", "message")
        for row, column, value, message in list(shown)[:ERRORS_SHOWN]:
            self.stderr.write(
                _("Row %(row)d, %(column)s (%(value)s): %(message)s")
                % {"row": row, "column": column, "value": value, "message": message}
            )
        if verbosity:
            self.stdout.write(
                _(
                    "Rows: %(rows)d. Companies changed: %(companies)d. "
                    "Values changed: %(changed)d. Problems: %(problems)d."
                )
                % {"rows": source.rows, "companies": companies, "changed": changed, "problems": problems}
            )
