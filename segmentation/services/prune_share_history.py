from __future__ import annotations

from datetime import date

from segmentation import conf
from segmentation.models import ShareHistory


def prune_share_history(*, as_of: date) -> None:
    """Delete the shares of months that are more than SHARE_HISTORY_MONTHS ago."""
    months = as_of.year * 12 + as_of.month - 1 - conf.get("SHARE_HISTORY_MONTHS")
    ShareHistory.objects.filter(as_of__lt=date(months // 12, months % 12 + 1, 1)).delete()
