from __future__ import annotations

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from shop.demo.logins import demo_logins
from shop.demo.management.printing import render_table
from shop.demo.people import PASSWORD


class Command(BaseCommand):
    help = "Says where the demo shop is, who may log in, and what each of them will see."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        place = {"address": f"http://localhost:{port}/", "password": PASSWORD}
        self.stdout.write(
            render_table(
                _("%(address)s   Everybody's password: %(password)s") % place,
                columns=[_("Log in as"), _("Buys"), _("For"), _("Sees")],
                rows=[[login.email, login.buys, login.company, login.sees] for login in demo_logins()],
            )
        )
