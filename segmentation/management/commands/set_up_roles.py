from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from segmentation.services.set_up_roles import NoPermissionsError, Role, UnknownPeopleError, set_up_roles


class Command(BaseCommand):
    help = "Makes three groups: who may see, who may propose and who may approve what is switched."

    def add_arguments(self, parser: CommandParser) -> None:
        for role in Role:
            text = f"User names of people who may {role}; they are taken into the group."
            parser.add_argument(f"--{role}", nargs="+", default=[], metavar="NAME", help=text)

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        try:
            groups = set_up_roles({role: options[role] for role in Role})
        except NoPermissionsError as error:
            raise CommandError(_("Please run migrate first: it makes the permissions.")) from error
        except UnknownPeopleError as error:
            raise CommandError(_("Nobody has this user name: %(names)s") % {"names": error}) from error
        if verbosity:
            for group in groups.values():
                self.stdout.write(group.name)
