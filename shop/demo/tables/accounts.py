"""What the account managers say of companies, by how they buy: what is likely, and in which bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from shop.demo.planted import Kind

Chances = Mapping[str, Sequence[str]]
"""Dimension -> the values to draw from; one that stands twice is twice as likely."""


class Account(NamedTuple):
    adoption: tuple[float, float]
    people: tuple[int, int]
    roles: Sequence[str]
    """The first ones take part, as many as there are people."""
    choices: Chances


def _choices(  # noqa: PLR0917 - a row of a table
    customisation: str,
    service: str,
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
        "product_knowledge": knowledge.split(),
        "technical_skill": skill.split(),
        "delivery_window": window.split(),
        "on_time_need": on_time.split(),
        "life_stage": stage.split(),
        "attitude": attitude.split(),
    }


ACCOUNTS: Mapping[Kind, Account] = {
    Kind.STEADY: Account(
        adoption=(0.5, 1),
        people=(1, 3),
        roles=("buyer", "user", "approver"),
        choices=_choices(
            "none none some",
            "self_service self_service standard",
            "good good expert",
            "good basic",
            "morning morning any",
            "day flexible",
            "settled settled growing",
            "content content enthusiast",
        ),
    ),
    Kind.SEASONAL: Account(
        adoption=(0.2, 0.6),
        people=(1, 3),
        roles=("buyer", "decider", "user"),
        choices=_choices(
            "none some",
            "standard standard self_service",
            "good basic",
            "basic good",
            "early morning",
            "hour day",
            "settled settled growing",
            "content content indifferent",
        ),
    ),
    Kind.PROJECT: Account(
        adoption=(0.2, 0.6),
        people=(4, 7),
        roles=("initiator", "influencer", "decider", "buyer", "approver", "user", "gatekeeper"),
        choices=_choices(
            "much much some",
            "full full standard",
            "expert good",
            "good expert",
            "morning afternoon early",
            "hour hour day",
            "moving moving growing",
            "content enthusiast indifferent",
        ),
    ),
    Kind.EXPLORER: Account(
        adoption=(0.6, 1),
        people=(1, 3),
        roles=("user", "decider", "influencer"),
        choices=_choices(
            "some much none",
            "standard self_service",
            "basic basic good",
            "good expert",
            "any afternoon",
            "flexible flexible day",
            "founding growing growing",
            "enthusiast content",
        ),
    ),
    Kind.ALL_THREE: Account(
        adoption=(0.6, 1),
        people=(2, 5),
        roles=("buyer", "decider", "gatekeeper", "approver", "influencer"),
        choices=_choices(
            "some some none",
            "standard full",
            "expert",
            "good expert",
            "early morning",
            "day day hour",
            "settled growing",
            "content enthusiast",
        ),
    ),
    Kind.LAPSED: Account(
        adoption=(0, 0.3),
        people=(1, 2),
        roles=("decider", "buyer"),
        choices=_choices(
            "none",
            "standard",
            "good basic",
            "basic",
            "any",
            "flexible",
            "winding_down winding_down settled",
            "critical indifferent indifferent",
        ),
    ),
    Kind.ONE_ORDER: Account(
        adoption=(0, 0.3),
        people=(1, 2),
        roles=("decider", "user"),
        choices=_choices(
            "none some",
            "standard self_service",
            "basic",
            "basic good",
            "any morning",
            "flexible day",
            "founding growing",
            "indifferent content",
        ),
    ),
    Kind.PROSPECT: Account(
        adoption=(0, 0.1),
        people=(1, 4),
        roles=("decider", "influencer", "gatekeeper", "buyer"),
        choices=_choices(
            "none some much",
            "standard full",
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
