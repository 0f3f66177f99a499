from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from segmentation.services.load_segments import load_segments
from segmentation.services.refresh_memberships import shop_day_of
from segmentation.services.refresh_segment import refresh_segment


class Command(BaseCommand):
    help = "Loads segments with their rules, and companies put in or out by hand, from a JSON file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="Described in docs/segmentation.md.")

    def handle(self, *args: Any, file: Path, verbosity: int, **options: Any) -> None:
        now = timezone.now()
        try:
            data = json.loads(file.read_text(encoding="utf-8"))
            refreshes = load_segments(data, now=now)
        except (OSError, ValueError) as problem:
            raise CommandError(str(problem)) from problem
        for refresh in refreshes:
            refresh_segment(refresh.pk, today=shop_day_of(now), now=now)
        if verbosity:
            self.stdout.write(_("Loaded %(count)d segments.") % {"count": len(data["segments"])})
