"""What is stored is what is read; who stated a value last does not matter as much as who they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segmentation.dimension import Dimension, Kind, Origin
from segmentation.models import AttributeBatch, CompanyAttributes
from segmentation.selectors.attributes import attributes_of, every_value
from segmentation.services.store_attributes import store_attributes
from tests.segmentation.admin.rows import AT as PROFILE_AT
from tests.segmentation.admin.rows import make_profile
from tests.segmentation.attributes.dimensions import CITY, STAFF, STATED
from tests.segmentation.attributes.stating import AT, batch, frame, values_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("columns")]

FACTS: dict[str, Any] = {
    "toy_staff": 12.5,
    "toy_turnover": Decimal("1234567.89"),
    "toy_founded": date(1987, 3, 1),
    "toy_size": "small",
    "toy_systems": frozenset({"erp", "edi"}),
    "toy_city": "Ærøskøbing, “Havn”",
    "toy_trade": "6201",
    "toy_key_account": True,
}


def test_every_kind_of_value_is_read_as_it_was_stored_with_source_and_age() -> None:
    store_attributes(frame(acme=FACTS), batch=batch(detail="facts.csv"))

    found = attributes_of("acme")
    assert {one.dimension.key: one.value for one in found} == FACTS
    assert {(one.origin, one.detail, one.at) for one in found} == {(Origin.IMPORTED, "facts.csv", AT)}


def value_for(dimension: Dimension) -> st.SearchStrategy[Any]:
    signs = st.characters(exclude_categories=["Cc", "Cs"])
    texts = st.text(signs, min_size=1, max_size=40).map(str.strip).filter(bool)
    return {
        Kind.NUMBER: st.floats(-1e12, 1e12).map(lambda n: n + 0.0),
        Kind.MONEY: st.integers(-(10**15), 10**15).map(lambda minor: Decimal(minor).scaleb(-2)),
        Kind.DATE: st.dates(date(1000, 1, 1)),
        Kind.CHOICE: st.sampled_from(sorted(dimension.choices) or ["-"]),
        Kind.CHOICES: st.frozensets(st.sampled_from(sorted(dimension.choices) or ["-"])),
        Kind.YES_NO: st.booleans(),
        Kind.TEXT: st.from_regex(r"[A-Z0-9]{1,8}", fullmatch=True) if dimension.is_code else texts,
    }[dimension.kind]


companies = st.dictionaries(
    st.sampled_from(["acme", "bolt", "cord", "dust"]),
    st.fixed_dictionaries({}, optional={one.key: value_for(one) for one in STATED}),
    min_size=1,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=companies, second=companies)
def test_stored_twice_the_later_values_hold_and_the_others_stay(
    first: dict[str, dict[str, Any]], second: dict[str, dict[str, Any]]
) -> None:
    CompanyAttributes.objects.all().delete()

    for facts in (first, second):
        store_attributes(frame(**facts), batch=batch())

    expected = {key: first.get(key, {}) | second.get(key, {}) for key in {*first, *second}}
    assert {key: values_of(key) for key in expected} == expected


def test_same_values_again_change_nothing_and_leave_no_delivery() -> None:
    store_attributes(frame(acme=FACTS), batch=batch())

    again = store_attributes(frame(acme=FACTS), batch=batch(at=AT + timedelta(days=1)))

    assert (again.written, again.cleared, again.claimed, again.withstood, again.customer_keys) == (0, 0, 0, 0, [])
    assert AttributeBatch.objects.count() == 1
    assert {one.at for one in attributes_of("acme")} == {AT}


def test_only_the_value_that_changed_has_the_new_source() -> None:
    store_attributes(frame(acme={"toy_staff": 5, "toy_city": "Aarhus"}), batch=batch(detail="old"))

    stored = store_attributes(frame(acme={"toy_staff": 5, "toy_city": "Vejle"}), batch=batch(detail="new"))

    assert (stored.written, stored.dimensions, stored.customer_keys) == (1, {"toy_city"}, ["acme"])
    assert [(one.dimension, one.value, one.detail) for one in attributes_of("acme")] == [
        (STAFF, 5, "old"),
        (CITY, "Vejle", "new"),
    ]


STRONGEST_FIRST = [Origin.HAND, Origin.API, Origin.IMPORTED, Origin.RECORD, Origin.DERIVED]


@pytest.mark.parametrize("later", STRONGEST_FIRST)
@pytest.mark.parametrize("earlier", STRONGEST_FIRST)
def test_later_value_holds_unless_it_comes_from_a_weaker_origin(earlier: Origin, later: Origin) -> None:
    store_attributes(frame(acme={"toy_staff": 1}), batch=batch(earlier))

    stored = store_attributes(frame(acme={"toy_staff": 2}), batch=batch(later))

    holds = STRONGEST_FIRST.index(later) <= STRONGEST_FIRST.index(earlier)
    assert (stored.written, stored.withstood) == ((1, 0) if holds else (0, 1))
    assert [(one.value, one.origin) for one in attributes_of("acme")] == [(2, later) if holds else (1, earlier)]


def test_value_that_a_person_confirms_is_that_persons_from_then_on() -> None:
    store_attributes(frame(acme={"toy_staff": 1}), batch=batch(Origin.RECORD))
    confirmed = store_attributes(frame(acme={"toy_staff": 1}), batch=batch(Origin.HAND))
    store_attributes(frame(acme={"toy_staff": 2}), batch=batch(Origin.RECORD))

    assert (confirmed.claimed, confirmed.customer_keys) == (1, [])
    assert [(one.value, one.origin) for one in attributes_of("acme")] == [(1, Origin.HAND)]


@pytest.mark.parametrize(
    ("stated", "clearing", "left"),
    [
        (Origin.RECORD, Origin.RECORD, {}),
        (Origin.IMPORTED, Origin.RECORD, {"toy_staff": 1}),
        (Origin.DERIVED, Origin.RECORD, {"toy_staff": 1}),
        (Origin.RECORD, Origin.IMPORTED, {"toy_staff": 1}),
        (Origin.IMPORTED, Origin.HAND, {}),
        (Origin.RECORD, Origin.HAND, {}),
    ],
)
def test_missing_value_is_cleared_where_it_came_from_and_by_a_person_everywhere(
    stated: Origin, clearing: Origin, left: dict[str, int]
) -> None:
    store_attributes(frame(acme={"toy_staff": 1}), batch=batch(stated))

    store_attributes(frame(acme={"toy_staff": None}), batch=batch(clearing))
    assert values_of("acme") == {"toy_staff": 1}
    store_attributes(frame(acme={"toy_staff": None}), batch=batch(clearing), clear_missing=True)

    assert values_of("acme") == left


def test_after_a_person_cleared_it_the_record_speaks_again() -> None:
    store_attributes(frame(acme={"toy_staff": 7}), batch=batch(Origin.HAND))
    store_attributes(frame(acme={"toy_staff": None}), batch=batch(Origin.HAND), clear_missing=True)
    store_attributes(frame(acme={"toy_staff": 3}), batch=batch(Origin.RECORD))

    assert values_of("acme") == {"toy_staff": 3}


@pytest.mark.parametrize(
    ("dimension", "value"),
    [
        ("toy_staff", "many"),
        ("toy_staff", float("inf")),
        ("toy_turnover", Decimal("0.001")),
        ("toy_turnover", Decimal(10) ** 20),
        ("toy_founded", "1987-03-01"),
        ("toy_size", "huge"),
        ("toy_systems", ["erp", "fax"]),
        ("toy_city", "x" * 301),
        ("toy_key_account", "perhaps"),
    ],
)
def test_value_that_does_not_fit_is_left_out_and_the_others_are_stored(dimension: str, value: Any) -> None:
    other = "toy_city" if dimension != "toy_city" else "toy_trade"
    stored = store_attributes(frame(acme={dimension: value, other: "A"}), batch=batch())

    assert (stored.refused, stored.written) == (1, 1)
    assert stored.examples[0].startswith(f"acme, {dimension}: ")
    assert values_of("acme") == {other: "A"}


def test_dimension_that_is_worked_out_from_orders_cannot_be_stored() -> None:
    with pytest.raises(ValueError, match="'toy_orders' is worked out from orders"):
        store_attributes(frame(acme={"toy_orders": 3}), batch=batch())


@pytest.mark.parametrize("companies", [1, 300])
def test_queries_do_not_grow_with_the_companies(
    companies: int, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    facts = {f"company-{n:03}": FACTS for n in range(companies)}
    store_attributes(frame(**facts), batch=batch())
    changed = {key: FACTS | {"toy_city": "Vejle", "toy_staff": 4} for key in facts}

    with django_assert_max_num_queries(14 if connection.vendor == "postgresql" else 20):
        stored = store_attributes(frame(**changed), batch=batch())

    assert stored.written == 2 * companies


def test_company_has_every_dimension_and_what_is_computed_comes_from_its_orders(
    django_assert_num_queries: Callable[..., Any],
) -> None:
    make_profile("acme", occasions=9)
    store_attributes(frame(acme={"toy_staff": 3}), batch=batch())
    attributes_of("acme")

    with django_assert_num_queries(3):
        found = every_value("acme")

    assert [(one.dimension.key, one.value, one.origin, one.at) for one in found if one.value is not None] == [
        ("toy_staff", 3, Origin.IMPORTED, AT),
        ("toy_orders", 9, Origin.ORDERS, PROFILE_AT),
    ]
    assert len(found) == 11
