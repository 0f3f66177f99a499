"""The host's record is taken over every night; what somebody stated stays, and one company may be set by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from pytest_django import Settings

from segmentation.dimension import Origin
from segmentation.models import AttributeBatch, AuditEntry, CompanyAttributes
from segmentation.registry import UnknownDimensionError
from segmentation.selectors.attributes import attributes_of
from segmentation.services import sync_attributes as syncing
from segmentation.services.ensure_builtin_segments import ensure_builtin_segments
from segmentation.services.forget_customer import forget_customer
from segmentation.services.set_attribute import UnknownCustomerError, set_attribute
from segmentation.services.sync_attributes import sync_attributes
from segmentation.values.problems import UnfitValueError
from tests.segmentation import toy_orders
from tests.segmentation.attributes.record import ASKED, RECORD
from tests.segmentation.attributes.stating import AT, state, values_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("columns")]


@pytest.fixture(autouse=True)
def _record(settings: Settings) -> Iterator[None]:
    settings.SEGMENTATION = settings.SEGMENTATION | {
        "CUSTOMER_DIRECTORY": "tests.segmentation.attributes.record.RecordingDirectory"
    }
    toy_orders.CUSTOMERS[:] = ["acme", "bolt", "cord"]
    yield
    RECORD.clear()
    ASKED.clear()


def test_record_is_taken_over_with_what_follows_from_it() -> None:
    RECORD.update(acme={"toy_city": "Aarhus", "toy_systems": ["erp"]}, bolt={"toy_big": True})

    stored = sync_attributes(now=AT)

    assert values_of("acme") == {"toy_city": "Aarhus", "toy_systems": frozenset({"erp"})}
    assert values_of("bolt") == {"toy_big": True, "toy_big_size": "big"}
    assert stored.customer_keys == ["acme", "bolt"]
    assert {one.origin for one in attributes_of("acme")} == {Origin.RECORD}


def test_what_the_record_no_longer_says_is_cleared_and_what_was_stated_stays() -> None:
    RECORD.update(acme={"toy_city": "Aarhus", "toy_staff": 4})
    sync_attributes(now=AT)
    state("acme", Origin.HAND, toy_staff=9)
    RECORD.clear()

    sync_attributes(now=AT + timedelta(days=1))

    assert values_of("acme") == {"toy_staff": 9}


def test_second_night_without_news_leaves_no_trace() -> None:
    RECORD.update(acme={"toy_city": "Aarhus"})
    sync_attributes(now=AT)

    stored = sync_attributes(now=AT + timedelta(days=1))

    assert (stored.written, AttributeBatch.objects.count()) == (0, 1)


def test_companies_are_asked_for_a_part_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syncing, "AT_A_TIME", 2)
    told: list[tuple[list[str], list[str]]] = []
    RECORD.update(cord={"toy_city": "Aarhus"})

    sync_attributes(now=AT, then=lambda keys, names: told.append((list(keys), list(names))))

    assert ASKED == [["acme", "bolt"], ["cord"]]
    assert told == [(["cord"], ["toy_city"])]


def test_dimension_that_nobody_declared_is_named() -> None:
    RECORD.update(acme={"toy_shoe_size": 43})

    with pytest.raises(UnknownDimensionError, match="'toy_shoe_size'"):
        sync_attributes(now=AT)


def test_person_states_a_value_and_takes_it_back(admin: AbstractBaseUser) -> None:
    ensure_builtin_segments()
    RECORD.update(acme={"toy_city": "Aarhus"})
    sync_attributes(now=AT)

    changed = set_attribute(
        customer_key="acme", dimension="toy_city", value="Vejle", actor=admin, now=AT, reason="Moved"
    )
    sync_attributes(now=AT)
    assert (changed, values_of("acme")) == (True, {"toy_city": "Vejle"})

    set_attribute(customer_key="acme", dimension="toy_city", value=None, actor=admin, now=AT)
    assert values_of("acme") == {"toy_city": "Aarhus"}
    assert list(AuditEntry.objects.order_by("pk").values_list("action", "before", "after", "reason")) == [
        ("attribute", "toy_city: Aarhus", "toy_city: Vejle", "Moved"),
        ("attribute", "toy_city: Vejle", "toy_city: Aarhus", ""),
    ]


def test_what_follows_from_a_value_by_hand_is_there_at_once(admin: AbstractBaseUser) -> None:
    ensure_builtin_segments()

    set_attribute(customer_key="acme", dimension="toy_big", value=True, actor=admin, now=AT)

    assert values_of("acme") == {"toy_big": True, "toy_big_size": "big"}


def test_same_value_by_hand_again_changes_nothing(admin: AbstractBaseUser) -> None:
    ensure_builtin_segments()
    set_attribute(customer_key="acme", dimension="toy_city", value="Vejle", actor=admin, now=AT)

    assert not set_attribute(customer_key="acme", dimension="toy_city", value="Vejle", actor=admin, now=AT)
    assert AuditEntry.objects.count() == 1


def test_value_that_does_not_fit_or_a_stranger_is_refused(admin: AbstractBaseUser) -> None:
    ensure_builtin_segments()
    with pytest.raises(UnfitValueError, match="“huge” is not one of the choices"):
        set_attribute(customer_key="acme", dimension="toy_size", value="huge", actor=admin, now=AT)
    with pytest.raises(UnknownCustomerError):
        set_attribute(customer_key="nobody", dimension="toy_city", value="Vejle", actor=admin, now=AT)

    assert CompanyAttributes.objects.count() == 0


def test_forgotten_company_leaves_no_attributes() -> None:
    state("acme", toy_city="Aarhus")

    forget_customer(customer_key="acme")

    assert CompanyAttributes.objects.count() == 0
