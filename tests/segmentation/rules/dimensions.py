"""A dimension of every kind: kept among the attributes, worked out into the profile, and asked of named items."""

from __future__ import annotations

from segmentation.dimension import Dimension, Kind, Subject

CLASSES = {"routine": "Routine", "major": "Major repurchase", "new": "New"}
COLOURS = {"red": "Red", "Red": "Deep red", "green_": "Green", "blue%": "Blue"}
"""Keys that a careless comparison would take for one another."""

TOYS = (
    Dimension(key="staff", label="Employees", kind=Kind.NUMBER, unit="people"),
    Dimension(key="turnover", label="Turnover", kind=Kind.MONEY, unit="EUR"),
    Dimension(key="began", label="Founded", kind=Kind.DATE),
    Dimension(key="colour", label="Colour", kind=Kind.CHOICE, choices=COLOURS),
    Dimension(key="colours", label="Colours", kind=Kind.CHOICES, choices=COLOURS),
    Dimension(key="town", label="Town", kind=Kind.TEXT),
    Dimension(key="industry", label="Industry", kind=Kind.TEXT, is_code=True),
    Dimension(key="listed", label="Listed", kind=Kind.YES_NO),
    Dimension(key="buyclass", label="Buying type", kind=Kind.CHOICE, choices=CLASSES, column="buyclass"),
    Dimension(key="mixed", label="Mixed", kind=Kind.YES_NO, column="mixed"),
    Dimension(key="share", label="Share of routine buying", kind=Kind.NUMBER, column="share_routine"),
    Dimension(key="orders", label="Orders", kind=Kind.NUMBER, column="occasions"),
    Dimension(key="year", label="Bought in 12 months", kind=Kind.MONEY, column="value_year"),
    Dimension(key="last_order", label="Last order", kind=Kind.DATE, column="last_order"),
    Dimension(key="rhythm", label="Rhythm", kind=Kind.CHOICE, choices={"regular": "Regular"}, column="regularity"),
    Dimension(key="product", label="Bought a product", kind=Kind.YES_NO, subject=Subject.PRODUCT),
    Dimension(key="brand", label="Bought a brand", kind=Kind.YES_NO, subject=Subject.BRAND),
    Dimension(
        key="in_category",
        label="Buying type in a category",
        kind=Kind.CHOICE,
        choices=CLASSES,
        subject=Subject.CATEGORY,
        category_column="buyclass",
    ),
    Dimension(
        key="share_in_category",
        label="Share of routine buying in a category",
        kind=Kind.NUMBER,
        subject=Subject.CATEGORY,
        category_column="share_routine",
    ),
)
CAPACITY = Dimension(key="capacity", label="Capacity", kind=Kind.NUMBER, subject=Subject.BRAND)
"""Of a kind that no question fits."""
