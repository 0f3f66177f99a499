"""What the habits stand beside says the same, however it is written."""

from __future__ import annotations

from datetime import UTC

import pandas as pd

from segmentation.analysis.habits.work_out import work_out_habits
from tests.benchmarks.habits import made_records, plain_habits
from tests.benchmarks.synthetic_orders import AS_OF


def test_plain_pandas_has_the_same_habits() -> None:
    records, keys = made_records(4_000)

    found = work_out_habits(records, customer_keys=keys, as_of=AS_OF, zone=UTC)
    plain = plain_habits(records)[list(found)].loc[keys]
    told = found.notna()

    assert (told.sum() > 0.9 * len(keys)).all()
    pd.testing.assert_frame_equal(
        found, plain.where(told), check_dtype=False, check_index_type=False, check_names=False, rtol=0, atol=0.0051
    )
