from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone


def last_day_before(moment: datetime | None) -> date | None:
    """The last day, where the shop is, that has a part before this moment."""
    return timezone.localtime(moment - timedelta(microseconds=1)).date() if moment else None
