from __future__ import annotations

import pytest
from pandas.testing import assert_frame_equal

from segmentation.contracts import ORDER_COLUMNS, OrderSource
from segmentation.sources.canonical import join_frames
from segmentation.testing import sorted_lines


class OrderSourceContract:
    """What every order source promises. Subclass it and give a `source` fixture with at least two customers."""

    def test_frame_has_exactly_the_canonical_columns(self, source: OrderSource) -> None:
        dtypes = source.read().dtypes

        assert {column: str(dtype) for column, dtype in dtypes.items()} == dict(ORDER_COLUMNS)
        assert list(dtypes.index) == list(ORDER_COLUMNS)

    def test_nothing_is_null(self, source: OrderSource) -> None:
        assert source.read().isna().sum().sum() == 0

    def test_value_and_quantity_have_the_same_sign(self, source: OrderSource) -> None:
        frame = source.read()

        assert ((frame["quantity"] > 0) == (frame["value"] > 0)).all()

    def test_every_customer_is_listed_once_andsorted_lines(self, source: OrderSource) -> None:
        keys = list(source.customer_keys())

        assert keys == sorted(set(source.read()["customer_key"]))
        assert list(source.customer_keys()) == keys

    def test_reading_everybody_by_key_is_reading_everything(self, source: OrderSource) -> None:
        assert_frame_equal(sorted_lines(source.read(source.customer_keys())), sorted_lines(source.read()))

    def test_reading_one_customer_gives_that_customer_alone(self, source: OrderSource) -> None:
        key = source.customer_keys()[-1]
        everything = source.read()

        assert_frame_equal(
            sorted_lines(source.read([key])), sorted_lines(everything[everything["customer_key"] == key])
        )

    def test_reading_nobody_or_a_stranger_gives_an_empty_canonical_frame(self, source: OrderSource) -> None:
        for keys in ([], ["no such customer"]):
            frame = source.read(keys)

            assert {column: str(dtype) for column, dtype in frame.dtypes.items()} == dict(ORDER_COLUMNS)
            assert len(frame) == 0

    @pytest.mark.parametrize("size", [1, 2, 1000])
    def test_shards_cover_every_customer_once_with_all_lines(self, source: OrderSource, size: int) -> None:
        shards = list(source.shards(size))

        assert [key for keys, _ in shards for key in keys] == list(source.customer_keys())
        assert all(len(keys) <= size for keys, _ in shards)
        assert_frame_equal(sorted_lines(join_frames([frame for _, frame in shards])), sorted_lines(source.read()))
        for keys, frame in shards:
            assert set(frame["customer_key"]) == set(keys)
