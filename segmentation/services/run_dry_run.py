from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from segmentation.models import Draft, DryRun, PublishedSnapshot
from segmentation.rules import RuleError
from segmentation.standing import SWITCHES

INLINE = 20_000
"""So many companies are looked at while somebody waits; for more, a task does it."""

STALLED = timedelta(minutes=5)
"""One that was not heard of for so long is begun anew: its worker is gone."""

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
    total = PublishedSnapshot.objects.exclude(subject=SWITCHES).count()
    facts = {
        "state": State.WAITING,
        "revision": draft.revision,
        "version": published_version(),
        "requested_at": now,
        "touched_at": None,
        "computed_at": None,
        "done": 0,
        "total": total,
        "result": {},
        "error": "",
    }
    run, _created = DryRun.objects.update_or_create(draft=draft, defaults=facts)
    return run_dry_run(run.pk, now=now) if total <= INLINE else run


def run_dry_run(run_id: int, *, now: datetime) -> DryRun:
    """Work a waiting dry run out, saying how far it is; may be called twice."""
    # numpy comes with it, and every web process knows the tasks.
    from segmentation.selectors.dry_run import dry_run

    taken = DryRun.objects.filter(pk=run_id, state=State.WAITING).update(state=State.RUNNING, touched_at=now)
    run = DryRun.objects.select_related("draft").get(pk=run_id)
    if not taken:
        return run

    def said(done: int) -> None:
        DryRun.objects.filter(pk=run_id).update(done=done, touched_at=timezone.now())

    try:
        run.result, run.state = dry_run(run.draft, now=now, said=said).as_json(), State.FINISHED
    except RuleError:
        run.state, run.error = State.FAILED, _("The rule of a segment in this draft cannot be used any more.")
    run.done, run.computed_at = run.result.get("companies", 0), now
    run.save(update_fields=["result", "state", "error", "done", "computed_at"])
    return run


def has_stalled(run: DryRun, *, now: datetime) -> bool:
    """Whether nobody seems to be at work on one that is not finished."""
    return run.state in (State.WAITING, State.RUNNING) and (run.touched_at or run.requested_at) < now - STALLED


def is_stale(run: DryRun, draft: Draft) -> bool:
    """Whether the draft or the switches have changed since; one query."""
    return (run.revision, run.version) != (draft.revision, published_version())


def published_version() -> int:
    payload = PublishedSnapshot.objects.filter(subject=SWITCHES).values_list("payload", flat=True).first()
    return int(payload["version"]) if payload else 0
