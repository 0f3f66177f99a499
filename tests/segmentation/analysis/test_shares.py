from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from segmentation.analysis.big_decisions import BigDecisions, find_big_decisions
from segmentation.analysis.clean import clean_lines, day_number
from segmentation.analysis.config import DEFAULT_CONFIG
from segmentation.analysis.expectations import expect_next
from segmentation.analysis.line_modes import line_modes
from segmentation.analysis.occasions import Occasions, find_occasions
from segmentation.analysis.priors import DEFAULT_PRIOR
from segmentation.analysis.shares import replay, replay_path
from tests.segmentation.analysis.order_lines import histories, on_day

AS_OF = on_day(1000)


def occasions_of(lines: pd.DataFrame) -> tuple[Occasions, BigDecisions, int]:
    cleaned, _ = clean_lines(lines, as_of=AS_OF, config=DEFAULT_CONFIG)
    occasions, _, _ = find_occasions(cleaned, line_modes(cleaned, config=DEFAULT_CONFIG))
    return occasions, find_big_decisions(occasions, config=DEFAULT_CONFIG), len(cleaned.customer_names)


@given(lines=histories(returns=False), day=st.integers(0, 1000))
def test_path_up_to_a_day_is_the_standing_of_that_day(lines: pd.DataFrame, day: int) -> None:
    early, early_big, owners = occasions_of(lines[lines["day"] <= day_number(on_day(day))])
    late, late_big, _ = occasions_of(lines)

    then = replay(
        early,
        early_big,
        owners=owners,
        expected=expect_next(early, DEFAULT_PRIOR),
        prior=DEFAULT_PRIOR,
        config=DEFAULT_CONFIG,
    )
    path = replay_path(
        late, late_big, expected=expect_next(late, DEFAULT_PRIOR), prior=DEFAULT_PRIOR, config=DEFAULT_CONFIG
    )

    last = {int(owner): int(row) for row, owner in enumerate(late.owner) if late.day[row] <= day_number(on_day(day))}
    names = sorted(set(lines["customer_key"]))
    known = sorted(set(lines.loc[lines["day"] <= day_number(on_day(day)), "customer_key"]))
    rows = [last[names.index(name)] for name in known]
    assert path.buyclass[rows].tolist() == then.buyclass.tolist()
    np.testing.assert_array_equal(path.shares[:, rows], then.shares)
