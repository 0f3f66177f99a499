"""A feature of a toy host with a parameter of every kind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from segmentation.contracts import Buyclass, Feature
from segmentation.parameter import Parameter, ParameterKind
from segmentation.registry import features

TOY_LIST = Feature(
    key="toy_list",
    label="Toy list",
    serves=frozenset({Buyclass.ROUTINE}),
    per_category=True,
    parameters=(
        Parameter(key="lines", label="Lines", kind=ParameterKind.WHOLE, default=5, minimum=1, maximum=50),
        Parameter(key="points", label="Points", kind=ParameterKind.DECIMAL, default=Decimal("0.5"), unit="per krone"),
        Parameter(key="sorted", label="Sorted", kind=ParameterKind.FLAG, default=True),
        Parameter(
            key="look",
            label="Look",
            kind=ParameterKind.CHOICE,
            default="rows",
            choices=(("rows", "Rows"), ("cards", "Cards")),
        ),
        Parameter(key="greeting", label="Greeting", kind=ParameterKind.TEXT, default=""),
    ),
)


@contextmanager
def toy_list() -> Iterator[None]:
    features.register(TOY_LIST)
    try:
        yield
    finally:
        features.unregister(TOY_LIST.key)
