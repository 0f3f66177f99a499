from __future__ import annotations

from datetime import datetime, timedelta

from segmentation import conf
from segmentation.models import MembershipMove


def prune_moves(*, now: datetime) -> None:
    """Forget who joined and left segments more than MEMBERSHIP_MOVE_DAYS days ago."""
    MembershipMove.objects.filter(at__lt=now - timedelta(days=conf.get("MEMBERSHIP_MOVE_DAYS"))).delete()
