"""Values that another system writes are in the audit: by whose token, from what, to what."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from segmentation.models import AuditEntry
from segmentation.rest.models import ApiToken
from segmentation.rest.services import write_attributes as writing
from segmentation.services.set_attribute import set_attribute
from tests.segmentation.admin.rows import make_profile
from tests.segmentation.rest.conftest import Caller
from tests.segmentation.rest.test_attributes import write

pytestmark = pytest.mark.django_db


def kept() -> list[tuple[Any, ...]]:
    facts = ("actor_name", "token_name", "action", "customer_key", "before", "after", "reason")
    return list(AuditEntry.objects.exclude(action="api_token").order_by("pk").values_list(*facts))


def write_many(caller: Caller, keys: list[str], values: Any) -> Any:
    companies = [{"customer_key": key, "values": values} for key in keys]
    return caller.call("patch", "attributes/", {"system": "ERP", "companies": companies})


def test_values_are_kept_from_what_to_what(caller: Caller) -> None:
    make_profile("acme")
    ApiToken.objects.update(name="Nightly sync")

    write(caller, {"headcount": 120, "certificates_held": ["emas", "blue_angel"], "turnover": "1250.50"})
    write(caller, {"headcount": 130, "certificates_held": ["blue_angel"]})
    write(caller, {"headcount": None})

    who = ("anna@example.com", "Nightly sync", "attribute", "acme")
    assert [entry[:4] for entry in kept()] == [who] * 6
    assert [entry[4:] for entry in kept()] == [
        ("certificates_held: ", "certificates_held: blue_angel, emas", "ERP"),
        ("headcount: ", "headcount: 120", "ERP"),
        ("turnover: ", "turnover: 1250.50", "ERP"),
        ("certificates_held: blue_angel, emas", "certificates_held: blue_angel", "ERP"),
        ("headcount: 120", "headcount: 130", "ERP"),
        ("headcount: 130", "headcount: ", "ERP"),
    ]


def test_what_changes_nothing_is_not_kept(caller: Caller) -> None:
    make_profile("acme")
    set_attribute(customer_key="acme", dimension="headcount", value=7, actor=None, now=timezone.now())
    write(caller, {"turnover": "5"})
    AuditEntry.objects.all().delete()

    same = write(caller, {"turnover": "5"}).json()
    withstood = write(caller, {"headcount": 120}).json()
    refused = write(caller, {"headcount": "many"}).json()

    assert (same["written"], withstood["withstood"], refused["refused"], kept()) == (0, 1, 1, [])


def test_many_values_are_one_entry_with_how_many_companies(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MOST_NAMED", 3)
    keys = [make_profile(f"c{n}").pk for n in range(4)]

    write_many(caller, keys[:3], {"headcount": 5})
    write_many(caller, keys, {"headcount": 6})

    person = ("anna@example.com", "ERP")
    assert kept()[:3] == [(*person, "attribute", key, "headcount: ", "headcount: 5", "ERP") for key in keys[:3]]
    assert kept()[3:] == [(*person, "attributes_sent", "", "", "ERP: 4", "")]


def test_audit_says_so_over_the_api_and_to_people(caller: Caller, boss_client: Any) -> None:
    make_profile("acme")
    write(caller, {"headcount": 120})

    [told] = caller.get("audit/?customer_key=acme&action=attribute").json()["results"]
    page = boss_client.get("/admin/segmentation/auditentry/").text

    assert (told["who"], told["token"]) == ("anna@example.com", "ERP")
    assert (told["before_text"], told["after_text"]) == ("Employees: not known", "Employees: 120")
    assert "anna@example.com, by the token “ERP”" in page


def test_person_in_a_browser_uses_no_token(boss_client: Any) -> None:
    make_profile("acme")

    sent = {"system": "By me", "values": {"headcount": 3}}
    boss_client.patch("/api/profiles/acme/attributes/", sent, content_type="application/json")

    assert [entry[:2] for entry in kept()] == [("dora@example.com", "")]


def test_other_changes_by_a_token_name_it_too(caller: Caller) -> None:
    make_profile("acme")

    caller.post("segments/routine/choices/", {"customer_keys": ["acme"], "include": False, "reason": "Pilot"})

    assert [entry[:3] for entry in kept()] == [("anna@example.com", "ERP", "membership")]
