from __future__ import annotations

import json

from django.db.models import F, Q, TextField
from django.db.models.functions import Cast

from segmentation.rest.models import AnsweredCall, WebhookDelivery


def forget_in_webhooks(customer_key: str) -> None:
    """Take a customer out of every message that is kept, sent or not; one that is about nobody else is deleted.

    Answers kept for calls that come twice may name it as well, and are not worth keeping for that.
    """
    rows = WebhookDelivery.objects.annotate(text=Cast("payload", TextField()))
    emptied: list[int] = []
    for delivery in rows.filter(_names(customer_key)).iterator(chunk_size=100):
        changes = delivery.payload["data"]["changes"]
        others = [change for change in changes if change.get("customer_key") != customer_key]
        if not others:
            emptied.append(delivery.pk)
        elif len(others) < len(changes):
            delivery.payload["data"]["changes"] = others
            delivery.save(update_fields=["payload"])
    WebhookDelivery.objects.filter(pk__in=emptied).delete()
    AnsweredCall.objects.annotate(text=F("body")).filter(_names(customer_key)).delete()


def _names(customer_key: str) -> Q:
    """Databases keep JSON with letters as they are or escaped."""
    return Q(text__contains=json.dumps(customer_key)) | Q(text__contains=json.dumps(customer_key, ensure_ascii=False))
