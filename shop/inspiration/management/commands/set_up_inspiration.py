from __future__ import annotations

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from shop.inspiration.services.set_up_inspiration import set_up_inspiration


class Command(BaseCommand):
    help = "Makes the front page of inspiration, its picture collection and its editors' group, where missing."

    def handle(self, **options: object) -> None:
        inspiration = set_up_inspiration()
        self.stdout.write(
            _("%(page)s is ready; people in the group “%(group)s” may edit it.")
            % {"page": inspiration.index.title, "group": inspiration.editors.name}
        )
