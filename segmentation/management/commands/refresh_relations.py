from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from segmentation.contracts import OrderSourceError
from segmentation.management.arguments import day_argument
from segmentation.services.refresh_relations import refresh_relations
from segmentation.tasks import shop_day


class Command(BaseCommand):
    help = "Work out which items are alternatives or go together, and what is bought near each kind of place."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--as-of", type=day_argument, metavar="DATE", help="the day to judge by; today unless given"
        )

    def handle(self, *, as_of: date | None, verbosity: int, **_options: Any) -> None:
        try:
            written = refresh_relations(as_of=as_of or shop_day(), now=timezone.now())
        except OrderSourceError as error:
            raise CommandError(str(error)) from error
        if verbosity:
            relations, nearby = written.relations, written.nearby
            self.stdout.write(
                _("Relations of items: %(written)d written, %(deleted)d deleted.")
                % {"written": relations.changed, "deleted": relations.deleted}
            )
            self.stdout.write(
                _("Bought nearby: %(written)d written, %(deleted)d deleted.")
                % {"written": nearby.changed, "deleted": nearby.deleted}
            )
