from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from segmentation.services.refresh_facts import refresh_facts


class Command(BaseCommand):
    help = "Takes over the host's record of every company, and works out what follows from it and from the orders."

    def handle(self, *args: Any, **options: Any) -> None:
        refresh_facts(now=timezone.now())
