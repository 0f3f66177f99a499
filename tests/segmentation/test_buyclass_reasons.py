from __future__ import annotations

from typing import Any

import pytest

from segmentation.analysis import reason_codes
from segmentation.words.buyclass_reasons import reason_text


@pytest.mark.parametrize(
    ("code", "params", "text"),
    [
        ("prospect", {}, "No orders yet."),
        ("only_returns", {}, "Nothing of what they ordered was kept."),
        ("first_order", {}, "One order so far, so everything is still new."),
        ("first_in_category", {}, "One order in this category so far."),
        ("history_elsewhere", {}, "One order on record here, though they have been a customer for longer."),
        (
            "routine_repeat",
            {
                "share": 0.56,
                "orders": 5,
                "lines": 12,
                "repeat_lines": 9,
                "expected_from": "2024-06-03",
                "expected_to": "2024-06-20",
            },
            (
                "Buys by routine (56 %): in the latest 5 orders, 9 of 12 lines were items they already buy, in their "
                "usual quantity. The next order is expected between 3 June 2024 and 20 June 2024."
            ),
        ),
        (
            "modified_quantity",
            {"orders": 2, "lines": 15, "quantity_lines": 6},
            (
                "Buys known items in other quantities: in the latest 2 orders, 6 of 15 lines were more than double or "
                "less than half the usual amount."
            ),
        ),
        (
            "modified_variants",
            {"orders": 1, "lines": 15, "variant_lines": 8},
            (
                "Buys from known categories but changes items: in the latest order, 8 of 15 lines were new items in "
                "known categories."
            ),
        ),
        (
            "major_size",
            {"times": 4.2, "ordered_on": "2024-05-12"},
            "Places unusually large orders: the one of 12 May 2024 was 4.2 times the usual value.",
        ),
        (
            "re_evaluation",
            {"months": 14, "ordered_on": "2024-05-12"},
            "Came back on 12 May 2024 after 14 months without an order.",
        ),
        (
            "in_between",
            {"routine_share": 0.35, "new_share": 0.4},
            (
                "Between routine and new: 35 % of what they buy repeats as usual, 40 % is from categories they never "
                "bought before."
            ),
        ),
        (
            "explores",
            {"share": 0.61, "orders": 3},
            (
                "Still finding their range: 61 % of the value of the latest 3 orders was in categories they had never "
                "bought before."
            ),
        ),
    ],
)
def test_reason_is_a_sentence_with_its_facts(code: str, params: dict[str, Any], text: str) -> None:
    assert reason_text(code, params) == text


def test_held_class_says_what_it_would_be() -> None:
    params = {"share": 0.2, "orders": 1, "held_from": "major", "held_share": 0.39}

    assert reason_text("explores", params).endswith(
        " The type is kept until the change is clear: the numbers alone would now say “major repurchase” (39 %)."
    )


def test_code_of_another_version_is_no_error() -> None:
    assert reason_text("retired") == "The reason was kept by another version and is renewed with the next run."


def test_every_code_has_its_sentence() -> None:
    codes = [value for name, value in vars(reason_codes).items() if name.isupper() and isinstance(value, str)]
    facts = {
        "share": 0.5, "orders": 2, "lines": 3, "repeat_lines": 1, "quantity_lines": 1, "variant_lines": 1,
        "terms_lines": 1, "times": 3.0, "months": 2, "ordered_on": "2024-01-01", "routine_share": 0.3, "new_share": 0.3,
    }  # fmt: skip

    assert len(codes) == 13
    assert reason_text("retired") not in {reason_text(code, facts) for code in codes}
