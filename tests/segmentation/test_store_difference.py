"""Enough rows for COPY where the database has it; the same through the ORM where it has not."""

from __future__ import annotations

import pandas as pd
import pytest

from segmentation.models import NearbyItem
from segmentation.services.store_difference import Written, store_difference

pytestmark = pytest.mark.django_db

ITEMS = 300


def store(ranks: dict[str, int]) -> Written:
    rows = pd.DataFrame({"cell": "dk", "sku": list(ranks), "rank": list(ranks.values()), "tier": "country"})
    return store_difference(NearbyItem, rows, key=("cell", "sku"), columns=("rank", "tier"), origin={})


def stored() -> dict[str, int]:
    return dict(NearbyItem.objects.values_list("sku", "rank"))


def test_table_holds_what_is_wanted_and_only_what_differs_is_written() -> None:
    first = {f"item {number}": number for number in range(ITEMS)}
    changed = {sku: rank + 1 for sku, rank in first.items() if rank % 2}
    second = {sku: changed.get(sku, rank) for sku, rank in first.items() if rank >= 10} | {"new": 1}

    assert store(first) == Written(changed=ITEMS, deleted=0)
    assert stored() == first
    ids = dict(NearbyItem.objects.values_list("sku", "pk"))

    assert store(second) == Written(changed=(ITEMS - 10) // 2 + 1, deleted=10)
    assert stored() == second
    assert {sku: pk for sku, pk in NearbyItem.objects.values_list("sku", "pk") if sku in ids} == {
        sku: pk for sku, pk in ids.items() if sku in second
    }


def test_same_rows_again_write_nothing() -> None:
    ranks = {f"item {number}": number for number in range(ITEMS)}
    store(ranks)

    assert store(ranks) == Written(changed=0, deleted=0)


def test_without_rows_the_table_is_emptied() -> None:
    store({f"item {number}": number for number in range(ITEMS)})

    assert store({}) == Written(changed=0, deleted=ITEMS)
    assert stored() == {}
