"""Dimensions that could not be stored or worked out are named when a host starts or migrates."""

from __future__ import annotations

import pytest
from django.utils.module_loading import import_string

from segmentation.dimension import Derivation, Dimension, Kind
from segmentation.dimension_checks import check_columns, check_dimensions
from segmentation.dimensions.shipped import SHIPPED
from segmentation.registry import dimensions
from segmentation.services.assign_columns import assign_columns


def found() -> list[str]:
    return [str(problem.id) for problem in check_dimensions(None)]


def test_sound_dimensions_pass() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("dimension", "problem"),
    [
        (Dimension(key="odd", label="", kind=Kind.CHOICE, choices={"a|b": "A"}), "segmentation.E010"),
        (Dimension(key="odd", label="", kind=Kind.CHOICES), "segmentation.E010"),
        (
            Dimension(key="odd", label="", kind=Kind.NUMBER, derivation=Derivation(inputs=("nobody",), function="x")),
            "segmentation.E011",
        ),
        (
            Dimension(
                key="odd", label="", kind=Kind.NUMBER, column="occasions",
                derivation=Derivation(inputs=("toy_staff",), function="x"),
            ),
            "segmentation.E011",
        ),
        (
            Dimension(key="odd", label="", kind=Kind.NUMBER, derivation=Derivation(inputs=("odd",), function="x")),
            "segmentation.E011",
        ),
        (Dimension(key="o" * 61, label="", kind=Kind.NUMBER), "segmentation.E013"),
    ],
)  # fmt: skip
def test_each_mistake_is_named(dimension: Dimension, problem: str) -> None:
    dimensions.register(dimension)

    assert found() == [problem]


def test_more_dimensions_than_columns_are_named() -> None:
    dimensions.register(*(Dimension(key=f"toy_day_{n}", label="", kind=Kind.DATE) for n in range(16)))

    assert found() == ["segmentation.E012"]


@pytest.mark.django_db
def test_change_of_kind_is_named_before_a_migration() -> None:
    assign_columns()
    assert list(check_columns(None, databases=["default"])) == []
    dimensions.unregister("toy_staff")
    dimensions.register(Dimension(key="toy_staff", label="Staff", kind=Kind.TEXT))

    (problem,) = check_columns(None, databases=["default"])

    assert problem.id == "segmentation.E014"
    assert "'toy_staff' is declared as 'text', and its values are stored as 'number'" in problem.msg
    assert list(check_columns(None, databases=None)) == []


@pytest.mark.parametrize(
    "function", [one.derivation.function for one in SHIPPED if one.derivation is not None], ids=str
)
def test_what_ships_names_functions_that_exist(function: str) -> None:
    assert callable(import_string(function))
