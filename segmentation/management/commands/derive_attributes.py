from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from segmentation.selectors.known_companies import all_companies
from segmentation.services.derive_attributes import derive_attributes


class Command(BaseCommand):
    help = "Work out what follows from other facts, such as the size class, for every company."

    def handle(self, *, verbosity: int, **_options: Any) -> None:
        stored = derive_attributes(all_companies(), now=timezone.now())
        if verbosity:
            self.stdout.write(
                _("Values written: %(written)d, cleared: %(cleared)d, left as somebody stated them: %(withstood)d.")
                % {"written": stored.written, "cleared": stored.cleared, "withstood": stored.withstood}
            )
