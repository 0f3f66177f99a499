"""Values that no company can have are refused in rules, imports, the record and the API, in words."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from segmentation.dimension import Dimension, Kind
from segmentation.dimension_checks import check_dimensions
from segmentation.registry import dimensions
from segmentation.rest.attribute_values import read_value
from segmentation.rules import RuleError, parse_rule
from segmentation.values.bounds import bounds_text
from segmentation.values.columns import stored_column
from segmentation.values.parse import parse_text
from segmentation.values.problems import UnfitValueError

PERCENT = "\N{NO-BREAK SPACE}%"
ENDS = f"from 0{PERCENT} to 100{PERCENT}"
SHARE = f"“Share of routine buying”: it goes {ENDS}."
FOUNDED = "“Founded”: it goes from 500 to 2100."


@pytest.mark.parametrize(
    ("condition", "part", "message"),
    [
        ({"dimension": "share_routine", "is": "at_least", "value": 60}, "value",
         f"“6000{PERCENT}” does not fit {SHARE}"),
        ({"dimension": "share_routine", "is": "between", "value": [0, 1.5]}, "value",
         f"“150{PERCENT}” does not fit {SHARE}"),
        ({"dimension": "share_routine", "is": "at_least", "value": 1, "leave": -1}, "leave",
         f"“-100{PERCENT}” does not fit {SHARE}"),
        ({"dimension": "share_new_in_category", "is": "at_most", "value": 2, "items": ["toner"]}, "value",
         f"“200{PERCENT}” does not fit “Share of new buying in a category”: it goes {ENDS}."),
        ({"dimension": "founded", "is": "at_least", "value": -5}, "value", f"“-5” does not fit {FOUNDED}"),
        ({"dimension": "share_routine", "is": "more_than", "value": 1}, "value",
         f"Nobody can be found by this: “Share of routine buying” goes {ENDS}."),
        ({"dimension": "headcount", "is": "less_than", "value": 0}, "value",
         "Nobody can be found by this: “Employees” goes from 0 on."),
        ({"dimension": "turnover", "is": "at_most", "value": "-1"}, "value",
         "“-1.00” does not fit “Turnover”: it goes from 0 on."),
        ({"dimension": "country", "is": "one_of", "value": ["DK", "Denmark"]}, "value",
         "“Denmark” does not fit “Country”: write it such as DK."),
    ],
)  # fmt: skip
def test_a_rule_is_refused_where_it_asks_for_what_cannot_be(condition: Any, part: str, message: str) -> None:
    with pytest.raises(RuleError) as refused:
        parse_rule(condition)

    assert [(problem.path, problem.message) for problem in refused.value.problems] == [((part,), message)]


def test_bounds_themselves_and_parts_of_texts_are_fine() -> None:
    for value in (0, 1):
        assert parse_rule({"dimension": "share_routine", "is": "at_least", "value": value})
    assert parse_rule({"dimension": "country", "is": "starts_with", "value": ["D"]})


@pytest.mark.parametrize(("key", "text", "raw"), [("founded", "-5", -5), ("country", "Denmark", "Denmark")])
def test_files_the_record_and_the_api_refuse_the_same(key: str, text: str, raw: Any) -> None:
    dimension = dimensions.get(key)
    said = "does not fit"

    with pytest.raises(UnfitValueError, match=said):
        parse_text(dimension, text)
    with pytest.raises(UnfitValueError, match=said):
        read_value(dimension, raw)
    column = stored_column(dimension, pd.Series([raw], dtype="object"))
    assert (column.stored.tolist(), said in column.problems[0]) == ([None], True)


def test_an_amount_out_of_bounds_is_refused_in_every_way() -> None:
    turnover = dimensions.get("turnover")

    for read in (lambda: parse_text(turnover, "-1"), lambda: read_value(turnover, "-1")):
        with pytest.raises(UnfitValueError, match="goes from 0 on"):
            read()
    assert stored_column(turnover, pd.Series([-1.0])).problems.keys() == {0}


@pytest.mark.parametrize(
    ("bounds", "text"),
    [({"least": 0, "most": 1}, ENDS), ({"least": 0, "most": 1, "unit": "km"}, "from 0 to 1"),
     ({"least": 0.5}, "from 0.5 on"), ({"most": 2100}, "up to 2,100"),
     ({"least": 500, "most": 2100, "is_year": True}, "from 500 to 2100"), ({}, "")],
)  # fmt: skip
def test_bounds_are_said_beside_a_field(bounds: Any, text: str) -> None:
    assert bounds_text(Dimension(key="x", label="X", kind=Kind.NUMBER, **bounds)) == text


@pytest.mark.parametrize(
    "odd",
    [
        Dimension(key="odd", label="Odd", kind=Kind.NUMBER, least=2, most=1),
        Dimension(key="odd", label="Odd", kind=Kind.YES_NO, most=1),
        Dimension(key="odd", label="Odd", kind=Kind.TEXT, pattern="(")
    ],
)  # fmt: skip
def test_bounds_that_fit_nothing_are_found_when_the_host_starts(odd: Dimension) -> None:
    dimensions.register(odd)
    try:
        assert [message.id for message in check_dimensions(None)] == ["segmentation.E015"]
    finally:
        dimensions.unregister("odd")
