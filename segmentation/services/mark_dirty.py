from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from segmentation.models import OutboxEntry


def mark_dirty(customer_keys: Iterable[str]) -> None:
    """Note, in the caller's transaction, that these customers' orders changed."""
    now = timezone.now()
    OutboxEntry.objects.bulk_create(
        OutboxEntry(customer_key=key, marked_at=now) for key in dict.fromkeys(customer_keys) if key
    )
