from __future__ import annotations

import math

PART = 0.2


def places_suggested(known: int) -> int:
    """How many places by margin are looked at where so many companies have one: the first fifth, rounded up."""
    return math.ceil(known * PART)
