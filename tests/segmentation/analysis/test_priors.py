from __future__ import annotations

from dataclasses import replace

import pytest

from segmentation.analysis.priors import DEFAULT_PRIOR


def test_every_row_of_the_default_prior_sums_to_one() -> None:
    rows = (*DEFAULT_PRIOR.shares, DEFAULT_PRIOR.category_shares, DEFAULT_PRIOR.category_first_shares)

    assert [sum(row) for row in rows] == pytest.approx([1.0] * len(rows), abs=1e-12)


@pytest.mark.parametrize(("occasions", "bucket"), [(0, 0), (1, 1), (5, 5), (6, 5), (7, 6), (24, 8), (25, 9), (900, 9)])
def test_order_index_falls_into_its_bucket(occasions: int, bucket: int) -> None:
    assert DEFAULT_PRIOR.shares_after(occasions) == DEFAULT_PRIOR.shares[bucket]


def test_row_that_does_not_sum_to_one_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^Shares of a prior are not negative and sum to 1, not \(0\.5, 0\.5, 0\.1\)"):
        replace(DEFAULT_PRIOR, category_shares=(0.5, 0.5, 0.1))


def test_buckets_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^The buckets of a prior start at ascending order indices\.$"):
        replace(DEFAULT_PRIOR, order_index=(0, 2, 1, 3, 4, 5, 7, 10, 15, 25))


def test_bucket_without_shares_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^A prior needs one row of shares per bucket"):
        replace(DEFAULT_PRIOR, order_index=(0, 1))
