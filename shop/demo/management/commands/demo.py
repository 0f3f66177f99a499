from __future__ import annotations

from io import StringIO
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from shop.companies.models import Company
from shop.demo.people import STAFF
from shop.demo.services.load_facts import load_draft


class Command(BaseCommand):
    help = "Sets up the demo shop where there is none yet, says who may log in, and serves it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="Only set up and print the log-ins.")

    def handle(self, *args: Any, port: int, no_serve: bool, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        if not Company.objects.exists():
            with transaction.atomic():
                self.stdout.write(_("Filling the shop ..."))
                call_command("load_demo", verbosity=0)
                call_command("set_up_roles", **{role: [person.email] for role, person in STAFF.items()}, verbosity=0)
                self.stdout.write(_("Working out how each company buys ..."))
                call_command("classify_customers", stdout=StringIO(), stderr=StringIO())
                call_command("backfill_history", verbosity=0)
                call_command("load_demo_facts", verbosity=0)
                call_command("refresh_segments", verbosity=0)
                call_command("refresh_relations", verbosity=0)
                call_command("load_example_trial", "quick_order", segment="routine", verbosity=0)
                load_draft()
        call_command("demo_logins", port=port)
        if not no_serve:
            call_command("runserver", f"127.0.0.1:{port}", use_reloader=False, skip_checks=True)
