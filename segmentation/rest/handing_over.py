from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.db import transaction

from segmentation.models import SegmentRefresh
from segmentation.tasks import refresh_segment


def refresh_soon(refresh: SegmentRefresh | None) -> None:
    """Have a worker do what was asked for, once it is committed; without a broker, beat finds it waiting."""
    if refresh is not None:
        refreshes_soon([refresh.pk])


def refreshes_soon(refresh_ids: Iterable[int]) -> None:
    """The same for several."""
    for refresh_id in refresh_ids:
        transaction.on_commit(partial(_hand_over, refresh_id), robust=True)


def _hand_over(refresh_id: int) -> None:
    refresh_segment.apply_async(kwargs={"refresh_id": refresh_id}, retry=False)
