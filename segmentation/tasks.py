"""The background's way in: each task says what time it is, calls one service, and may be delivered twice."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import date
from functools import partial
from typing import Any

from celery import Task, chord, shared_task
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from segmentation import conf
from segmentation.contracts import OrderSourceError
from segmentation.host import order_record_keeper
from segmentation.impatience import HandOver
from segmentation.models import AttributeImport, Run
from segmentation.selectors.runs import waiting_companies
from segmentation.selectors.segments_using import segments_using
from segmentation.services import apply_due_drafts as drafts
from segmentation.services import classify_shard as shards
from segmentation.services import delete_segment as deletion
from segmentation.services import derive_attributes as derivation
from segmentation.services import drain_outbox as outbox
from segmentation.services import enrol_in_trials as enrolment
from segmentation.services import expire_overrides as overrides
from segmentation.services import refresh_reorder_lists as lists
from segmentation.services import refresh_segment as refreshes
from segmentation.services import run_dry_run as dry_runs
from segmentation.services.claim_import import stalled_imports
from segmentation.services.count_members import count_members
from segmentation.services.finish_run import finish_run
from segmentation.services.note_heartbeat import note_heartbeat
from segmentation.services.prune_bought_days import prune_bought_days
from segmentation.services.prune_moves import prune_moves
from segmentation.services.refresh_habits import refresh_habits
from segmentation.services.refresh_memberships import refresh_memberships_of_many
from segmentation.services.request_refresh import request_all_refreshes, request_refresh
from segmentation.services.start_full_run import RunInProgressError, StartedRun, resume_full_run, start_full_run

logger = logging.getLogger(__name__)

task = partial(shared_task, acks_late=True, reject_on_worker_lost=True)

RETRY_AFTER = (5, 30, 120)
"""Seconds before a part that failed for no fault of the orders is tried again, time after time."""

FEW_COMPANIES = 5_000
"""So many are put into their segments one by one; for more, whole segments are worked out."""


def shop_day() -> date:
    """Today, where the shop is: an order placed today counts at once."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


@task(name="segmentation.heartbeat", ignore_result=True)
def heartbeat() -> None:
    note_heartbeat(now=timezone.now())


@task(name="segmentation.run_full", ignore_result=True)
def run_full(*, started_by: int | None = None, read_all: bool = False) -> None:
    actor = get_user_model()._default_manager.filter(pk=started_by).first() if started_by else None
    try:
        started = start_full_run(as_of=shop_day(), now=timezone.now(), started_by=actor, read_all=read_all)
    except RunInProgressError as busy:
        logger.info("%s This one does not start.", busy)
    else:
        _hand_out(started)


@task(name="segmentation.resume_run", ignore_result=True)
def resume_run() -> None:
    started = resume_full_run(now=timezone.now())
    if started is not None:
        logger.warning("The full run %d stood still and goes on with %d parts.", started.run.pk, len(started.shard_ids))
        _hand_out(started)


def _hand_out(started: StartedRun) -> None:
    closing = finish.si(run_id=started.run.pk)
    if started.shard_ids:
        chord([classify_shard.si(shard_id=pk) for pk in started.shard_ids])(closing)
    else:
        closing.apply_async()


@task(name="segmentation.classify_shard", bind=True, max_retries=len(RETRY_AFTER))
def classify_shard(self: Task[Any, bool], *, shard_id: int) -> bool:
    try:
        return shards.classify_shard(shard_id, now=timezone.now())
    except Exception as error:
        # Without a broker there is nowhere to put it for later.
        if self.request.retries < len(RETRY_AFTER) and not self.request.is_eager:
            raise self.retry(exc=error, countdown=RETRY_AFTER[self.request.retries]) from error
        logger.exception("Part %d of a run is given up.", shard_id)
        # The run goes on without these companies; if that cannot even be noted, the run stands still and is resumed.
        return shards.give_up_shard(shard_id, error=f"{type(error).__name__}: {error}", now=timezone.now())


@task(name="segmentation.finish", ignore_result=True)
def finish(*, run_id: int) -> None:
    parts, reads_all = lists.worked_out(run_id), Run.objects.filter(pk=run_id, reads_all=True).exists()
    if finish_run(run_id, now=timezone.now()):
        for customer_keys in parts:
            rank_again(customer_keys)
        if reads_all:
            refresh_relations.delay()


@task(name="segmentation.refresh_reorder_lists", ignore_result=True)
def refresh_reorder_lists(*, customer_keys: list[str]) -> None:
    lists.refresh_reorder_lists(customer_keys, as_of=shop_day())


def rank_again(customer_keys: Collection[str]) -> None:
    """Have the reorder lists of these customers made anew, after their classes are published."""
    refresh_reorder_lists.delay(customer_keys=sorted(customer_keys))


def after_orders(customer_keys: Collection[str]) -> None:
    """Have everything brought up to date that follows from some customers' new orders."""
    rank_again(customer_keys)
    if derivation.computed_inputs() or order_record_keeper():
        follow_orders.delay(customer_keys=sorted(customer_keys))


@task(name="segmentation.refresh_relations", ignore_result=True)
def refresh_relations() -> None:
    # pandas and SciPy come with it, and every web process knows the tasks.
    from segmentation.services import refresh_relations as relations

    relations.refresh_relations(as_of=shop_day(), now=timezone.now())


@task(name="segmentation.drain_outbox", ignore_result=True)
def drain_outbox() -> None:
    try:
        # As long as a drain comes back full there is more; a note that is left is the next one's.
        while outbox.drain_outbox(as_of=shop_day(), now=timezone.now(), then=after_orders) == conf.get("DRAIN_SIZE"):
            continue
    except OrderSourceError:
        _drain_one_by_one()


def _drain_one_by_one() -> None:
    """One company whose orders cannot be read must not hold up the others; its own notes stay and are tried again."""
    for key in waiting_companies(limit=conf.get("DRAIN_SIZE")):
        try:
            outbox.drain_outbox(as_of=shop_day(), now=timezone.now(), customer_key=key, then=after_orders)
        except OrderSourceError:
            logger.exception("The orders of customer %s cannot be read; it keeps the class it has.", key)


@task(name="segmentation.apply_due_drafts", ignore_result=True)
def apply_due_drafts() -> None:
    for refresh_id in drafts.apply_due_drafts(now=timezone.now()).refreshes:
        refresh_segment.delay(refresh_id=refresh_id)


@task(name="segmentation.dry_run", ignore_result=True)
def dry_run(*, run_id: int) -> None:
    dry_runs.run_dry_run(run_id, now=timezone.now())


@task(name="segmentation.enrol_in_trials", ignore_result=True)
def enrol_in_trials() -> None:
    enrolment.enrol_in_trials(now=timezone.now(), joiners=False)


@task(name="segmentation.measure_effects", ignore_result=True)
def measure_effects() -> None:
    # pandas comes with it, and every web process knows the tasks.
    from segmentation.services.measure_effects import measure_effects

    enrolment.enrol_in_trials(now=timezone.now())
    measure_effects(as_of=shop_day(), now=timezone.now())


@task(name="segmentation.refresh_segment", ignore_result=True)
def refresh_segment(*, refresh_id: int) -> None:
    if refreshes.refresh_segment(refresh_id, today=shop_day(), now=timezone.now()):
        # Another may have been asked for while this one kept the segment.
        for waiting in refreshes.open_refreshes(now=timezone.now(), beside=refresh_id):
            refresh_segment.delay(refresh_id=waiting)


@task(name="segmentation.resume_refreshes", ignore_result=True)
def resume_refreshes() -> None:
    for refresh_id in refreshes.open_refreshes(now=timezone.now()):
        refresh_segment.apply_async(kwargs={"refresh_id": refresh_id}, expires=60)


@task(name="segmentation.refresh_all_segments", ignore_result=True)
def refresh_all_segments() -> None:
    count_members(day=shop_day())
    prune_moves(now=timezone.now())
    prune_bought_days(today=shop_day())
    for refresh_id in request_all_refreshes(now=timezone.now()):
        refresh_segment.delay(refresh_id=refresh_id)


@task(name="segmentation.refresh_facts", ignore_result=True)
def refresh_facts() -> None:
    # pandas comes with it, and every web process knows the tasks; segments are all worked out later in the night.
    from segmentation.services.prune_imports import prune_imports
    from segmentation.services.refresh_facts import refresh_facts

    refresh_facts(now=timezone.now())
    prune_imports(now=timezone.now())


@task(name="segmentation.follow_orders", ignore_result=True)
def follow_orders(*, customer_keys: list[str]) -> None:
    """What follows from orders, alone and with other facts; after a full run the night does it for everybody."""
    now = timezone.now()
    habits = refresh_habits(customer_keys, now=now)
    changed = derivation.computed_inputs() | habits.dimensions
    derived = derivation.derive_attributes(customer_keys, now=now, changed=changed)
    after_attributes({*habits.customer_keys, *derived.customer_keys}, habits.dimensions | derived.dimensions)


@task(name="segmentation.follow_facts", ignore_result=True)
def follow_facts(*, customer_keys: list[str], changed: list[str]) -> None:
    derived = derivation.derive_attributes(customer_keys, now=timezone.now(), changed=changed)
    after_attributes({*customer_keys, *derived.customer_keys}, {*changed, *derived.dimensions})


@task(name="segmentation.refresh_memberships", ignore_result=True)
def refresh_memberships(*, customer_keys: list[str]) -> None:
    refresh_memberships_of_many(customer_keys, now=timezone.now())


@task(name="segmentation.check_import", ignore_result=True)
def check_import(*, import_id: int) -> None:
    from segmentation.services.check_import import check_import

    check_import(import_id, now=timezone.now())


@task(name="segmentation.run_import", ignore_result=True)
def run_import(*, import_id: int) -> None:
    from segmentation.services.run_import import run_import

    outcome = run_import(import_id, now=timezone.now())
    after_attributes(outcome.customer_keys, outcome.dimensions)


@task(name="segmentation.resume_imports", ignore_result=True)
def resume_imports() -> None:
    for import_id, state in stalled_imports(now=timezone.now()):
        work = run_import if state == AttributeImport.State.RUNNING else check_import
        work.apply_async(kwargs={"import_id": import_id}, expires=60)


def after_attributes(customer_keys: Collection[str], dimension_keys: Collection[str]) -> None:
    """Bring segments up to date after these values changed: company by company, or whole segments if they are many."""
    segments = segments_using(dimension_keys) if customer_keys else []
    if not segments:
        return
    if len(customer_keys) <= FEW_COMPANIES:
        refresh_memberships.delay(customer_keys=sorted(customer_keys))
        return
    for segment in segments:
        refresh_segment.delay(refresh_id=request_refresh(segment, actor=None, now=timezone.now()).pk)


@task(name="segmentation.delete_segment", ignore_result=True)
def delete_segment(*, segment_id: int, actor_id: int | None = None) -> None:
    actor = get_user_model()._default_manager.filter(pk=actor_id).first() if actor_id else None
    deletion.delete_segment(segment_id, actor=actor)


@task(name="segmentation.expire_overrides", ignore_result=True)
def expire_overrides() -> None:
    overrides.expire_overrides(now=timezone.now())


_drain_soon = HandOver(drain_outbox)


def enqueue_drain() -> None:
    """Have the outbox drained once the transaction has committed. Never raises, and waits for a dead broker once."""
    transaction.on_commit(_drain_soon)
