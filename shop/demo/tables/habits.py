"""How companies order, decide and pay, by how they buy: what is likely, and in which bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from shop.demo.planted import Kind
from shop.orders.models import Channel


class Payer(StrEnum):
    """When a company pays its invoices."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"


LATENESS: Mapping[Payer, tuple[float, float]] = {
    Payer.EARLY: (-6, 2),
    Payer.ON_TIME: (-1, 1.5),
    Payer.LATE: (26, 7),
}
"""Days after the due day: on average, and how far from it."""

_WEB, _PUNCHOUT, _EDI = Channel.WEB, Channel.PUNCHOUT, Channel.EDI
_EMAIL, _PHONE, _REP = Channel.EMAIL, Channel.PHONE, Channel.REP
_EARLY, _ON_TIME, _LATE = Payer.EARLY, Payer.ON_TIME, Payer.LATE


class KindHabits(NamedTuple):
    channels: Sequence[Channel]
    """One that stands twice is twice as likely."""
    small_screen: tuple[float, float]
    """Bounds of the part of the orders in the shop that come from a phone or a tablet."""
    quoted: tuple[float, float]
    """Bounds of the part of the orders that follow a quote."""
    days_to_decide: tuple[float, float]
    payers: Sequence[Payer]


HABITS: Mapping[Kind, KindHabits] = {
    Kind.STEADY: KindHabits(
        (_WEB, _WEB, _WEB, _PUNCHOUT, _EDI), (0.05, 0.3), (0, 0.08), (0.01, 0.4), (_EARLY, *(_ON_TIME,) * 5, _LATE)
    ),
    Kind.SEASONAL: KindHabits(
        (_WEB, _WEB, _EMAIL), (0.1, 0.4), (0.05, 0.2), (0.2, 3), (_EARLY, _ON_TIME, _ON_TIME, _LATE)
    ),
    Kind.PROJECT: KindHabits(
        (_REP, _EMAIL, _WEB), (0, 0.1), (0.4, 0.9), (10, 35), (_ON_TIME, _ON_TIME, _ON_TIME, _LATE)
    ),
    Kind.EXPLORER: KindHabits((_WEB, _WEB, _PHONE), (0.3, 0.8), (0, 0.2), (1, 9), (_EARLY, _ON_TIME, _ON_TIME, _LATE)),
    Kind.ALL_THREE: KindHabits((_EDI, _EDI, _WEB), (0, 0.15), (0.2, 0.5), (1, 9), (_EARLY, _ON_TIME, _ON_TIME)),
    Kind.LAPSED: KindHabits((_PHONE, _EMAIL, _WEB), (0, 0.2), (0.1, 0.3), (2, 10), (_ON_TIME, _LATE, _LATE)),
    Kind.ONE_ORDER: KindHabits((_WEB,), (0.2, 0.7), (0, 0.2), (1, 20), (_EARLY, _ON_TIME, _LATE)),
    Kind.PROSPECT: KindHabits((_WEB,), (0, 0), (0, 0), (1, 20), (_ON_TIME,)),
}
