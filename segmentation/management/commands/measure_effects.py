from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import ngettext

from segmentation.contracts import OrderSourceError
from segmentation.management.arguments import day_argument
from segmentation.services.enrol_in_trials import enrol_in_trials
from segmentation.services.measure_effects import measure_effects
from segmentation.tasks import shop_day


class Command(BaseCommand):
    help = "Work out what features change, where some companies go without so that it can be measured."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--as-of", type=day_argument, metavar="DATE", help="count orders before this day; today unless given"
        )

    def handle(self, *, as_of: date | None, verbosity: int, **_options: Any) -> None:
        enrol_in_trials(now=timezone.now())
        try:
            measured = measure_effects(as_of=as_of or shop_day(), now=timezone.now())
        except OrderSourceError as error:
            raise CommandError(str(error)) from error
        if verbosity:
            self.stdout.write(ngettext("%(n)d effect measured.", "%(n)d effects measured.", measured) % {"n": measured})
