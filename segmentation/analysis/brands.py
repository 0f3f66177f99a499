"""How far companies keep to one brand, and to the best of what there is."""

from __future__ import annotations

import numpy as np

from segmentation.analysis.arrays import Floats, Ints, bits_for, sort_rows
from segmentation.analysis.clean import CleanLines
from segmentation.analysis.coded_items import NO_BRAND, NO_GRADE, CodedItems
from segmentation.analysis.coding import NO_CATEGORY
from segmentation.analysis.runs import Runs

LOOK_BACK_DAYS = 730
"""Two years: long enough for a second purchase in most categories."""
DIGITS = 4


def brand_loyalty(lines: CleanLines, items: CodedItems, *, as_of: int) -> Floats:
    """Per company, the share of value in the leading brand of each category; NaN where none was bought on two days."""
    brand = items.brand[lines.sku]
    rows = np.flatnonzero((brand != NO_BRAND) & (lines.category != NO_CATEGORY) & (lines.day > as_of - LOOK_BACK_DAYS))
    companies, brands = len(lines.customer_names), len(items.brand_names)
    keys, order = sort_rows(
        (lines.customer[rows], companies), (lines.category[rows], len(lines.category_names)), (brand[rows], brands)
    )
    rows = rows[order]
    of_brand = Runs(keys)
    value = of_brand.sum(lines.value[rows])
    pair = Runs(of_brand.first(keys) >> bits_for(brands))
    first_row = pair.first(of_brand.starts)
    day = lines.day[rows]
    again = pair.max(of_brand.max(day)) > -pair.max(of_brand.max(-day))
    owner = lines.customer[rows][first_row][again]
    return _share(owner, pair.max(value)[again], pair.sum(value)[again], companies=companies)


def top_grade_share(lines: CleanLines, items: CodedItems, *, as_of: int) -> Floats:
    """Per company, the share of value in top-grade items, of those whose grade is known; NaN without any."""
    grade = items.top_grade[lines.sku]
    rows = np.flatnonzero((grade != NO_GRADE) & (lines.day > as_of - LOOK_BACK_DAYS))
    value = lines.value[rows]
    return _share(lines.customer[rows], value * grade[rows], value, companies=len(lines.customer_names))


def _share(owner: np.ndarray, part: Ints, whole: Ints, *, companies: int) -> Floats:
    parts, wholes = (np.zeros(companies, dtype=np.int64) for _ in range(2))
    np.add.at(parts, owner, part)
    np.add.at(wholes, owner, whole)
    share = np.full(companies, np.nan)
    np.divide(parts, wholes, out=share, where=wholes > 0)
    rounded: Floats = np.round(share, DIGITS)
    return rounded
