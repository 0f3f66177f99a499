"""What happened. Receivers run after the change has committed; one that raises is logged and stops nobody else."""

from __future__ import annotations

from django.dispatch import Signal

membership_changed = Signal()
"""Customers joined or left segments.

Sent once for each batch of customers, after its transaction has committed, with `sender=SegmentMembership`,
`joined` and `left`: mappings of customer key to a frozenset of segment keys. A customer in neither did not move.
What a receiver returns is ignored. It runs where the change was made (a worker, or an admin's request), so it should
be quick or hand over to a task.
"""

features_changed = Signal()
"""What is said of features was published anew: for everybody, or for one company by hand.

Sent after the commit, with `sender=PublishedSnapshot`, `features` (keys), `before` and `after` (key to what was and is
said of it: killed, by_category and rules by segment key, or of one company enabled, expires_at, reason and parameters;
empty where nothing is said), `customer_key` (empty: for everybody), `version` (of the switches; None for one company,
which they know nothing of), `actor` (who did it, where that is known) and `at`. Where segments were put in another
order, every feature with a rule for a segment is named, with the same before and after. What a receiver returns is
ignored.
"""

run_finished = Signal()
"""A run has worked out its customers and everything is published.

Sent after the commit, with `sender=Run`, `run_id`, `kind` ("full" or "partial"), `as_of` (a date), `customers` (how
many it covers), `changed` (how many of them moved to another buying type), `skipped` (how many had no news and were
not read) and `failed` (how many could not be worked out; they keep the class they had, and `Run.failures` says why).
What a receiver returns is ignored.
"""

customer_forgotten = Signal()
"""A customer is being forgotten: receivers delete what they hold about it.

Sent inside the transaction that deletes, with `sender=CustomerProfile` and `customer_key`. A receiver that raises stops
it all, so that nothing is forgotten by halves.
"""
