from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.contracts import CustomerRange
from segmentation.sources import plan_shards

COUNTS = st.dictionaries(st.text(min_size=1, max_size=4), st.integers(0, 50), max_size=30)


def counts(**lines: int) -> pd.Series:
    return pd.Series(lines, dtype="int64")


@given(counts=COUNTS, also=st.sets(st.text(min_size=1, max_size=4), max_size=5), lines=st.integers(1, 120))
def test_every_customer_is_in_the_range_of_its_own_shard_alone(counts, also, lines) -> None:
    shards = plan_shards(pd.Series(counts, dtype="int64"), lines=lines, also=also)

    assert [key for shard in shards for key in shard.customers] == sorted({*counts, *also})
    assert [[key for key in sorted({*counts, *also}) if key in shard.range] for shard in shards] == [
        shard.customers for shard in shards
    ]
    assert all(shard.lines <= lines or len(shard.customers) == 1 for shard in shards)
    assert sum(shard.lines for shard in shards) == sum(counts.values())


def test_ranges_follow_each_other_without_a_gap() -> None:
    shards = plan_shards(counts(a=5, b=5, c=5), lines=5)

    assert [shard.range for shard in shards] == [
        CustomerRange("", "b"),
        CustomerRange("b", "c"),
        CustomerRange("c", None),
    ]


def test_customer_with_more_lines_than_a_shard_holds_is_a_shard_alone() -> None:
    shards = plan_shards(counts(a=1, b=500, c=1, d=1), lines=100)

    assert [shard.customers for shard in shards] == [["a"], ["b"], ["c", "d"]]


def test_customers_of_a_shard_are_bounded_too() -> None:
    shards = plan_shards(counts(a=1, b=1, c=1), lines=100, customers=2)

    assert [shard.customers for shard in shards] == [["a", "b"], ["c"]]


def test_nobody_makes_no_shard() -> None:
    assert plan_shards(counts(), lines=10) == []


def test_shard_without_room_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^A shard needs room for at least one line and one customer\.$"):
        plan_shards(counts(a=1), lines=0)
