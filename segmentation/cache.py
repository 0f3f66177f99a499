"""The published answers that this process keeps at hand.

Snapshots live in the database and nowhere else; each process keeps the ones it read for at most SNAPSHOT_MAX_AGE
seconds. There is no cache shared between processes, on purpose: an entry is filed under the customer's own key and
never leaves the process, so one company's answer cannot be served to another; and there is no second copy that could
be written by a slow reader after a fast writer, so there is no race to lose. The price is one short query a
customer, process and SNAPSHOT_MAX_AGE (on PostgreSQL within a transaction that bounds its time: four round trips);
the gain is that a warm answer costs neither a query nor a network round trip.

A process that publishes forgets its own entries at once and again on commit. A read that began before a forgetting
is not kept. If the database fails, or takes longer than SNAPSHOT_PATIENCE, while an older answer is at hand, that one
stands until the database is back, and `trouble_since` says since when. What was worked out from a standing is kept with
it, as long as neither it nor the switches were published anew.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Collection, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import cast

from django.db import Error as DatabaseTrouble
from django.db import transaction

from segmentation import conf
from segmentation.contracts import FeatureAnswer
from segmentation.models import PublishedSnapshot
from segmentation.registry import features
from segmentation.standing import PROSPECT, SWITCHES, Standing, Switches
from segmentation.time_limit import TooSlowError, time_limit
from segmentation.values.names import forget_names

logger = logging.getLogger(__name__)


AnswersKept = dict[tuple[str, str], FeatureAnswer]
"""By feature and category; those of features that ask for a permission are not among them."""


@dataclass(frozen=True, slots=True)
class Published:
    """What is published for one customer, and what has been worked out from it so far."""

    switches: Switches
    standing: Standing
    answers: AnswersKept = field(default_factory=dict)
    ends: datetime | None = None
    """From when the answers no longer hold: the first end of an override."""
    declared: int = field(default_factory=lambda: features.changes)
    """Of which declarations of features the answers are."""
    read_at: float = 0.0
    """On the clock of `time.monotonic`, when the older of the two was read."""


@dataclass(frozen=True, slots=True)
class _Kept:
    value: Switches | Standing
    read_at: float
    published_at: datetime | None = None


class _Store:
    def __init__(self) -> None:
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._published: OrderedDict[str, Published] = OrderedDict()
        self._lock = threading.Lock()
        self._forgettings = 0

    def find(self, subjects: Collection[str]) -> tuple[dict[str, _Kept], int]:
        """What is kept of these, and the token that `keep` asks for."""
        with self._lock:
            found = {subject: self._kept[subject] for subject in subjects if subject in self._kept}
            for subject in found:
                self._kept.move_to_end(subject)
            return found, self._forgettings

    def keep(self, fresh: Mapping[str, _Kept], *, token: int, limit: int) -> None:
        with self._lock:
            if token != self._forgettings:
                return
            self._kept.update(fresh)
            while len(self._kept) > limit:
                self._kept.popitem(last=False)

    def forget(self, subjects: Collection[str] | None = None) -> None:
        with self._lock:
            self._forgettings += 1
            for subject in list(self._kept) if subjects is None else subjects:
                self._kept.pop(subject, None)
                self._published.pop(subject, None)
            if subjects is None or SWITCHES in subjects:
                self._published.clear()

    def published(self, customer_key: str) -> Published | None:
        """What was put together for this customer last, however old; without a lock, as it is asked all the time."""
        return self._published.get(customer_key)

    def put_together(self, switches: _Kept, standing: _Kept, customer_key: str, *, token: int, limit: int) -> Published:
        """Both as one, with the answers worked out before where neither was published anew."""
        said, stands = cast("Switches", switches.value), cast("Standing", standing.value)
        with self._lock:
            before = self._published.get(customer_key)
            if before is None or before.switches is not said or before.standing is not stands:
                ends = [override.expires_at for override in stands.overrides.values() if override.expires_at]
                before = Published(said, stands, ends=min(ends, default=None))
            found = replace(before, read_at=min(switches.read_at, standing.read_at))
            if token == self._forgettings:
                self._published[customer_key] = found
                self._published.move_to_end(customer_key)
                while len(self._published) > limit:
                    self._published.popitem(last=False)
            return found


_store = _Store()


def read_published(customer_key: str, *, now: datetime) -> Published:
    """What is published for one customer, at most SNAPSHOT_MAX_AGE seconds old; one query if older.

    `now` is the moment that answers are asked for: those kept from before an override ended are not given for after.
    """
    moment = time.monotonic()
    oldest = moment - conf.get("SNAPSHOT_MAX_AGE")
    published = _store.published(customer_key)
    if published is None or published.read_at <= oldest:
        published = _read_again(customer_key, moment=moment, oldest=oldest)
    if published.declared != features.changes or (published.ends is not None and now >= published.ends):
        return replace(published, answers={}, declared=features.changes)
    return published


def _read_again(customer_key: str, *, moment: float, oldest: float) -> Published:
    subjects = {SWITCHES, customer_key}
    kept, token = _store.find(subjects)
    limit = conf.get("SNAPSHOT_CUSTOMERS")
    stale = {subject for subject in subjects if subject not in kept or kept[subject].read_at <= oldest}
    if stale:
        fresh = _read(stale, kept=kept, now=moment)
        _store.keep(fresh, token=token, limit=limit + 1)
        kept |= fresh
    standing = kept[customer_key] if customer_key else replace(kept[SWITCHES], value=PROSPECT)
    return _store.put_together(kept[SWITCHES], standing, customer_key, token=token, limit=limit)


def read_switches_anew() -> Switches:
    """The switches, read past those at hand; by the last ones where the database cannot be read and there are some."""
    kept, token = _store.find([SWITCHES])
    fresh = _read([SWITCHES], kept=kept, now=time.monotonic())
    _store.keep(fresh, token=token, limit=conf.get("SNAPSHOT_CUSTOMERS") + 1)
    return cast("Switches", fresh[SWITCHES].value)


def trouble_since() -> float | None:
    """For how many seconds this process has answered by what it read before, because the database cannot be read."""
    return None if _trouble_began is None else time.monotonic() - _trouble_began


def forget_published(subjects: Collection[str]) -> None:
    """Forget these answers in this process, now and again when the transaction commits."""
    _store.forget(subjects)
    transaction.on_commit(partial(_store.forget, tuple(subjects)))


def clear_published() -> None:
    """Forget every answer and every name this process holds."""
    _store.forget()
    forget_names()


_trouble_began: float | None = None


def _read(stale: Collection[str], *, kept: Mapping[str, _Kept], now: float) -> dict[str, _Kept]:
    global _trouble_began  # noqa: PLW0603 - one fact about this process
    has_older = all(subject in kept for subject in stale)
    try:
        # Whoever has nothing older to answer by waits for as long as it takes.
        with time_limit(conf.get("SNAPSHOT_PATIENCE")) if has_older else nullcontext():
            rows = PublishedSnapshot.objects.in_bulk(stale)
    except (DatabaseTrouble, TooSlowError):
        if not has_older:
            raise
        if _trouble_began is None:
            _trouble_began = min(kept[subject].read_at for subject in stale)
        logger.exception("The published answers cannot be read; answering as of %.0f s ago.", now - _trouble_began)
        return {subject: replace(kept[subject], read_at=now) for subject in stale}
    _trouble_began = None
    return {subject: _kept(subject, rows.get(subject), kept.get(subject), now) for subject in stale}


def _kept(subject: str, row: PublishedSnapshot | None, before: _Kept | None, now: float) -> _Kept:
    published_at = row.published_at if row else None
    if before is not None and before.published_at == published_at:
        return replace(before, read_at=now)
    return _Kept(_parse(subject, row), now, published_at)


def _parse(subject: str, row: PublishedSnapshot | None) -> Switches | Standing:
    if subject == SWITCHES:
        return Switches.from_payload(row.payload) if row else Switches()
    return Standing.from_payload(row.payload, customer_key=subject) if row else Standing(customer_key=subject)
