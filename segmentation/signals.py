"""What happened. Receivers run after the change has committed; one that raises is logged and stops nobody else.

A process that dies between the commit and its receivers tells nobody. Whoever may miss nothing listens to
`membership_changing` and `features_changing`, and writes down what is to be done in the transaction of the change.
"""

from __future__ import annotations

from django.dispatch import Signal

membership_changed = Signal()
"""Customers joined or left segments.

Sent once for each batch of customers, after its transaction has committed, with `sender=SegmentMembership`,
`joined` and `left`: mappings of customer key to a frozenset of segment keys. A customer in neither did not move.
What a receiver returns is ignored. It runs where the change was made (a worker, or an admin's request), so it should
be quick or hand over to a task.
"""

membership_changing = Signal()
"""Customers join or leave segments: what `membership_changed` will tell, told inside the transaction that changes it.

A receiver that raises stops the change. It only writes rows; whatever takes time is left to who reads them. The change
itself may be written right before or right after. A receiver that brings back an `Along` has its rows written in the
same statement, where the database knows how.
"""

features_changed = Signal()
"""What features do may have changed, because somebody, or a moment that was set, changed switches.

Sent once for each publication, after its transaction has committed, with `features` (a sorted tuple of their keys),
`actor` (who did it; None where it is not known) and `before` and `after`, the parts of what is published that changed:

- `sender=FeatureRule`, for everybody: `version` of the published switches; `before` and `after` hold what
  `FeatureSwitches.as_payload` gives by feature. Where the order of segments changed, `features` are also those of which
  something is said for a segment.
- `sender=FeatureOverride`, for single companies: `version` is None; `before` and `after` hold what is published by
  customer key and feature: [enabled, ISO text of the end or "", reason, parameters]. A company that only moved between
  segments is not in it: that is `membership_changed`.

What a receiver returns is ignored; one that raises is logged and stops nobody else. It runs where the change was made.
"""

features_changing = Signal()
"""What `features_changed` will tell, told inside the transaction that changes it; see `membership_changing`."""

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
