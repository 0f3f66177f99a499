from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from segmentation.analysis.reorder import item_statistics, rank_reorders
from segmentation.analysis.reorder.quantities import round_to_packs
from tests.segmentation.analysis.order_lines import on_day, order_lines, repeat_order


@pytest.mark.parametrize(
    ("quantity", "pack", "minimum", "rounded"),
    [
        (5, 6, 0, 6),
        (9, 6, 0, 12),
        (8, 6, 0, 6),
        (1, 6, 0, 6),
        (2, 6, 0, 6),
        (5, 6, 13, 18),
        (30, 6, 13, 30),
        (7, 0, 0, 7),
        (7, 1, 10, 10),
    ],
)
def test_quantity_becomes_whole_packs_of_at_least_the_minimum(
    quantity: int, pack: int, minimum: int, rounded: int
) -> None:
    result = round_to_packs(
        np.array([quantity * 1000]), pack=np.array([pack * 1000]), minimum=np.array([minimum * 1000])
    )

    assert result.tolist() == [rounded * 1000]


@pytest.mark.parametrize("as_frame", [False, True])
def test_packs_are_looked_up_by_sku(as_frame: bool) -> None:
    lines = order_lines(repeat_order("acme", [0, 1], quantity=10) + repeat_order("acme", [1], sku="ink", quantity=10))
    packs: object = {"paper": (6000, 0), "other": (7000, 0)}
    if as_frame:
        packs = pd.DataFrame({"sku": ["paper", "other"], "pack": [6000, 7000], "minimum": [0, 0]})

    ranked = rank_reorders(lines, as_of=on_day(2), statistics=item_statistics(lines, as_of=on_day(2)), packs=packs)

    assert ranked[["sku", "quantity", "usual_quantity"]].values.tolist() == [
        ["paper", 12_000, 10_000],
        ["ink", 10_000, 10_000],
    ]


@pytest.mark.parametrize(
    ("packs", "words"),
    [
        (pd.DataFrame({"sku": ["a", "a"], "pack": [1, 2], "minimum": [0, 0]}), "one row per SKU"),
        ({"a": (-1, 0)}, "not negative"),
    ],
)
def test_packs_that_cannot_be_are_refused(packs: object, words: str) -> None:
    lines = order_lines(repeat_order("acme", [0]))

    with pytest.raises(ValueError, match=words):
        rank_reorders(lines, as_of=on_day(2), statistics=item_statistics(lines, as_of=on_day(2)), packs=packs)
