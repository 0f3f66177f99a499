"""What the account managers and the books say of companies, by how they buy: what is likely, and in which bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from shop.demo.planted import Kind

Chances = Mapping[str, Sequence[str]]
"""Dimension -> the values to draw from; one that stands twice is twice as likely."""
Bounds = Mapping[str, tuple[float, float]]
"""Dimension -> the least and the most."""

SHARES = (
    "discount_share",
    "quote_share",
    "mobile_share",
    "adoption_rate",
    "paid_on_time_share",
)


class Account(NamedTuple):
    shares: tuple[tuple[float, float], ...]
    """Bounds of each of `SHARES`."""
    days_late: tuple[float, float]
    decision_days: tuple[float, float]
    people: tuple[int, int]
    margin: tuple[float, float]
    """Part of what the company bought that was left."""
    roles: Sequence[str]
    """The first ones take part, as many as there are people."""
    choices: Chances


def _choices(  # noqa: PLR0917 - a row of a table
    customisation: str,
    service: str,
    channel: str,
    knowledge: str,
    skill: str,
    window: str,
    on_time: str,
    stage: str,
    attitude: str,
) -> Chances:
    return {
        "customisation_wanted": customisation.split(),
        "service_expected": service.split(),
        "ordering_channel": channel.split(),
        "product_knowledge": knowledge.split(),
        "technical_skill": skill.split(),
        "delivery_window": window.split(),
        "on_time_need": on_time.split(),
        "life_stage": stage.split(),
        "attitude": attitude.split(),
    }


ACCOUNTS: Mapping[Kind, Account] = {
    Kind.STEADY: Account(
        shares=((0.1, 0.4), (0, 0.1), (0.05, 0.3), (0.5, 1), (0.8, 1)),
        days_late=(-4, 3),
        decision_days=(0, 2),
        people=(1, 3),
        margin=(0.24, 0.34),
        roles=("buyer", "user", "approver"),
        choices=_choices(
            "none none some",
            "self_service self_service standard",
            "web web web punchout edi",
            "good good expert",
            "good basic",
            "morning morning any",
            "day flexible",
            "settled settled growing",
            "content content enthusiast",
        ),
    ),
    Kind.SEASONAL: Account(
        shares=((0.2, 0.5), (0.05, 0.2), (0.1, 0.4), (0.2, 0.6), (0.7, 0.95)),
        days_late=(-2, 6),
        decision_days=(1, 6),
        people=(1, 3),
        margin=(0.22, 0.32),
        roles=("buyer", "decider", "user"),
        choices=_choices(
            "none some",
            "standard standard self_service",
            "web web email",
            "good basic",
            "basic good",
            "early morning",
            "hour day",
            "settled settled growing",
            "content content indifferent",
        ),
    ),
    Kind.PROJECT: Account(
        shares=((0.4, 0.8), (0.4, 0.9), (0, 0.1), (0.2, 0.6), (0.6, 0.9)),
        days_late=(0, 12),
        decision_days=(14, 60),
        people=(4, 7),
        margin=(0.18, 0.28),
        roles=("initiator", "influencer", "decider", "buyer", "approver", "user", "gatekeeper"),
        choices=_choices(
            "much much some",
            "full full standard",
            "rep email web",
            "expert good",
            "good expert",
            "morning afternoon early",
            "hour hour day",
            "moving moving growing",
            "content enthusiast indifferent",
        ),
    ),
    Kind.EXPLORER: Account(
        shares=((0.1, 0.3), (0, 0.2), (0.3, 0.8), (0.6, 1), (0.6, 0.95)),
        days_late=(-1, 9),
        decision_days=(1, 12),
        people=(1, 3),
        margin=(0.28, 0.4),
        roles=("user", "decider", "influencer"),
        choices=_choices(
            "some much none",
            "standard self_service",
            "web web phone",
            "basic basic good",
            "good expert",
            "any afternoon",
            "flexible flexible day",
            "founding growing growing",
            "enthusiast content",
        ),
    ),
    Kind.ALL_THREE: Account(
        shares=((0.5, 0.9), (0.2, 0.5), (0, 0.15), (0.6, 1), (0.75, 1)),
        days_late=(-3, 5),
        decision_days=(1, 9),
        people=(2, 5),
        margin=(0.14, 0.22),
        roles=("buyer", "decider", "gatekeeper", "approver", "influencer"),
        choices=_choices(
            "some some none",
            "standard full",
            "edi edi web",
            "expert",
            "good expert",
            "early morning",
            "day day hour",
            "settled growing",
            "content enthusiast",
        ),
    ),
    Kind.LAPSED: Account(
        shares=((0.3, 0.7), (0.1, 0.3), (0, 0.2), (0, 0.3), (0.2, 0.6)),
        days_late=(8, 40),
        decision_days=(2, 14),
        people=(1, 2),
        margin=(0.2, 0.3),
        roles=("decider", "buyer"),
        choices=_choices(
            "none",
            "standard",
            "phone email web",
            "good basic",
            "basic",
            "any",
            "flexible",
            "winding_down winding_down settled",
            "critical indifferent indifferent",
        ),
    ),
    Kind.ONE_ORDER: Account(
        shares=((0, 0.4), (0, 0.2), (0.2, 0.7), (0, 0.3), (0.5, 1)),
        days_late=(-1, 10),
        decision_days=(1, 20),
        people=(1, 2),
        margin=(0.26, 0.36),
        roles=("decider", "user"),
        choices=_choices(
            "none some",
            "standard self_service",
            "web",
            "basic",
            "basic good",
            "any morning",
            "flexible day",
            "founding growing",
            "indifferent content",
        ),
    ),
    Kind.PROSPECT: Account(
        shares=((0, 0), (0, 0), (0, 0), (0, 0.1), (0, 0)),
        days_late=(0, 0),
        decision_days=(3, 30),
        people=(1, 4),
        margin=(0, 0),
        roles=("decider", "influencer", "gatekeeper", "buyer"),
        choices=_choices(
            "none some much",
            "standard full",
            "phone email",
            "basic good",
            "basic good",
            "any morning",
            "flexible day",
            "founding moving growing",
            "indifferent",
        ),
    ),
}

MANAGERS = {"DK": ("Birgitte Kold", "Rasmus Friis"), "SE": ("Elin Dahl",), "NO": ("Elin Dahl",), "DE": ("Jonas Petri",)}
ACCESS_NOTES = {
    "NO": "Outside the EU: customs papers with every delivery; quiet in July.",
    "DE": "Wants prices without VAT and an order confirmation in German.",
    "SE": "Quiet from midsummer to the middle of August.",
    "government": "Buys above the threshold by public tender only.",
    "public": "Pays electronic invoices (OIOUBL) only.",
}
"""Of the country, unless the ownership has one of its own."""
DAY_TO_DAY = "No particular rules."
