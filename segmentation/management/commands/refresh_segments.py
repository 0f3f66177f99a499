from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from segmentation.services.count_members import count_members
from segmentation.services.refresh_segment import refresh_segment
from segmentation.services.request_refresh import request_all_refreshes
from segmentation.tasks import shop_day


class Command(BaseCommand):
    help = "Works out the members of every segment that has a rule, among all companies."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        waiting = request_all_refreshes(now=timezone.now())
        for refresh_id in waiting:
            refresh_segment(refresh_id, today=shop_day(), now=timezone.now())
        count_members(day=shop_day())
        if verbosity:
            self.stdout.write(_("%(count)d segments worked out.") % {"count": len(waiting)})
