from __future__ import annotations

from datetime import date

from segmentation.models import BoughtDay
from segmentation.rules.days_kept import first_day_kept


def prune_bought_days(*, today: date) -> None:
    """Forget on which days items were bought that are neither within BOUGHT_DAYS nor asked about by a segment."""
    BoughtDay.objects.filter(day__lt=first_day_kept(today)).delete()
