"""A shop whose buyers do by design what they do."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from tests.segmentation.analysis.order_lines import Line, on_day, order_lines

REPLENISHER, VARIER, EXPLORER = "replenisher", "varier", "explorer"


def planted_lines(companies: int = 30, *, orders: int = 12, seed: int = 5) -> pd.DataFrame:
    """So many companies of each type that order about monthly; their keys begin with the type."""
    random = np.random.default_rng(seed)
    return order_lines(
        line
        for kind in (REPLENISHER, VARIER, EXPLORER)
        for number in range(companies)
        for line in _history(f"{kind}-{number:02}", kind, orders, random)
    )


def _history(company: str, kind: str, orders: int, random: np.random.Generator) -> Iterator[Line]:
    day = int(random.integers(0, 60))
    for order in range(orders):
        for line in range(3):
            item, category = {
                REPLENISHER: (f"paper{line}", "paper"),
                VARIER: (f"paper{line}-{order}", "paper"),
                EXPLORER: (f"thing{line}-{order}", f"category{line}-{order}"),
            }[kind]
            # Now and then everybody does something else.
            if random.random() < 0.1:
                item, category = f"odd{random.integers(500)}", f"odd{random.integers(9)}"
            yield company, on_day(day), item, category, 10, 5.0
        day += int(random.integers(20, 41))
