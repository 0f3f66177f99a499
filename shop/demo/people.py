"""The people of the demo: who buys for whom, and the ones a visitor may log in as."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from shop.demo.planted import Kind
from shop.demo.spelling import web_name
from shop.demo.tables.names import FIRST_NAMES, SURNAMES

PASSWORD = "nordkontor"  # noqa: S105 -- printed for everybody who tries the demo, and made only by it
DOMAIN = "nordkontor.example"


@dataclass(frozen=True, slots=True)
class PlannedPerson:
    email: str
    first_name: str
    last_name: str


FEATURED: dict[Kind, PlannedPerson] = {
    Kind.STEADY: PlannedPerson(f"routine@{DOMAIN}", "Mette", "Holm"),
    Kind.PROJECT: PlannedPerson(f"major@{DOMAIN}", "Jonas", "Vestergaard"),
    Kind.EXPLORER: PlannedPerson(f"new@{DOMAIN}", "Freja", "Lund"),
    Kind.ALL_THREE: PlannedPerson(f"mixed@{DOMAIN}", "Henrik", "Østergaard"),
    Kind.PROSPECT: PlannedPerson(f"prospect@{DOMAIN}", "Signe", "Bruun"),
}
"""The administrator of the first company of each of these kinds."""

SEVERAL = PlannedPerson(f"several@{DOMAIN}", "Karen", "Thorup")
SEVERAL_KINDS = (Kind.STEADY, Kind.PROJECT, Kind.EXPLORER)
"""An accountant who buys for the first company of each of these kinds."""

ADMIN = PlannedPerson(f"admin@{DOMAIN}", "Ane", "Nordkontor")

STAFF: dict[str, PlannedPerson] = {
    "see": PlannedPerson(f"sees@{DOMAIN}", "Sofie", "Nordkontor"),
    "propose": PlannedPerson(f"proposes@{DOMAIN}", "Peter", "Nordkontor"),
    "approve": PlannedPerson(f"approves@{DOMAIN}", "Astrid", "Nordkontor"),
}
"""Who may see, propose and approve what is switched, and nothing else."""


def invent_people(country: str, *, company: str, rng: random.Random, taken: set[str]) -> Iterator[PlannedPerson]:
    """People of one company, as many as asked for; their addresses are added to those taken."""
    domain = f"{web_name(company)}.example"
    while True:
        first, last = rng.choice(FIRST_NAMES[country]), rng.choice(SURNAMES[country])
        name = f"{web_name(first)}.{web_name(last)}"
        email = next(e for n in count() if (e := f"{name}{n or ''}@{domain}") not in taken)
        taken.add(email)
        yield PlannedPerson(email, first, last)
