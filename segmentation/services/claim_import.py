from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from segmentation import conf
from segmentation.models import AttributeImport

State = AttributeImport.State


class ImportOvertakenError(Exception):
    """Somebody decided otherwise about an import while a worker was at it."""


def claim_import(import_id: int, *, state: str, now: datetime) -> AttributeImport | None:
    """Take up an import in this state that no other worker is at; None if there is nothing to do."""
    free = AttributeImport.objects.filter(Q(claimed_at=None) | Q(touched_at__lt=_stale(now)), pk=import_id, state=state)
    if not free.update(claimed_at=now, touched_at=now, rows_done=0):
        return None
    return AttributeImport.objects.get(pk=import_id)


def note_import(source: AttributeImport, **facts: Any) -> None:
    """Keep facts about an import that is at work. Raises ImportOvertakenError if it was decided about since."""
    current = AttributeImport.objects.filter(pk=source.pk, version=source.version, claimed_at=source.claimed_at)
    if not current.update(touched_at=timezone.now(), **facts):
        raise ImportOvertakenError
    for name, value in facts.items():
        setattr(source, name, value)


def stalled_imports(*, now: datetime) -> list[tuple[int, str]]:
    """Imports that should be at work and have not been heard of for long, with their states."""
    at_work = AttributeImport.objects.filter(state__in=[State.UPLOADED, State.RUNNING], touched_at__lt=_stale(now))
    return list(at_work.order_by("pk").values_list("pk", "state"))


def _stale(now: datetime) -> datetime:
    return now - timedelta(seconds=conf.get("RUN_STALE_AFTER"))
