"""How the tables of goods are written down: departments, categories, and ranges of products in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product as combinations

Value = str | int
Axis = tuple[Value, ...] | Mapping[Value, float]
Breaks = tuple[tuple[int, int], ...]

BULK: Breaks = ((10, 5), (25, 10), (50, 14), (100, 18))
CASE: Breaks = ((6, 4), (12, 8), (24, 12))
REAMS: Breaks = ((25, 5), (50, 9), (100, 14))
FEW: Breaks = ((3, 4), (6, 7), (12, 11))
SUITE: Breaks = ((4, 5), (10, 10), (25, 15))
FLEET: Breaks = ((5, 3), (10, 6), (25, 9))
SINGLE: Breaks = ()
"""Volume prices: from which quantity, how many per cent off the plain price."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Products that differ by colour, size and the like: one for every combination of the options.

    An option given as a mapping says what each of its values does to the price.
    """

    name: str
    brand: str
    drawing: str
    price: float
    text: str
    options: Mapping[str, Axis] = field(default_factory=dict)
    facts: Mapping[str, Value] = field(default_factory=dict)
    shades: tuple[str, ...] = ("white",)
    """Colours of the pictures, in turn, where colour is no option."""
    unit: str = "C62"
    pack: int = 1
    minimum: int = 1
    step: int = 1
    breaks: Breaks = SINGLE

    def variants(self) -> Iterator[tuple[dict[str, Value], float]]:
        """Each combination of the options, with what it does to the price."""
        axes = [dict.fromkeys(axis, 1.0) if isinstance(axis, tuple) else dict(axis) for axis in self.options.values()]
        for chosen in combinations(*(axis.items() for axis in axes)):
            factor = 1.0
            for _, share in chosen:
                factor *= share
            yield dict(zip(self.options, (value for value, _ in chosen), strict=True)), factor


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A category without further categories below it."""

    key: str
    name: str
    code: str
    text: str
    drawing: str
    shade: str
    ranges: tuple[Range, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """One root of the category tree."""

    key: str
    name: str
    text: str
    wall: str
    """Which wall its goods are drawn in front of."""
    stock: tuple[int, int]
    """Between how many pieces lie in the warehouse of a product that is in stock."""
    leaves: tuple[Leaf, ...]


ATTRIBUTES: Mapping[str, tuple[str, str]] = {
    "adjustable": ("Adjustment", ""),
    "battery_life": ("Battery life", "h"),
    "blade": ("Length", "cm"),
    "capacity": ("Capacity", "l"),
    "certificate": ("Certificate", ""),
    "colour": ("Colour", ""),
    "connection": ("Connection", ""),
    "count": ("Pieces in the pack", ""),
    "depth": ("Depth", "cm"),
    "drawers": ("Drawers", ""),
    "energy_class": ("Energy class", ""),
    "flavour": ("Taste", ""),
    "grammage": ("Paper weight", "g/m²"),
    "height": ("Height", "cm"),
    "kind": ("Type", ""),
    "layers": ("Layers", ""),
    "length": ("Length", "m"),
    "line": ("Line", ""),
    "load": ("Carries up to", "kg"),
    "material": ("Material", ""),
    "memory": ("Memory", "GB"),
    "output": ("Light", "lm"),
    "pages": ("Prints about", "pages"),
    "ports": ("Ports", ""),
    "power": ("Power", "W"),
    "resolution": ("Resolution", ""),
    "ruling": ("Ruling", ""),
    "screen": ("Screen", "inches"),
    "shelves": ("Shelves", ""),
    "sheets": ("Sheets", ""),
    "size": ("Size", ""),
    "speed": ("Pages a minute", ""),
    "storage": ("Storage", "GB"),
    "strength": ("Roast", ""),
    "volume": ("Contents", "ml"),
    "warranty": ("Warranty", "years"),
    "weight": ("Weight", "g"),
    "width": ("Width", "cm"),
}
"""Everything the goods are described by: name and unit."""
