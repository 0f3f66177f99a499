from __future__ import annotations

from datetime import datetime

from segmentation.models import Heartbeat


def note_heartbeat(*, now: datetime) -> None:
    """Keep that the background is alive."""
    Heartbeat.objects.update_or_create(pk=1, defaults={"at": now})
