from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction

from segmentation import conf
from segmentation.analysis.config import DEFAULT_CONFIG
from segmentation.analysis.priors import DEFAULT_PRIOR
from segmentation.host import open_directory, open_order_source
from segmentation.models import CustomerProfile, Run, RunShard
from segmentation.models.profiles import KEY_LENGTH
from segmentation.selectors.runs import is_at_work


class RunInProgressError(Exception):
    """A full run is under way and alive, so another may not start."""

    def __init__(self, *, since: datetime, last_heard: datetime) -> None:
        super().__init__(f"A full run is under way since {since:%Y-%m-%d %H:%M}, last heard of {last_heard:%H:%M:%S}.")
        self.since = since
        self.last_heard = last_heard


class BadCustomerKeyError(ValueError):
    """The host named a customer by a key that cannot be stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartedRun:
    """A run to go through, and its open shards."""

    run: Run
    shard_ids: list[int]


def start_full_run(*, as_of: date, now: datetime, started_by: AbstractBaseUser | None = None) -> StartedRun:
    """Begin a full run, or take over one that has not moved for RUN_STALE_AFTER seconds, with the day it began for.

    Raises RunInProgressError while another is alive. The database, by a unique constraint, is the judge.
    """
    try:
        with transaction.atomic():
            current = Run.objects.select_for_update().filter(kind=Run.Kind.FULL, state=Run.State.RUNNING).first()
            if current is not None:
                return _adopt(current, now=now)
            return _begin(as_of=as_of, now=now, started_by=started_by)
    except IntegrityError:
        # Another one began between our look and our insert.
        winner = Run.objects.filter(kind=Run.Kind.FULL, state=Run.State.RUNNING).first()
        if winner is None:
            raise
        raise RunInProgressError(since=winner.started_at, last_heard=winner.touched_at) from None


@transaction.atomic
def resume_full_run(*, now: datetime) -> StartedRun | None:
    """Take over the full run that stands still, if there is one; never begins another."""
    current = Run.objects.select_for_update().filter(kind=Run.Kind.FULL, state=Run.State.RUNNING).first()
    if current is None:
        return None
    try:
        return _adopt(current, now=now)
    except RunInProgressError:
        return None


def _adopt(run: Run, *, now: datetime) -> StartedRun:
    if is_at_work(run, now=now):
        raise RunInProgressError(since=run.started_at, last_heard=run.touched_at)
    run.touched_at = now
    run.save(update_fields=["touched_at"])
    return StartedRun(run=run, shard_ids=_open_shards(run))


def _begin(*, as_of: date, now: datetime, started_by: AbstractBaseUser | None) -> StartedRun:
    run = Run.objects.create(
        kind=Run.Kind.FULL,
        as_of=as_of,
        started_by_id=started_by.pk if started_by else None,
        started_at=now,
        touched_at=now,
        config_version=DEFAULT_CONFIG.version,
        prior_version=DEFAULT_PRIOR.version,
    )
    keys = everybody()
    size = conf.get("SHARD_SIZE")
    RunShard.objects.bulk_create(
        RunShard(run=run, position=position, customer_keys=keys[start : start + size])
        for position, start in enumerate(range(0, len(keys), size))
    )
    run.customers = len(keys)
    run.save(update_fields=["customers"])
    return StartedRun(run=run, shard_ids=_open_shards(run))


def everybody() -> list[str]:
    """Whoever the host knows, whoever ordered, and whoever has a profile: who lost all orders is a prospect again."""
    known = CustomerProfile.objects.values_list("customer_key", flat=True)
    keys = sorted({*open_directory().customer_keys(), *open_order_source().customer_keys(), *known})
    if bad := [key for key in keys if not key or len(key) > KEY_LENGTH]:
        raise BadCustomerKeyError(f"A customer key has 1 to {KEY_LENGTH} characters; these do not: {bad[:5]!r}.")
    return keys


def _open_shards(run: Run) -> list[int]:
    return list(run.shards.filter(finished_at=None).order_by("position").values_list("pk", flat=True))
