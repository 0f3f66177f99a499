from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from django.db import transaction

from segmentation.models import SegmentMembership
from segmentation.signals import membership_changed


def announce_memberships(*, joined: Mapping[str, frozenset[str]], left: Mapping[str, frozenset[str]]) -> None:
    """Tell whoever listens, once the transaction has committed."""
    if joined or left:
        transaction.on_commit(
            partial(membership_changed.send_robust, sender=SegmentMembership, joined=joined, left=left)
        )
