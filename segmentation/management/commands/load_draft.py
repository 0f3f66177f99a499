from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from segmentation.services.load_draft import load_draft
from segmentation.services.run_dry_run import request_dry_run, run_dry_run


class Command(BaseCommand):
    help = "Begins a draft of switches, rules and overrides from a JSON file, and works out what it would do."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="Described in the plugin's README.")
        parser.add_argument("--author", default="", help="The log-in name of whose draft it is.")

    def handle(self, *args: Any, file: Path, author: str, verbosity: int, **options: Any) -> None:
        now = timezone.now()
        users = get_user_model()
        actor = None
        if author:
            actor = users._default_manager.filter(**{users.USERNAME_FIELD: author}).first()
            if actor is None:
                raise CommandError(_("There is nobody with the log-in name “%(name)s”.") % {"name": author})
        try:
            draft = load_draft(json.loads(file.read_text(encoding="utf-8")), actor=actor, now=now)
        except (OSError, ValueError) as problem:
            raise CommandError(str(problem)) from problem
        run_dry_run(request_dry_run(draft.pk, now=now).pk, now=now)
        if verbosity:
            count = draft.changes.count()
            self.stdout.write(_("Draft %(number)d holds %(count)d changes.") % {"number": draft.pk, "count": count})
