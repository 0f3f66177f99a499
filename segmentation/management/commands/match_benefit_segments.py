from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from segmentation.services.match_benefit_segments import match_benefit_segments


class Command(BaseCommand):
    help = "Works out which benefit segment each company is in: by choice, by industry, or by its survey."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        matched = match_benefit_segments(now=timezone.now())
        if verbosity:
            self.stdout.write(_("%(count)d companies are in a benefit segment.") % {"count": matched})
