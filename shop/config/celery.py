from __future__ import annotations

import os

from celery import Celery

from segmentation.rest.schedules import BEAT_SCHEDULE as API_SCHEDULE
from segmentation.schedules import BEAT_SCHEDULE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.config.settings")

app = Celery("shop")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = (
    BEAT_SCHEDULE
    | API_SCHEDULE
    | {
        "shop: scheduled inspiration pages": {
            "task": "inspiration.publish_scheduled",
            "schedule": 60.0,
            "options": {"expires": 60},
        },
    }
)
app.autodiscover_tasks()
