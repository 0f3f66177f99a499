from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from segmentation.registry import UnknownFeatureError
from segmentation.services.load_example_trial import load_example_trial
from segmentation.tasks import shop_day


class Command(BaseCommand):
    help = "Show what a measured effect looks like: the trial of a feature, with made-up companies and marked so."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("feature", help="key of the feature whose page shows it")
        parser.add_argument("--segment", default="", help="key of the segment; without one, everybody")

    def handle(self, *, feature: str, segment: str, verbosity: int, **_options: Any) -> None:
        try:
            trial = load_example_trial(feature=feature, segment=segment, as_of=shop_day(), now=timezone.now())
        except UnknownFeatureError as error:
            raise CommandError(str(error)) from error
        if verbosity:
            self.stdout.write(_("An example is shown at %(feature)s.") % {"feature": trial.feature})
