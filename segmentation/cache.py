"""The published answers that this process keeps at hand.

Snapshots live in the database and nowhere else; each process keeps the ones it read for at most SNAPSHOT_MAX_AGE
seconds. There is no cache shared between processes, on purpose: an entry is filed under the customer's own key and
never leaves the process, so one company's answer cannot be served to another; and there is no second copy that could
be written by a slow reader after a fast writer, so there is no race to lose. The price is one short query a
customer, process and SNAPSHOT_MAX_AGE; the gain is that a warm answer costs neither a query nor a network round trip.

A process that publishes forgets its own entries at once and again on commit. A read that began before a forgetting
is not kept. If the database fails while an older answer is at hand, that answer stands until the database is back.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import cast

from django.db import Error as DatabaseTrouble
from django.db import transaction

from segmentation import conf
from segmentation.models import PublishedSnapshot
from segmentation.standing import PROSPECT, SWITCHES, Standing, Switches
from segmentation.values.names import forget_names

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Kept:
    value: Switches | Standing
    read_at: float


class _Store:
    def __init__(self) -> None:
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
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


_store = _Store()


def read_published(customer_key: str) -> tuple[Switches, Standing]:
    """The switches and one customer's standing, at most SNAPSHOT_MAX_AGE seconds old; one query if older."""
    subjects = {SWITCHES, customer_key}
    kept, token = _store.find(subjects)
    now = time.monotonic()
    oldest = now - conf.get("SNAPSHOT_MAX_AGE")
    if len(kept) < len(subjects) or any(entry.read_at <= oldest for entry in kept.values()):
        kept = _read(subjects, kept=kept, now=now)
        _store.keep(kept, token=token, limit=conf.get("SNAPSHOT_CUSTOMERS") + 1)
    switches = cast("Switches", kept[SWITCHES].value)
    return switches, cast("Standing", kept[customer_key].value) if customer_key else PROSPECT


def forget_published(subjects: Collection[str]) -> None:
    """Forget these answers in this process, now and again when the transaction commits."""
    _store.forget(subjects)
    transaction.on_commit(partial(_store.forget, tuple(subjects)))


def clear_published() -> None:
    """Forget every answer and every name this process holds."""
    _store.forget()
    forget_names()


def _read(subjects: Collection[str], *, kept: Mapping[str, _Kept], now: float) -> dict[str, _Kept]:
    try:
        rows = PublishedSnapshot.objects.in_bulk(subjects)
    except DatabaseTrouble:
        if len(kept) < len(subjects):
            raise
        age = max(now - entry.read_at for entry in kept.values())
        logger.exception("The published answers cannot be read; answering as of %.0f s ago.", age)
        return {subject: _Kept(entry.value, now) for subject, entry in kept.items()}
    return {subject: _Kept(_parse(subject, rows.get(subject)), now) for subject in subjects}


def _parse(subject: str, row: PublishedSnapshot | None) -> Switches | Standing:
    if subject == SWITCHES:
        return Switches.from_payload(row.payload) if row else Switches()
    return Standing.from_payload(row.payload) if row else PROSPECT
