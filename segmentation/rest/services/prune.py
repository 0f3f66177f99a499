from __future__ import annotations

from datetime import datetime, timedelta

from segmentation import conf
from segmentation.rest.models import AnsweredCall, WebhookDelivery

ANSWERS_KEPT = timedelta(days=1)


def prune(*, now: datetime) -> None:
    """Drop messages after WEBHOOK_DAYS_KEPT days, and after a day the answers kept for calls that come twice."""
    kept = timedelta(days=conf.get("WEBHOOK_DAYS_KEPT"))
    WebhookDelivery.objects.filter(created_at__lt=now - kept).delete()
    AnsweredCall.objects.filter(at__lt=now - ANSWERS_KEPT).delete()
