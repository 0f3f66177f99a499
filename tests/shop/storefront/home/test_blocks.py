from __future__ import annotations

import pytest

from segmentation.contracts import Buyclass
from shop.storefront.pages.home.blocks import Block, order_blocks

BLOCKS = [
    Block("usual_order", serves=Buyclass.ROUTINE),
    Block("compare", serves=Buyclass.MAJOR),
    Block("ideas", serves=Buyclass.NEW),
    Block("categories"),
]


@pytest.mark.parametrize(
    ("segments", "order"),
    [
        ({"routine"}, ["usual_order", "compare", "ideas", "categories"]),
        ({"major"}, ["compare", "usual_order", "ideas", "categories"]),
        ({"new", "big"}, ["ideas", "usual_order", "compare", "categories"]),
        ({"mixed", "major"}, ["usual_order", "compare", "ideas", "categories"]),
    ],
)
def test_blocks_for_the_own_way_of_buying_come_first(segments, order):
    assert [block.name for block in order_blocks(BLOCKS, frozenset(segments))] == order
