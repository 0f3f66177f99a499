from __future__ import annotations

from django.dispatch import Signal

order_changed = Signal()
"""An order was placed, moved to another state, had goods returned, its invoice paid or its origin told.

Provides `company_number`.

Sent by the services inside their transaction, so that what a receiver writes is kept or lost with the change itself.
"""
