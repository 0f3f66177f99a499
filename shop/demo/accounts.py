"""What the demo company's account managers know of customers: an export as another system would write it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from shop.demo.companies import PlannedCompany
from shop.demo.planted import Kind
from shop.demo.tables.accounts import ACCESS_NOTES, ACCOUNTS, DAY_TO_DAY, MANAGERS, Account
from shop.demo.tables.towns import TOWNS

NONE_OF_THEM = "-"
TOLD = 0.9
"""Part of the softer facts that somebody wrote down; the rest is not known."""
_GREEN = ("eu_ecolabel", "nordic_swan", "fsc", "blue_angel", "fairtrade")
_OF_PLACES = ("gs", "tco", "energy_star")
_SYSTEMS = {
    Kind.ALL_THREE: ("erp", "edi", "e_invoice"),
    Kind.STEADY: ("erp", "punchout", "e_invoice"),
    Kind.PROJECT: ("erp", "e_procurement", "e_invoice"),
}
_CHOSEN = {"Nordlys Hoteller A/S": "image_makers", "Hotel Skovbrynet A/S": "image_makers"}
"""Benefit segments that an account manager chose."""

Row = dict[str, str]


def plan_accounts(companies: Sequence[PlannedCompany], *, bought: Mapping[str, Decimal], seed: int) -> Iterator[Row]:
    """A row a company, by the keys of dimensions; `bought` is what each bought in the last 12 months."""
    for each in companies:
        rng = random.Random(f"{seed}/accounts/{each.number}")
        account = ACCOUNTS[each.kind]
        spent = bought.get(each.number, Decimal(0))
        yield {
            "customer_key": each.number,
            **_place(each, rng),
            **_needs(each, account, rng),
            **_deciding(each, account, rng),
            **_systems(each, account, rng),
            **_lifecycle(each, spent, rng),
        }


def _place(each: PlannedCompany, rng: random.Random) -> Row:
    north, east = TOWNS[each.firm.city]
    notes = ACCESS_NOTES.get(each.firm.ownership) or ACCESS_NOTES.get(each.firm.country) or DAY_TO_DAY
    held = ["iso_9001"] * (each.firm.headcount >= 50) + ["iso_14001"] * (each.firm.headcount >= 100)
    asked = rng.sample(_OF_PLACES, rng.randint(0, 1 + (each.firm.headcount >= 40)))
    return {
        "latitude": f"{north + rng.uniform(-0.01, 0.01):.4f}",
        "longitude": f"{east + rng.uniform(-0.01, 0.01):.4f}",
        "standards_required": _listed(asked),
        "certificates_held": _listed(held),
        "access_notes": notes,
    }


def _needs(each: PlannedCompany, account: Account, rng: random.Random) -> Row:
    most = 3 if each.kind in {Kind.PROJECT, Kind.EXPLORER} else 1
    return {
        **{name: rng.choice(values) if rng.random() < TOLD else "" for name, values in account.choices.items()},
        "service_expected": rng.choice(account.choices["service_expected"]),
        "on_time_need": rng.choice(account.choices["on_time_need"]),
        "certificates_asked": _listed(rng.sample(_GREEN, rng.randint(0, most))),
        "price_sensitivity_stated": "0.90" if each.kind is Kind.ALL_THREE and rng.random() < 0.5 else "",
        "benefit_segment_choice": _CHOSEN.get(each.firm.name, ""),
    }


def _deciding(each: PlannedCompany, account: Account, rng: random.Random) -> Row:
    people = min(rng.randint(*account.people), each.firm.headcount)
    return {
        "people_deciding": str(people),
        "buying_roles": _listed(account.roles[:people]),
        "buying_centralised": "no" if each.firm.headcount >= 100 and rng.random() < 0.4 else "yes",
        "approvals_needed": str(min(people - 1, 3 if each.firm.headcount >= 100 else 1)),
    }


def _systems(each: PlannedCompany, account: Account, rng: random.Random) -> Row:
    used: Sequence[str] = _SYSTEMS.get(each.kind, ("e_invoice",))
    if each.firm.headcount < 20:
        used = used[-1:] if rng.random() < 0.5 else ()
    channels = ["email", "web", *rng.sample(("phone", "visit", "print", "fair", "social"), rng.randint(0, 2))]
    return {
        "systems_in_use": _listed(used),
        "information_channels": _listed(channels),
        "adoption_rate": f"{rng.uniform(*account.adoption):.2f}",
    }


def _lifecycle(each: PlannedCompany, spent: Decimal, rng: random.Random) -> Row:
    is_key = each.firm.headcount >= 100 and spent > 0 and each.kind is not Kind.LAPSED
    return {
        "key_account": "yes" if is_key else "no",
        "account_manager": rng.choice(MANAGERS[each.firm.country]),
        "showroom_visits": str(rng.randint(1, 5) if each.kind in {Kind.PROJECT, Kind.EXPLORER} else rng.randint(0, 1)),
    }


def _listed(keys: Sequence[str]) -> str:
    return ";".join(sorted(keys)) or NONE_OF_THEM
