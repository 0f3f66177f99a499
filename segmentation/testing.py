"""What a host's tests may use."""

# ruff: noqa: S101

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from segmentation.contracts import ORDER_COLUMNS, OrderSource
from segmentation.parameter import ParameterValue
from segmentation.selectors.feature_set import forced_features

__all__ = ["OrderSourceContract", "order_frame", "override_features", "sorted_lines"]

EPOCH = date(1970, 1, 1)


def override_features(**wanted: bool | Mapping[str, ParameterValue]) -> AbstractContextManager[None]:
    """Features on or off for everybody in this process while a test runs; a context manager and a decorator.

    A mapping of values is on with those, and with what is declared for the others: `reorder={"items": 3}`.
    """
    return forced_features(wanted)


def order_frame(rows: Iterable[Mapping[str, Any]] = ()) -> pd.DataFrame:
    """A canonical frame from plain rows: customer, day (a date or its ISO form), sku, and if wanted quantity (1),
    value (100) and category ("")."""
    lines = [_line(row) for row in rows]
    return pd.DataFrame(lines, columns=list(ORDER_COLUMNS)).astype(dict(ORDER_COLUMNS))


def _line(row: Mapping[str, Any]) -> dict[str, Any]:
    day = row["day"] if isinstance(row["day"], date) else date.fromisoformat(row["day"])
    return {
        "customer_key": row["customer"],
        "day": (day - EPOCH).days,
        "sku": row["sku"],
        "category": row.get("category", ""),
        "quantity": int(Decimal(row.get("quantity", 1)) * 1000),
        "value": int(Decimal(row.get("value", 100)) * 100),
    }


class OrderSourceContract:
    """What every order source must do. A host's test class inherits it and says how to open one with some orders."""

    @abstractmethod
    def open_source(self) -> OrderSource:
        """A source with the orders of at least two customers."""

    def test_frame_has_exactly_the_canonical_columns(self) -> None:
        frame = self.open_source().read()
        assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == dict(ORDER_COLUMNS)

    def test_nothing_is_missing(self) -> None:
        assert not self.open_source().read().isna().to_numpy().any()

    def test_every_customer_is_named_once(self) -> None:
        source = self.open_source()
        keys = list(source.customer_keys())
        assert len(keys) >= 2
        assert sorted(keys) == sorted(set(source.read()["customer_key"]))

    def test_customers_come_in_a_stable_order(self) -> None:
        source = self.open_source()
        assert list(source.customer_keys()) == list(source.customer_keys())

    def test_one_customer_is_read_alone_as_among_all(self) -> None:
        source = self.open_source()
        key = source.customer_keys()[0]
        everybody = source.read()
        assert sorted_lines(source.read([key])).equals(sorted_lines(everybody[everybody["customer_key"] == key]))

    def test_nobody_is_an_empty_canonical_frame(self) -> None:
        frame = self.open_source().read([])
        assert (len(frame), list(frame.columns)) == (0, list(ORDER_COLUMNS))

    def test_shards_cover_everybody_once(self) -> None:
        source = self.open_source()
        shards = list(source.shards(1))
        assert sorted(key for keys, _ in shards for key in keys) == sorted(source.customer_keys())
        assert sorted_lines(pd.concat([frame for _, frame in shards])).equals(sorted_lines(source.read()))


def sorted_lines(frame: pd.DataFrame) -> pd.DataFrame:
    """A canonical frame sorted by its values: two frames to compare may number the same texts differently."""
    texts = {column: "str" for column, kind in ORDER_COLUMNS.items() if kind == "category"}
    return frame.astype(texts).sort_values(list(ORDER_COLUMNS)).reset_index(drop=True)
