from __future__ import annotations

from datetime import datetime

from segmentation.models import CustomerProfile
from segmentation.services.derive_attributes import derive_attributes
from segmentation.services.match_benefit_segments import match_benefit_segments
from segmentation.services.suggest_key_accounts import suggest_key_accounts
from segmentation.services.sync_attributes import sync_attributes


def refresh_facts(*, now: datetime) -> None:
    """Take over the host's record of everybody, and work out what follows from it and from the orders."""
    sync_attributes(now=now)
    derive_attributes(CustomerProfile.objects.order_by("pk").values_list("pk", flat=True).iterator(), now=now)
    match_benefit_segments(now=now)
    suggest_key_accounts(now=now)
