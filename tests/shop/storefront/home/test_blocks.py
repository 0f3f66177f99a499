from __future__ import annotations

import pytest
from shop.storefront.pages.home.because import because_of

from segmentation.contracts import Buyclass, DecidedBy, FeatureAnswer, Reason
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


@pytest.mark.parametrize(
    ("code", "params", "words"),
    [
        ("serves", {"segment": "routine"}, "Because you often order the same things"),
        ("segment_on", {"segment": "mixed"}, "Because you buy in more than one way"),
        ("serves", {"segment": "major", "category": "chairs"}, "Because there are things you compare before you buy"),
        ("segment_on", {"segment": "big"}, "We have switched this on for you"),
        ("override_on", {}, "We have switched this on for you"),
        ("default_on", {}, ""),
    ],
)
def test_reason_is_told_as_to_a_customer(code, params, words):
    answer = FeatureAnswer(
        feature="reorder", enabled=True, decided_by=DecidedBy.SEGMENT, reason=Reason(code=code, params=params)
    )

    assert because_of(answer) == words
