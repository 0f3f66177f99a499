from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from segmentation.company_facts import KnowsAttributes
from segmentation.host import open_directory
from segmentation.registry import UnknownDimensionError
from segmentation.services.sync_attributes import sync_attributes


class Command(BaseCommand):
    help = "Take over what the shop's own record says of every company, and what follows from it."

    def handle(self, *, verbosity: int, **_options: Any) -> None:
        if not isinstance(open_directory(), KnowsAttributes):
            raise CommandError(_("The shop's directory of customers keeps no facts about them."))
        try:
            stored = sync_attributes(now=timezone.now())
        except UnknownDimensionError as error:
            raise CommandError(str(error)) from error
        if verbosity:
            self.stdout.write(
                _("Values written: %(written)d, cleared: %(cleared)d, left as somebody stated them: %(withstood)d.")
                % {"written": stored.written, "cleared": stored.cleared, "withstood": stored.withstood}
            )
            for example in stored.examples:
                self.stderr.write(example)
