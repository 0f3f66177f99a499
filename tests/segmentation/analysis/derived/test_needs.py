from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.analysis.derived.needs import price_sensitivity, quality_consciousness
from tests.segmentation.analysis.derived.frames import one_value

SIGNS = ["price_sensitivity_stated", "discount_share", "quote_share", "brand_loyalty"]
share = st.none() | st.floats(0, 1)


@pytest.mark.parametrize(
    ("signs", "sensitivity"),
    [
        ((None, 0.6, 0.3, 1.0), 0.3),
        ((None, 1.0, 1.0, 0.0), 1.0),
        ((0.9, 0.6, 0.3, 0.0), 0.9),
        ((0.9, None, None, None), 0.9),
        ((None, 0.6, None, 0.0), None),
        ((None, None, None, None), None),
    ],
)
def test_the_price_counts_as_stated_or_as_the_three_shares_say(signs, sensitivity):
    found = one_value(price_sensitivity(pd.DataFrame([signs], columns=SIGNS, dtype="Float64")))

    assert found == (None if sensitivity is None else pytest.approx(sensitivity))


@given(st.lists(st.tuples(share, share, share, share), max_size=20))
def test_price_sensitivity_is_a_share_or_unknown(rows):
    found = price_sensitivity(pd.DataFrame(rows, columns=SIGNS, dtype="Float64")).dropna()

    assert found.between(0, 1).all()


@pytest.mark.parametrize(
    ("top", "asked", "consciousness"),
    [
        (0.6, "|fsc|", 0.4 + 1 / 9),
        (0.6, "||", 0.4),
        (0.6, "", 0.4),
        (1.0, "|emas|fsc|pefc|", 1.0),
        (1.0, "|emas|fsc|gs|pefc|", 1.0),
        (0.6, None, None),
        (None, "|fsc|", None),
    ],
)
def test_quality_counts_by_brands_and_certificates(top, asked, consciousness):
    frame = pd.DataFrame({"top_grade_share": [top], "certificates_asked": [asked]})
    frame = frame.astype({"top_grade_share": "Float64", "certificates_asked": "string"})

    found = one_value(quality_consciousness(frame))

    assert found == (None if consciousness is None else pytest.approx(consciousness))
