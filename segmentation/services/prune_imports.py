from __future__ import annotations

from datetime import datetime, timedelta

from segmentation import conf
from segmentation.models import AttributeImport, AttributeImportRest

State = AttributeImport.State


def prune_imports(*, now: datetime) -> None:
    """Drop files that nobody confirmed, and rows that nobody mended, once they are IMPORT_DAYS old."""
    old = AttributeImport.objects.filter(touched_at__lt=now - timedelta(days=conf.get("IMPORT_DAYS")))
    AttributeImportRest.objects.filter(source__in=old).delete()
    waiting = old.exclude(packed=None).exclude(state=State.RUNNING)
    waiting.update(state=State.DROPPED, packed=None, finished_at=now)
