from __future__ import annotations

import pytest
from pandas.testing import assert_frame_equal

from segmentation.contracts import CustomerRange, OrderSource
from segmentation.sources import (
    FrameSource,
    SourceError,
    SuccessionSource,
    count_lines,
    read_range,
    take_fingerprints,
    with_successions,
)
from segmentation.testing import order_frame, sorted_lines
from tests.segmentation.sources.contract import OrderSourceContract

LINES = [
    {"customer": "acme", "day": "2024-01-01", "sku": "OLD", "quantity": 1},
    {"customer": "bolt", "day": "2024-01-02", "sku": "NEW", "quantity": 2},
    {"customer": "crown", "day": "2024-01-03", "sku": "OTHER", "quantity": 3},
    {"customer": "zinc", "day": "2024-01-04", "sku": "OLDER", "quantity": 4},
]
SUCCESSORS = {"older": "old", "old": "new"}
MERGED = {"zinc": "acme"}


def succession(**options) -> SuccessionSource:
    return SuccessionSource(FrameSource(order_frame(LINES)), **{"successors": SUCCESSORS, "merged": MERGED, **options})


class TestSuccessionSource(OrderSourceContract):
    @pytest.fixture
    def source(self) -> OrderSource:
        return succession()


def rows(frame) -> list[tuple[str, str, int]]:
    return sorted(
        zip(frame["customer_key"].astype(str), frame["sku"].astype(str), frame["quantity"].tolist(), strict=True)
    )


def test_old_items_and_customers_are_told_by_what_goes_on() -> None:
    assert rows(succession().read()) == [
        ("acme", "NEW", 1000),
        ("acme", "NEW", 4000),
        ("bolt", "NEW", 2000),
        ("crown", "OTHER", 3000),
    ]


def test_customer_that_became_part_of_another_is_nobody() -> None:
    assert (list(succession().customer_keys()), rows(succession().read(["zinc"]))) == (["acme", "bolt", "crown"], [])


def test_lines_are_counted_for_the_customer_that_goes_on() -> None:
    assert count_lines(succession()).to_dict() == {"acme": 2, "bolt": 1, "crown": 1}


@pytest.mark.parametrize("customers", [CustomerRange("", "b"), CustomerRange("b", None), CustomerRange()])
def test_range_holds_whoever_goes_on_in_it(customers: CustomerRange) -> None:
    source = succession()
    keys = [key for key in source.customer_keys() if key in customers]

    assert_frame_equal(sorted_lines(read_range(source, customers)), sorted_lines(source.read(keys)))


def test_customer_left_out_of_a_range_is_left_out_with_all_its_former_keys() -> None:
    assert rows(read_range(succession(), CustomerRange(), without=["acme", "bolt"])) == [("crown", "OTHER", 3000)]


def test_merger_changes_the_fingerprint_of_who_goes_on_alone() -> None:
    before = take_fingerprints(succession(merged={}), CustomerRange())
    after = take_fingerprints(succession(), CustomerRange())

    assert list(after.index) == ["acme", "bolt", "crown"]
    assert [key for key in after.index if after[key] != before[key]] == ["acme"]
    assert after.to_dict() == take_fingerprints(succession(), ["acme", "bolt", "crown"]).to_dict()


def test_successor_changes_fingerprints() -> None:
    before = take_fingerprints(succession(successors={}), ["bolt"])

    assert take_fingerprints(succession(), ["bolt"])["bolt"] != before["bolt"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"successors": {"a": "b", "b": "c", "c": "a"}}, "Items replace each other in a circle: A → B → C → A."),
        ({"merged": {"x": "a", "a": "b", "b": "a"}}, "Customers merge into each other in a circle: a → b → a."),
    ],
)
def test_circle_is_refused_by_name(options: dict[str, dict[str, str]], message: str) -> None:
    with pytest.raises(SourceError) as refused:
        succession(**options)

    assert str(refused.value) == f"{message} Expected: a chain with an end."


def test_item_that_replaces_itself_changes_nothing() -> None:
    assert succession(successors={"old": "old"}, merged={}).read().equals(FrameSource(order_frame(LINES)).read())


class Knowing:
    def successors(self) -> dict[str, str]:
        return SUCCESSORS

    def merged_customers(self) -> dict[str, str]:
        return MERGED


def test_directory_may_know_successions() -> None:
    source = FrameSource(order_frame(LINES))

    assert rows(with_successions(source, Knowing()).read()) == rows(succession().read())
    assert with_successions(source, object()) is source
