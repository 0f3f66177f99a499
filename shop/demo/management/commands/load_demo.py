from __future__ import annotations

import logging
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from shop.companies.models import Company
from shop.demo.services.load_demo import ShopNotEmptyError, load_demo


class Command(BaseCommand):
    help = "Fills an empty shop with the demo company's products, customers and two and a half years of orders."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=1, help="Another number makes another demo company.")
        parser.add_argument("--as-of", type=date.fromisoformat, help="The day it is in the demo; today unless given.")
        parser.add_argument("--if-empty", action="store_true", help="Do nothing where there are companies already.")

    def handle(self, *args: Any, seed: int, as_of: date | None, if_empty: bool, verbosity: int, **options: Any) -> None:
        if if_empty and Company.objects.exists():
            return
        # Wagtail logs every page it publishes; here nobody asked.
        logging.getLogger("wagtail").setLevel(logging.WARNING)
        try:
            loaded = load_demo(seed=seed, as_of=as_of or timezone.localdate())
        except ShopNotEmptyError as problem:
            raise CommandError(str(problem)) from problem
        if verbosity:
            counts = {"products": loaded.products, "companies": loaded.companies, "orders": loaded.orders}
            self.stdout.write(
                _("Loaded %(products)d products, %(companies)d companies and %(orders)d orders.") % counts
            )
