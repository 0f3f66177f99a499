from __future__ import annotations

from datetime import datetime

from segmentation.host import open_directory
from segmentation.selectors.known_companies import all_companies
from segmentation.services.derive_attributes import derive_attributes
from segmentation.services.match_benefit_segments import match_benefit_segments
from segmentation.services.refresh_habits import refresh_habits
from segmentation.services.store_attributes import StoredAttributes
from segmentation.services.suggest_key_accounts import suggest_key_accounts
from segmentation.services.sync_attributes import sync_attributes


def refresh_facts(*, now: datetime) -> StoredAttributes:
    """Take over the host's record of everybody, and work out what follows from it and from the orders.

    Brings back what came of the records of companies and orders.
    """
    recorded = sync_attributes(now=now) + refresh_habits(open_directory().customer_keys(), now=now)
    derive_attributes(all_companies(), now=now)
    match_benefit_segments(now=now)
    suggest_key_accounts(now=now)
    return recorded
