from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db import transaction

from segmentation.models import SegmentMembership
from segmentation.services.write_along import Along
from segmentation.signals import membership_changed, membership_changing

Moves = Mapping[str, frozenset[str]]


def announce_memberships(*, joined: Moves, left: Moves) -> None:
    """Tell whoever listens, within the caller's transaction and once it has committed."""
    for along in ask_listeners(joined=joined, left=left):
        along.write()


def ask_listeners(*, joined: Moves, left: Moves) -> Sequence[Along]:
    """The same; what listeners want written is left to the caller, who writes it together with the change."""
    if not joined and not left:
        return ()
    facts: dict[str, Any] = {"sender": SegmentMembership, "joined": joined, "left": left}
    answers: list[tuple[Any, Any]] = membership_changing.send(**facts)
    transaction.on_commit(partial(membership_changed.send_robust, **facts))
    return [answer for _receiver, answer in answers if isinstance(answer, Along)]
