"""What members of a segment and everybody else are like, dimension by dimension and item by item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count

from segmentation import conf
from segmentation.dimension import Dimension, Kind, Subject
from segmentation.models import BoughtItem, CustomerProfile
from segmentation.models.among import Among
from segmentation.models.attribute_columns import columns_of
from segmentation.registry import dimensions
from segmentation.selectors.segment_sides import Side
from segmentation.values.stored import BAR

if TYPE_CHECKING:
    import pandas as pd

    from segmentation.analysis.contrasts import Contrast

ORDERS = ""
"""Beside the dimensions: on how many days a company ordered."""
RARE = 5
"""What fewer companies of both sides together have is not compared."""
DIVISION = 2
"""So many signs of an industry code name its division."""

Counts = tuple[int, int, int, int]
Two = tuple["pd.Series[Any]", "pd.Series[Any]"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A dimension, or one value of it, on both sides.

    Shares from 0 to 1 where there is a value ("yes" for a yes); else typical numbers, amounts in whole units, or ages
    of days in days, negative for days to come.
    """

    dimension: Dimension
    value: str
    contrast: Contrast
    known_inside: int
    known_outside: int

    @property
    def is_item(self) -> bool:
        """Whether the value is a product, a category or a brand that was bought."""
        return self.dimension.subject is not Subject.COMPANY


def compare_values(members: Side, others: Side, *, today: date, fewest: int) -> tuple[list[Compared], tuple[int, int]]:
    """Every dimension that is known of so many on both sides, and how many of each side ever ordered; two queries."""
    from segmentation.analysis.contrasts import contrast_values

    paths = dict(_paths())
    inside, outside = (_read(side.keys, paths) for side in (members, others))
    found: list[Compared] = []
    counted: list[tuple[Dimension, str, Counts]] = []
    for dimension in (dimensions.get(key) for key in paths if key != ORDERS):
        key = dimension.key
        known = _known(dimension, inside[key]), _known(dimension, outside[key])
        sizes = len(known[0]), len(known[1])
        if min(sizes) < fewest:
            continue
        if dimension.kind in {Kind.NUMBER, Kind.MONEY, Kind.DATE}:
            numbers = (_numbers(dimension, one, today=today) for one in known)
            found.append(_compared(dimension, "", contrast_values(*numbers), sizes))
        else:
            counted += [(dimension, value, counts) for value, counts in _counts(dimension, known)]
    ordered = int((inside[ORDERS] > 0).sum()), int((outside[ORDERS] > 0).sum())
    return [*found, *_shares(counted)], ordered


def compare_items(members: Side, others: Side, *, of: tuple[int, int], fewest: int) -> list[Compared]:
    """Products, categories and brands by the share that ever bought them, `of` those that ordered; two queries."""
    about_items = [one for one in dimensions if one.kind is Kind.YES_NO and one.subject is not Subject.COMPANY]
    asked = {one.subject: one for one in reversed(about_items)}
    if min(of) < fewest or not asked:
        return []
    # A partial run may have stored what a company bought a moment before its number of orders.
    inside, outside = (
        {item: min(count, most) for item, count in _bought(side.keys).items()}
        for side, most in zip((members, others), of, strict=True)
    )
    return _shares(
        (asked[subject], item, (inside.get((kind, item), 0), of[0], outside.get((kind, item), 0), of[1]))
        for kind, item in sorted(inside.keys() | outside.keys())
        if (subject := Subject(kind)) in asked
    )


def _paths() -> Iterator[tuple[str, str]]:
    columns = columns_of()
    yield ORDERS, "occasions"
    for dimension in dimensions:
        if dimension.subject is Subject.COMPANY and dimension.sets_apart:
            if dimension.column:
                yield dimension.key, dimension.column
            elif dimension.key in columns:
                yield dimension.key, f"attributes__{columns[dimension.key]}"


def _read(keys: Sequence[str], paths: Mapping[str, str]) -> pd.DataFrame:
    import pandas as pd

    rows = CustomerProfile.objects.filter(Among("customer_key", keys)).order_by().values_list(*paths.values())
    return pd.DataFrame(list(rows), columns=list(paths), dtype=object)


def _known(dimension: Dimension, values: pd.Series[Any]) -> pd.Series[Any]:
    known = values.dropna()
    return known if dimension.kind in {Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.YES_NO} else known[known != ""]


def _numbers(dimension: Dimension, known: pd.Series[Any], *, today: date) -> Any:
    import numpy as np

    if dimension.kind is Kind.DATE:
        # In days and not in nanoseconds, which end in 2262: "until further notice" is often 9999.
        return (np.datetime64(today) - np.asarray(known.tolist(), dtype="datetime64[D]")).astype("float64")
    scale = 10 ** conf.get("MINOR_DIGITS") if dimension.kind is Kind.MONEY else 1
    return known.to_numpy(dtype="float64") / scale


def _counts(dimension: Dimension, known: Two) -> Iterator[tuple[str, Counts]]:
    """Each value that there is, and how many of those of whom it is known have it."""
    sizes = len(known[0]), len(known[1])
    if dimension.kind is Kind.YES_NO:
        yield "yes", (int(known[0].sum()), sizes[0], int(known[1].sum()), sizes[1])
        return
    inside, outside = (_value_counts(dimension, one) for one in known)
    for value in sorted(inside.keys() | outside.keys()):
        yield value, (inside.get(value, 0), sizes[0], outside.get(value, 0), sizes[1])


def _value_counts(dimension: Dimension, known: pd.Series[Any]) -> dict[str, int]:
    values = known
    if dimension.kind is Kind.CHOICES:
        values = known.str.strip(BAR).str.split(BAR).explode()
        values = values[values != ""]
    elif dimension.is_code:
        values = known.str[:DIVISION]
    return {str(value): count for value, count in values.value_counts().items()}


def _bought(keys: Sequence[str]) -> dict[tuple[str, str], int]:
    rows = BoughtItem.objects.filter(Among("customer_key", keys)).order_by().values_list("kind", "item")
    return {(kind, item): count for kind, item, count in rows.annotate(companies=Count("pk"))}


def _shares(counted: Iterable[tuple[Dimension, str, Counts]]) -> list[Compared]:
    from segmentation.analysis.contrasts import contrast_shares

    common = [one for one in counted if one[2][0] + one[2][2] >= RARE]
    contrasts = contrast_shares([counts for _dimension, _value, counts in common])
    return [
        _compared(dimension, value, contrast, (counts[1], counts[3]))
        for (dimension, value, counts), contrast in zip(common, contrasts, strict=True)
    ]


def _compared(dimension: Dimension, value: str, contrast: Contrast, known: tuple[int, int]) -> Compared:
    return Compared(dimension=dimension, value=value, contrast=contrast, known_inside=known[0], known_outside=known[1])
