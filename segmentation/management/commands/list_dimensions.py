from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from segmentation.management.report import FORMS, render_rows
from segmentation.selectors.dimension_list import COLUMNS, dimension_rows, dimensions_as_markdown

MARKDOWN = "md"


class Command(BaseCommand):
    help = "List what companies can be told apart by: every dimension, what it means and where it comes from."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=(*FORMS, MARKDOWN), default="table", dest="form")

    def handle(self, *, form: str, **_options: Any) -> None:
        if form == MARKDOWN:
            self.stdout.write(dimensions_as_markdown(), ending="")
        else:
            self.stdout.write(render_rows(dimension_rows(), columns=COLUMNS, form=form), ending="")
