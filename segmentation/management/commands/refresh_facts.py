from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from segmentation.order_records import OrderRecordError
from segmentation.registry import UnknownDimensionError
from segmentation.services.refresh_facts import refresh_facts


class Command(BaseCommand):
    help = (
        "Takes over what the host's records say of every company, and works out what follows from them and the orders."
    )

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        try:
            stored = refresh_facts(now=timezone.now())
        except (UnknownDimensionError, OrderRecordError) as error:
            raise CommandError(str(error)) from error
        for example in stored.examples:
            self.stderr.write(example)
        if verbosity:
            self.stdout.write(
                _("Values written: %(written)d, cleared: %(cleared)d, left as somebody stated them: %(withstood)d.")
                % {"written": stored.written, "cleared": stored.cleared, "withstood": stored.withstood}
            )
