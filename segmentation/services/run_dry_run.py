from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from segmentation.models import Draft, DryRun, DryRunPart, PublishedSnapshot
from segmentation.rules import RuleError
from segmentation.standing import SWITCHES

if TYPE_CHECKING:
    from segmentation.selectors.dry_run_result import CompanyEffect

logger = logging.getLogger(__name__)

INLINE = 20_000
"""So many companies are looked at while somebody waits; for more, a task does it."""

STALLED = timedelta(minutes=5)
"""One that was not heard of for so long is begun anew: its worker is gone."""

KEPT = timedelta(days=30)
"""So long it is kept what happens to every single company."""

State = DryRun.State


@transaction.atomic
def request_dry_run(draft_id: int, *, now: datetime) -> DryRun:
    """What a draft would do, finished where that was known or is quick; else `tasks.dry_run` has to do it.

    Whoever calls has the task do one that is waiting, once this has committed.
    """
    draft = Draft.objects.select_for_update(of=("self",)).get(pk=draft_id)
    found = DryRun.objects.filter(draft=draft).first()
    if (
        found is not None
        and found.state != State.FAILED
        and not (is_stale(found, draft) or has_stalled(found, now=now))
    ):
        return found
    if found is not None:
        found.delete()  # whoever is still at work on it finds it gone
    DryRunPart.objects.filter(run__computed_at__lt=now - KEPT).delete()
    total = PublishedSnapshot.objects.exclude(subject=SWITCHES).count()
    run = DryRun.objects.create(
        draft=draft, revision=draft.revision, version=published_version(), requested_at=now, total=total
    )
    if total <= INLINE:
        run_dry_run(run.pk, now=now)
        run.refresh_from_db()
    return run


def run_dry_run(run_id: int, *, now: datetime) -> None:
    """Work a waiting dry run out, saying how far it is and keeping what happens to everybody; may be called twice."""
    # numpy comes with it, and every web process knows the tasks.
    from segmentation.selectors.dry_run import dry_run

    taken = DryRun.objects.filter(pk=run_id, state=State.WAITING).update(state=State.RUNNING, touched_at=now)
    run = DryRun.objects.select_related("draft").filter(pk=run_id).first() if taken else None
    if run is None:
        return

    def keep(effects: Sequence[CompanyEffect]) -> None:
        with transaction.atomic():
            _note(run_id, touched_at=timezone.now())
            DryRunPart.objects.create(run=run, effects=[effect.packed() for effect in effects])

    def said(done: int) -> None:
        _note(run_id, done=done, touched_at=timezone.now())

    try:
        result = dry_run(run.draft, now=now, keep=keep, said=said)
        _note(run_id, state=State.FINISHED, result=result.as_json(), done=result.companies, computed_at=now)
    except RuleError:
        problem = _("The rule of a segment in this draft cannot be used any more.")
        DryRun.objects.filter(pk=run_id).update(state=State.FAILED, error=problem, computed_at=now)
    except _ReplacedError:
        logger.info("The dry run %d was begun anew meanwhile; this one stops.", run_id)


class _ReplacedError(Exception):
    """Another dry run of the same draft was asked for."""


def _note(run_id: int, **facts: Any) -> None:
    """How far it is; holds the run until the transaction ends, so that nothing is kept of one that is gone."""
    if not DryRun.objects.filter(pk=run_id).update(**facts):
        raise _ReplacedError


def has_stalled(run: DryRun, *, now: datetime) -> bool:
    """Whether nobody seems to be at work on one that is not finished."""
    return run.state in (State.WAITING, State.RUNNING) and (run.touched_at or run.requested_at) < now - STALLED


def is_stale(run: DryRun, draft: Draft) -> bool:
    """Whether the draft or the switches have changed since; one query."""
    return (run.revision, run.version) != (draft.revision, published_version())


def published_version() -> int:
    payload = PublishedSnapshot.objects.filter(subject=SWITCHES).values_list("payload", flat=True).first()
    return int(payload["version"]) if payload else 0
