"""What is known of the items on coded lines, with a number for every text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from segmentation.analysis.arrays import Codes, Ints
from segmentation.analysis.coding import CodedLines
from segmentation.analysis.days import NO_DAY, day_number
from segmentation.items import ItemFacts

NO_BRAND = 0
NO_GRADE = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedItems:
    """One entry per SKU code of the lines."""

    brand: Codes
    launched: Ints
    """Days since 1970-01-01; NO_DAY where it is not known."""
    top_grade: npt.NDArray[np.int8]
    """1 for yes, 0 for no, NO_GRADE where it is not known."""
    brand_names: list[str]
    """Sorted; the empty brand is the first."""


def encode_items(lines: CodedLines, facts: Mapping[str, ItemFacts]) -> CodedItems:
    """The facts of every item on the lines; nothing is known of an item without any."""
    unknown = ItemFacts()
    known = [facts.get(sku, unknown) for sku in lines.sku_names]
    names = sorted({"", *(item.brand for item in known)})
    number = {name: code for code, name in enumerate(names)}
    return CodedItems(
        brand=np.array([number[item.brand] for item in known], dtype=np.int32),
        launched=np.array(
            [NO_DAY if item.launched_on is None else day_number(item.launched_on) for item in known], dtype=np.int64
        ),
        top_grade=np.array(
            [NO_GRADE if item.is_top_grade is None else item.is_top_grade for item in known], dtype=np.int8
        ),
        brand_names=names,
    )
