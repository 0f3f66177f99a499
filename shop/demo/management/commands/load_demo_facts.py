from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from shop.demo.services.load_facts import load_facts


class Command(BaseCommand):
    help = "Tells segmentation what is known of the demo companies beside their orders, and makes the demo's segments."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=1, help="The number that load_demo was given.")
        parser.add_argument("--as-of", type=date.fromisoformat, help="The day that load_demo was given.")

    def handle(self, *args: Any, seed: int, as_of: date | None, **options: Any) -> None:
        load_facts(seed=seed, as_of=as_of or timezone.localdate())
