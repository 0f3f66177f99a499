from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import transaction

from segmentation.models import SegmentMembership
from segmentation.signals import membership_changed, membership_changing


def announce_memberships(*, joined: Mapping[str, frozenset[str]], left: Mapping[str, frozenset[str]]) -> None:
    """Tell whoever listens, within the caller's transaction and once it has committed."""
    if joined or left:
        facts: dict[str, Any] = {"sender": SegmentMembership, "joined": joined, "left": left}
        membership_changing.send(**facts)
        transaction.on_commit(partial(membership_changed.send_robust, **facts))
