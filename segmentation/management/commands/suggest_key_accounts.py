from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from segmentation.services.suggest_key_accounts import suggest_key_accounts


class Command(BaseCommand):
    help = "Works out which companies might be key accounts: a large margin, and no shrinking."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        suggested = suggest_key_accounts(now=timezone.now())
        if verbosity:
            self.stdout.write(_("%(count)d companies are suggested as key accounts.") % {"count": suggested})
