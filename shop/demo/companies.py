"""The demo company's customers: what their records say, and who may act for them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice

from shop.companies.models import CompanyMember
from shop.demo.people import FEATURED, SEVERAL, SEVERAL_KINDS, PlannedPerson, invent_people
from shop.demo.planted import Kind
from shop.demo.tables.firms import FIRMS, Firm
from shop.demo.tables.names import STREETS

Role = CompanyMember.Role

_LANGUAGES = {"DK": "da", "SE": "sv", "NO": "nb", "DE": "de"}
_FIRST_NUMBER = 10001
_GROUPS = {
    "Hotel Skovbrynet A/S": "Nordlys Hoteller A/S",
    "Limfjord Kontorforsyning": "Kontorgrossisten Vest A/S",
    "Viborg Domicil ApS": "Havnehuset Ejendomme",
}
"""Which company belongs to which other one."""
_BY_SEA = {"Bornholms Bladhus": ("CIF", "Rønne")}
_SHARED_BUYERS = (
    ("Vestjysk Regnskab I/S", "Thorsager Fragt A/S"),
    ("Hotel Skovbrynet A/S", "Nordlys Hoteller A/S"),
    ("Kontorgrossisten Vest A/S", "Limfjord Kontorforsyning"),
)
"""The first company's buyer also buys for the second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedAddress:
    label: str
    street: str
    postcode: str
    city: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedCompany:
    """A company before it is in the database."""

    number: str
    kind: Kind
    firm: Firm
    registration_number: str
    language: str
    payment_days: int
    turnover: Decimal | None
    balance_sheet: Decimal | None
    founded: int
    incoterm: str
    incoterm_place: str
    by_sea: bool
    parent: str | None
    addresses: tuple[PlannedAddress, ...]
    members: tuple[tuple[PlannedPerson, str], ...]
    uses_po_numbers: bool


def plan_companies(*, seed: int, as_of: date) -> list[PlannedCompany]:
    """Every company with its addresses and people. The same seed and day give the same companies."""
    firms = [(kind, place, firm) for kind, rows in FIRMS.items() for place, firm in enumerate(rows)]
    taken: set[str] = set()
    buyers: dict[str, PlannedPerson] = {}
    companies = []
    for number, (kind, place, firm) in enumerate(firms, start=_FIRST_NUMBER):
        rng = random.Random(f"{seed}/company/{firm.name}")
        members = list(_members(kind, firm, first_of_kind=place == 0, rng=rng, taken=taken))
        buyers[firm.name] = members[-1][0] if len(members) == 1 else members[1][0]
        members += [(buyers[of], Role.BUYER) for of, also in _SHARED_BUYERS if also == firm.name and of in buyers]
        companies.append(_plan_company(firm, kind, number=str(number), members=members, rng=rng, as_of=as_of))
    return companies


def _members(
    kind: Kind, firm: Firm, *, first_of_kind: bool, rng: random.Random, taken: set[str]
) -> Iterator[tuple[PlannedPerson, str]]:
    people = invent_people(firm.country, company=firm.name, rng=rng, taken=taken)
    featured = FEATURED.get(kind) if first_of_kind else None
    yield featured or next(people), Role.ADMIN
    extra = 0 if firm.headcount < 10 else 1 if firm.headcount < 40 else 2
    yield from zip(islice(people, extra), (Role.BUYER, Role.VIEWER), strict=False)
    if first_of_kind and kind in SEVERAL_KINDS:
        yield SEVERAL, Role.BUYER


def _plan_company(
    firm: Firm,
    kind: Kind,
    *,
    number: str,
    members: list[tuple[PlannedPerson, str]],
    rng: random.Random,
    as_of: date,
) -> PlannedCompany:
    known = rng.random() < 0.85
    turnover = Decimal(round(firm.headcount * rng.lognormvariate(11.8, 0.4), -3)) if known else None
    term, place = _BY_SEA.get(firm.name) or _delivery_term(firm, rng)
    return PlannedCompany(
        number=number,
        kind=kind,
        firm=firm,
        registration_number=_registration_number(firm.country, rng),
        language=_LANGUAGES[firm.country],
        payment_days=rng.choice((8, 14, 30, 30, 30)),
        turnover=turnover,
        balance_sheet=turnover and Decimal(round(float(turnover) * rng.uniform(0.35, 0.9), -3)),
        founded=as_of.year - (rng.randint(1, 6) if kind in (Kind.EXPLORER, Kind.PROSPECT) else rng.randint(4, 70)),
        incoterm=term,
        incoterm_place=place,
        by_sea=firm.name in _BY_SEA,
        parent=_GROUPS.get(firm.name),
        addresses=tuple(_addresses(firm, rng)),
        members=tuple(members),
        uses_po_numbers=firm.headcount >= 40 or rng.random() < 0.25,
    )


def _addresses(firm: Firm, rng: random.Random) -> Iterator[PlannedAddress]:
    labels = ["Reception"]
    if firm.headcount >= 30:
        labels.append("Goods-in")
    if firm.headcount >= 100:
        labels.append("Branch")
    for label in labels:
        street = f"{rng.choice(STREETS[firm.country])} {rng.randint(1, 98)}"
        yield PlannedAddress(label=label, street=street, postcode=firm.postcode, city=firm.city)


def _delivery_term(firm: Firm, rng: random.Random) -> tuple[str, str]:
    if firm.country == "DK":
        return ("DAP", firm.city) if rng.random() < 0.3 else ("", "")
    if firm.country == "NO":
        return rng.choice((("DDP", firm.city), ("DAP", firm.city)))
    return rng.choice((("DAP", firm.city), ("FCA", "Taastrup"), ("CPT", firm.city)))


def _registration_number(country: str, rng: random.Random) -> str:
    if country == "SE":
        return f"556{rng.randint(100, 999)}-{rng.randint(1000, 9999)}"
    if country == "NO":
        return f"9{rng.randint(10_000_000, 99_999_999)}"
    if country == "DE":
        return f"HRB {rng.randint(1000, 99_999)}"
    return str(rng.randint(20_000_000, 44_999_999))
