"""What beat does for the API; a host that mounts it adds this to `segmentation.schedules.BEAT_SCHEDULE`."""

from __future__ import annotations

from typing import Any

from celery.schedules import crontab

BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "segmentation: messages to other systems": {
        "task": "segmentation.send_webhooks",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "segmentation: old messages and answers": {
        "task": "segmentation.prune_api",
        "schedule": crontab(hour=4, minute=10),
        "options": {"expires": 6 * 3600},
    },
}
