"""Companies and rules by chance, from so few values that they meet."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from segmentation.rules.parts import FROM_BELOW
from tests.segmentation.rules.companies import TODAY, Bought, Company
from tests.segmentation.rules.dimensions import CLASSES, COLOURS

NUMBERS = st.sampled_from([-1, 0, 0.1, 0.5, 0.55, 1, 2.5, 3, 10])
AMOUNTS = st.sampled_from(["-0.01", "0", "0.10", "12.34", "12.35", "1000"])
SPANS = st.integers(0, 3)
DAYS = st.integers(-4, 4).map(lambda days: TODAY + timedelta(days=days))
TEXTS = st.sampled_from(
    [
        "a",
        "A",
        "ab",
        "aB",
        "a%b",
        "a_b",
        "a\\b",
        "Äb",
        "äB",
        "ÇA",
        "ςa",
        "Σa",
        "Жук",
        "жук",
        "100%",
        "İz",
        "b'; --",
        "{c}",
        "%s",
    ]
)
CODES = st.sampled_from(["6", "62", "62.01", "6201", "62 02", "c28", "C2"])
KEPT_CODES = st.sampled_from(["6", "62", "6201", "6202", "C28", "63"])
COLOUR, WAY = st.sampled_from(sorted(COLOURS)), st.sampled_from(sorted(CLASSES))
ITEMS = ["A", "B", "C", "D", "E", "%s"]


def _maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


VALUES = st.fixed_dictionaries(
    {
        "staff": _maybe(NUMBERS),
        "turnover": _maybe(AMOUNTS.map(Decimal)),
        "began": _maybe(DAYS),
        "colour": _maybe(COLOUR),
        "colours": _maybe(st.frozensets(COLOUR)),
        "town": _maybe(TEXTS),
        "industry": _maybe(KEPT_CODES),
        "listed": _maybe(st.booleans()),
        "buyclass": WAY,
        "mixed": st.booleans(),
        "share": NUMBERS,
        "orders": st.integers(0, 10),
        "year": AMOUNTS.map(Decimal),
        "last_order": _maybe(DAYS),
        "rhythm": _maybe(st.just("regular")),
    }
)
BOUGHT = st.builds(Bought, days=st.dictionaries(DAYS, AMOUNTS.map(Decimal), min_size=1, max_size=4))
COMPANIES = st.lists(
    st.builds(
        Company,
        values=VALUES,
        has_attributes=st.booleans(),
        chosen=_maybe(WAY),
        categories=st.dictionaries(st.sampled_from(ITEMS), WAY, max_size=3),
        category_shares=st.dictionaries(st.sampled_from(ITEMS), NUMBERS, max_size=3),
        bought=st.dictionaries(
            st.tuples(st.sampled_from(["product", "brand"]), st.sampled_from(ITEMS)), BOUGHT, max_size=4
        ),
        member=st.sampled_from([None, "automatic", "manual"]),
        included=st.sampled_from([None, True, False]),
        is_over=st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


def _sizes(key: str, one: st.SearchStrategy[Any], number: Any, **more: Any) -> st.SearchStrategy[Any]:
    plain = _asks(key, ["at_least", "at_most", "more_than", "less_than", "equals"], one, **more)
    pair = st.lists(one, min_size=2, max_size=2).map(lambda two: sorted(two, key=number))
    four = st.lists(one, min_size=4, max_size=4).map(lambda four: sorted(four, key=number))
    return (
        plain
        | st.tuples(plain, one).map(lambda both: _with_leave(*both, number))
        | _asks(key, ["between"], pair, **more)
        | st.tuples(_asks(key, ["between"], pair, **more), four).map(lambda both: _around(*both))
    )


def _around(condition: dict[str, Any], four: list[Any]) -> dict[str, Any]:
    return {**condition, "value": four[1:3], "leave": [four[0], four[3]]}


def _with_leave(condition: dict[str, Any], leave: Any, number: Any) -> dict[str, Any]:
    """Where leaving is on the right side of joining."""
    if condition["is"] == "equals":
        return condition
    is_below = number(leave) < number(condition["value"])
    fits = is_below if condition["is"] in FROM_BELOW else number(leave) > number(condition["value"])
    return {**condition, "leave": leave} if fits else condition


def _asks(key: str, asked: list[str], value: st.SearchStrategy[Any], **more: Any) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries({"dimension": st.just(key), "is": st.sampled_from(asked), "value": value, **more})


def _bare(key: str, asked: list[str], **more: Any) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries({"dimension": st.just(key), "is": st.sampled_from(asked), **more})


def _banded(plain: st.SearchStrategy[Any], one: st.SearchStrategy[Any], number: Any) -> st.SearchStrategy[Any]:
    return plain | st.tuples(plain, one).map(lambda both: _with_leave(*both, number))


def _timed(plain: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Of all that was ever bought, or of a time."""
    times = SPANS.map(lambda days: {"last_days": days}) | _TWO_DAYS.map(lambda days: {"between": days})
    return plain | st.tuples(plain, times).map(lambda both: {**both[0], "within": both[1]})


def _some(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(values, min_size=1, max_size=3, unique=True)


_ISO = DAYS.map(date.isoformat)
_TWO_DAYS = st.lists(_ISO, min_size=2, max_size=2).map(sorted)
_ITEMS = {
    "items": st.lists(st.sampled_from(ITEMS), min_size=1, max_size=6, unique=True).map(
        lambda items: [i.upper() for i in items]
    )
}
_STATED = [
    "staff",
    "turnover",
    "began",
    "colour",
    "colours",
    "town",
    "industry",
    "listed",
    "last_order",
    "rhythm",
    "buyclass",
    "mixed",
]

CONDITIONS = st.one_of(
    *(_sizes(key, NUMBERS, float) for key in ("staff", "share", "orders")),
    *(_sizes(key, AMOUNTS, Decimal) for key in ("turnover", "year")),
    *(
        _asks(key, ["on_or_after", "on_or_before"], _ISO)
        | _asks(key, ["between"], _TWO_DAYS)
        | _asks(key, ["in_last_days", "longer_ago_than_days", "in_next_days"], SPANS)
        for key in ("began", "last_order")
    ),
    _asks("colour", ["one_of", "none_of"], _some(COLOUR)),
    _asks("rhythm", ["one_of", "none_of"], st.just(["regular"])),
    _asks("buyclass", ["one_of", "none_of"], _some(WAY)),
    _asks("colours", ["any_of", "all_of", "none_of"], _some(COLOUR)),
    _asks("town", ["one_of", "none_of", "starts_with", "contains"], _some(TEXTS)),
    _asks("industry", ["one_of", "none_of", "starts_with"], _some(CODES)),
    *(_bare(key, ["yes", "no"]) for key in ("listed", "mixed")),
    *(_bare(key, ["known", "unknown"]) for key in _STATED),
    *(
        _bare(key, ["ever", "never"], **_ITEMS)
        | _asks(key, ["in_last_days", "not_in_last_days"], SPANS, **_ITEMS)
        | _asks(key, ["since"], _ISO, **_ITEMS)
        | _asks(key, ["first_in_last_days"], SPANS, **_ITEMS)
        | _asks(key, ["between_days"], _TWO_DAYS, **_ITEMS)
        | _timed(_banded(_asks(key, ["at_least_orders"], st.integers(1, 3), **_ITEMS), st.integers(1, 3), int))
        | _timed(_banded(_asks(key, ["at_least_value"], AMOUNTS, **_ITEMS), AMOUNTS, Decimal))
        for key in ("product", "brand")
    ),
    _asks("in_category", ["one_of", "none_of"], _some(WAY), **_ITEMS),
    _sizes("share_in_category", NUMBERS, float, **_ITEMS),
)


def _groups(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    lists = st.lists(inner, min_size=1, max_size=4)
    return (
        lists.map(lambda nodes: {"all": nodes})
        | lists.map(lambda nodes: {"any": nodes})
        | inner.map(lambda node: {"not": node})
    )


RULES = st.recursive(CONDITIONS, _groups, max_leaves=8).filter(lambda rule: _depth(rule) <= 6)


def _depth(rule: Any) -> int:
    if "not" in rule:
        return 1 + _depth(rule["not"])
    nodes = rule.get("all") or rule.get("any") or []
    return 1 + max(map(_depth, nodes)) if nodes else 0
