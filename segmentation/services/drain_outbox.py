from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime
from functools import partial

from django.db import connection, transaction

from segmentation import conf
from segmentation.models import OutboxEntry
from segmentation.services.run_partial import run_partial


@transaction.atomic
def drain_outbox(
    *, as_of: date, now: datetime, customer_key: str = "", then: Callable[[Collection[str]], None] | None = None
) -> int:
    """Work out the customers whose orders changed, DRAIN_SIZE notes at a time; brings back how many notes it took.

    With a customer's key, only that customer's notes. `then` is called with the customers once all is published.

    Exactly the notes that were read are deleted, in the transaction that publishes; a note that arrives meanwhile
    stays for the next drain. Drains side by side take different notes.
    """
    waiting = OutboxEntry.objects.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
    if customer_key:
        waiting = waiting.filter(customer_key=customer_key)
    entries = list(waiting.order_by("pk")[: conf.get("DRAIN_SIZE")])
    if entries:
        customer_keys = {entry.customer_key for entry in entries}
        run_partial(customer_keys=customer_keys, as_of=as_of, now=now)
        if then:
            transaction.on_commit(partial(then, customer_keys))
        OutboxEntry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
    return len(entries)
