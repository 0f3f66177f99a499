"""Dimensions find their columns, keep them, and never read another's."""

from __future__ import annotations

import pytest
from django.db import transaction

from segmentation.dimension import Dimension, Kind
from segmentation.models import AttributeColumn
from segmentation.models.attribute_columns import ColumnKindError, column_of, column_path, columns_of, forget_columns
from segmentation.registry import dimensions
from segmentation.services.assign_columns import NoColumnLeftError, assign_columns

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_given_out(db: None) -> None:
    AttributeColumn.objects.all().delete()
    forget_columns()


def test_columns_are_given_out_in_the_order_of_the_registry() -> None:
    given = assign_columns()

    assert len(given) == 10
    assert columns_of() == {
        "toy_big_size": "text_01",
        "toy_big": "flag_01",
        "toy_staff": "number_01",
        "toy_turnover": "amount_01",
        "toy_founded": "day_01",
        "toy_size": "text_02",
        "toy_systems": "text_03",
        "toy_city": "text_04",
        "toy_trade": "text_05",
        "toy_key_account": "flag_02",
    }


def test_rules_read_them_from_the_profile() -> None:
    assert column_path("toy_staff") is None

    assign_columns()

    assert column_path("toy_staff") == "attributes__number_01"
    assert column_path("toy_orders") is None


def test_later_dimension_gets_the_next_column_and_nobody_moves() -> None:
    assign_columns()
    before = columns_of()
    dimensions.register(Dimension(key="toy_late", label="Late", kind=Kind.NUMBER))

    assert assign_columns() == ["toy_late"]
    assert columns_of() == before | {"toy_late": "number_02"}
    assert assign_columns() == []


def test_column_of_a_dimension_that_nobody_declares_any_more_goes_to_nobody_else() -> None:
    assign_columns()
    dimensions.unregister("toy_staff")
    dimensions.register(Dimension(key="toy_late", label="Late", kind=Kind.NUMBER))

    assign_columns()

    assert column_of("toy_late") == "number_02"


def test_lookup_is_one_query_however_often(django_assert_num_queries: object) -> None:
    assign_columns()
    forget_columns()

    with django_assert_num_queries(1):  # type: ignore[operator]
        paths = [column_path(key) for key in ("toy_staff", "toy_city", "toy_staff")]

    assert paths == ["attributes__number_01", "attributes__text_04", "attributes__number_01"]


def test_column_that_was_given_out_and_taken_back_is_not_remembered() -> None:
    with transaction.atomic():
        assign_columns()
        assert column_of("toy_staff") == "number_01"
        transaction.set_rollback(True)

    assert column_of("toy_staff") is None


def test_no_more_columns_than_there_are() -> None:
    dimensions.register(*(Dimension(key=f"toy_day_{n}", label="Day", kind=Kind.DATE) for n in range(16)))

    with pytest.raises(NoColumnLeftError, match=r"All 16 columns for values of the kind 'date' .* 'toy_day_15'"):
        assign_columns()


@pytest.mark.parametrize("kind", [Kind.MONEY, Kind.YES_NO])
def test_dimension_that_became_of_another_kind_is_refused(kind: Kind) -> None:
    assign_columns()
    dimensions.unregister("toy_staff")
    dimensions.register(Dimension(key="toy_staff", label="Staff", kind=kind))

    with pytest.raises(ColumnKindError, match=f"'toy_staff' is declared as '{kind}', .* stored as 'number'"):
        column_path("toy_staff")
