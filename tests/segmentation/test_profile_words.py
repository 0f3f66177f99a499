from __future__ import annotations

import pytest

from segmentation.models import CustomerProfile
from segmentation.words.profiles import routine_ahead_text


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [
        (None, ""),
        (0.004, "Buys as routinely as companies with as many orders usually do."),
        (0.01, "Buys more routinely than companies with as many orders usually do: by 1 point."),
        (0.12, "Buys more routinely than companies with as many orders usually do: by 12 points."),
        (-0.3, "Buys less routinely than companies with as many orders usually do: by 30 points."),
    ],
)
def test_routine_is_put_beside_that_of_companies_as_old(ahead: float | None, expected: str) -> None:
    assert routine_ahead_text(CustomerProfile(routine_ahead=ahead)) == expected
