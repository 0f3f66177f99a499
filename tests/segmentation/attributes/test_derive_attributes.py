"""What follows from other values is worked out in order, follows its inputs, and gives way to whoever states it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from segmentation.dimension import Derivation, Dimension, Kind, Origin
from segmentation.dimensions.order import CircularDerivationError, derivation_levels
from segmentation.registry import dimensions
from segmentation.selectors.attributes import attributes_of
from segmentation.services.assign_columns import assign_columns
from segmentation.services.derive_attributes import derive_attributes
from tests.segmentation.admin.rows import make_profile
from tests.segmentation.attributes.dimensions import BIG, BIG_SIZE
from tests.segmentation.attributes.stating import AT, state, values_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("columns")]


def test_values_follow_from_attributes_and_orders_and_from_each_other() -> None:
    make_profile("acme", occasions=9)
    make_profile("bolt", occasions=9)
    state("acme", toy_staff=10)
    state("bolt", toy_staff=3)

    derived = derive_attributes(["bolt", "acme"], now=AT)

    assert values_of("acme") == {"toy_staff": 10, "toy_big": True, "toy_big_size": "big"}
    assert values_of("bolt") == {"toy_staff": 3, "toy_big": False, "toy_big_size": "little"}
    assert (derived.written, derived.customer_keys) == (4, ["acme", "bolt"])
    assert {one.origin for one in attributes_of("acme")} == {Origin.IMPORTED, Origin.DERIVED}


def test_what_cannot_be_told_any_more_is_cleared() -> None:
    make_profile("acme", occasions=9)
    state("acme", Origin.RECORD, toy_staff=10)
    derive_attributes(["acme"], now=AT)

    state("acme", Origin.HAND, toy_staff=2)
    derive_attributes(["acme"], now=AT)
    assert values_of("acme") == {"toy_staff": 2, "toy_big": False, "toy_big_size": "little"}

    from segmentation.models import CustomerProfile

    CustomerProfile.objects.all().delete()
    derive_attributes(["acme"], now=AT)
    assert values_of("acme") == {"toy_staff": 2}


def test_stated_value_stays_and_others_follow_from_it() -> None:
    make_profile("acme", occasions=9)
    state("acme", toy_staff=10, toy_big=False)

    derived = derive_attributes(["acme"], now=AT)

    assert values_of("acme") == {"toy_staff": 10, "toy_big": False, "toy_big_size": "little"}
    assert (derived.withstood, derived.written) == (1, 1)


def test_nothing_is_written_where_nothing_changed() -> None:
    make_profile("acme", occasions=9)
    state("acme", toy_staff=10)
    derive_attributes(["acme"], now=AT)

    again = derive_attributes(["acme"], now=AT)

    assert (again.written, again.cleared) == (0, 0)


def test_derivation_that_fails_leaves_its_values_and_the_others_are_worked_out(
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken = Derivation(inputs=("toy_staff",), function="tests.segmentation.attributes.derived.broken")
    dimensions.register(Dimension(key="toy_broken", label="Broken", kind=Kind.NUMBER, derivation=broken))
    assign_columns()
    make_profile("acme", occasions=9)
    state("acme", Origin.DERIVED, toy_broken=1)
    state("acme", toy_staff=10)

    with caplog.at_level(logging.ERROR):
        derive_attributes(["acme"], now=AT)

    assert values_of("acme") == {"toy_staff": 10, "toy_big": True, "toy_big_size": "big", "toy_broken": 1}
    assert "'toy_broken' could not be worked out" in caplog.text


def test_amounts_are_worked_out_in_minor_units() -> None:
    cost = Derivation(inputs=("toy_turnover",), function="tests.segmentation.attributes.derived.yearly_cost")
    dimensions.register(Dimension(key="toy_cost", label="Cost", kind=Kind.MONEY, derivation=cost))
    assign_columns()
    state("acme", toy_turnover=Decimal("100.00"))

    derive_attributes(["acme"], now=AT)

    assert values_of("acme")["toy_cost"] == Decimal("33.33")


@pytest.mark.parametrize(
    ("changed", "levels"),
    [
        (None, [[BIG], [BIG_SIZE]]),
        ({"toy_staff"}, [[BIG], [BIG_SIZE]]),
        ({"toy_big"}, [[BIG_SIZE]]),
        ({"toy_city"}, []),
    ],
)
def test_only_what_follows_from_a_change_is_worked_out_level_by_level(
    changed: set[str] | None, levels: list[list[Dimension]]
) -> None:
    assert derivation_levels(dimensions, changed=changed) == levels


def test_circle_is_named() -> None:
    one = Dimension(key="one", label="", kind=Kind.NUMBER, derivation=Derivation(inputs=("two",), function="x"))
    two = Dimension(key="two", label="", kind=Kind.NUMBER, derivation=Derivation(inputs=("one",), function="x"))

    with pytest.raises(CircularDerivationError, match="one"):
        derivation_levels([one, two])


def test_queries_do_not_grow_with_the_companies(django_assert_max_num_queries: Callable[..., Any]) -> None:
    keys = [f"company-{n:03}" for n in range(150)]
    for key in keys[:3]:
        make_profile(key, occasions=9)
        state(key, toy_staff=10)

    with django_assert_max_num_queries(30):
        derive_attributes(keys, now=AT)
