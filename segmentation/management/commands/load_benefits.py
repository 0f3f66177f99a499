from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from segmentation.services.heavy_equipment import HEAVY_EQUIPMENT
from segmentation.services.load_benefits import load_benefits, read_benefits


class Command(BaseCommand):
    help = "Loads benefits, benefit segments, surveys and product scores from a JSON file, or the worked example."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="Described in docs/segmentation.md.")
        parser.add_argument("--example", action="store_true", help="Load the heavy-equipment example instead.")

    def handle(self, *args: Any, file: Path | None, example: bool, verbosity: int, **options: Any) -> None:
        if (file is None) != example:
            raise CommandError(_("Give a file, or --example."))
        try:
            given = HEAVY_EQUIPMENT if file is None else read_benefits(json.loads(file.read_text(encoding="utf-8")))
            load_benefits(given)
        except (OSError, ValueError) as problem:
            raise CommandError(str(problem)) from problem
        if verbosity:
            counts = {"benefits": len(given.benefits), "segments": len(given.segments)}
            self.stdout.write(_("Loaded %(benefits)d benefits and %(segments)d benefit segments.") % counts)
