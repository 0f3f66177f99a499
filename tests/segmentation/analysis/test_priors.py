from __future__ import annotations

import json
from dataclasses import replace

import pytest

from segmentation.analysis.priors import DEFAULT_PRIOR, Prior, stamp


def test_every_row_of_the_default_prior_sums_to_one() -> None:
    rows = (*DEFAULT_PRIOR.shares, *DEFAULT_PRIOR.category_shares)

    assert [sum(row) for row in rows] == pytest.approx([1.0] * len(rows), abs=1e-12)


@pytest.mark.parametrize(("occasions", "bucket"), [(0, 0), (1, 1), (5, 5), (6, 5), (7, 6), (24, 8), (25, 9), (900, 9)])
def test_order_index_falls_into_its_bucket(occasions: int, bucket: int) -> None:
    assert DEFAULT_PRIOR.shares_after(occasions) == DEFAULT_PRIOR.shares[bucket]


def test_row_that_does_not_sum_to_one_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^Shares of a prior are not negative and sum to 1, not \(0\.5, 0\.5, 0\.1\)"):
        replace(DEFAULT_PRIOR, category_shares=((0.5, 0.5, 0.1),) * 10)


def test_buckets_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^The buckets of a prior start at ascending order indices\.$"):
        replace(DEFAULT_PRIOR, order_index=(0, 2, 1, 3, 4, 5, 7, 10, 15, 25))


def test_bucket_without_shares_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^A prior needs one row of shares per bucket"):
        replace(DEFAULT_PRIOR, order_index=(0, 1))


def test_prior_comes_back_from_plain_values_as_it_was() -> None:
    assert Prior.from_dict(json.loads(json.dumps(DEFAULT_PRIOR.to_dict()))) == DEFAULT_PRIOR


def test_version_tells_the_content() -> None:
    other = stamp(replace(DEFAULT_PRIOR, gap_days=25.0), "online-retail")

    assert (other.version == DEFAULT_PRIOR.version, stamp(other, "online-retail")) == (False, other)


def test_prior_changed_in_storage_is_refused() -> None:
    stored = DEFAULT_PRIOR.to_dict() | {"gap_days": 25.0}

    with pytest.raises(ValueError, match=r"^The stored prior online-retail-[0-9a-f]{8} is not what it was"):
        Prior.from_dict(stored)


def test_stored_prior_without_a_field_is_refused() -> None:
    stored = DEFAULT_PRIOR.to_dict()
    del stored["weight"]

    with pytest.raises(ValueError, match=r"^A stored prior has the fields at_risk_quantile, "):
        Prior.from_dict(stored)


def test_breadth_without_its_means_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^A prior that heeds breadth needs its mean in every bucket\.$"):
        replace(DEFAULT_PRIOR, slopes=((0.1, -0.05, -0.05),) * 3)


def test_slope_that_adds_to_the_whole_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^What breadth adds to one share it takes from the others\.$"):
        replace(DEFAULT_PRIOR, slopes=((0.1, 0.0, 0.0),) * 3, centres=((0.0, 0.0, 0.0),) * 10)


def test_prior_that_counts_for_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^A prior counts for more than nothing\.$"):
        replace(DEFAULT_PRIOR, weight=0.0)
