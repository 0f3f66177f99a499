from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from segmentation.contracts import BUILTIN_SEGMENTS, MIXED
from segmentation.models import BuyclassOverride, Segment, SegmentMembership
from segmentation.models.among import Among
from segmentation.services.refresh_memberships import AUTOMATIC, announce_memberships
from segmentation.services.write_rows import delete_rows, insert_rows

Bools = npt.NDArray[np.bool_]


def store_memberships(customers: pd.DataFrame, *, now: datetime) -> None:
    """Put many customers into the built-in segments that their fresh profiles say.

    What `refresh_memberships` does for a few, in whole columns. The caller holds the customers' locks.
    """
    if not len(customers):
        return
    keys = customers["customer_key"].astype("str")
    wanted = _wanted(customers, keys, now=now)
    ids = dict(Segment.objects.filter(key__in=BUILTIN_SEGMENTS).values_list("key", "pk"))
    place = {ids[key]: column for column, key in enumerate(BUILTIN_SEGMENTS)}
    position = dict(zip(keys, range(len(keys)), strict=True))
    held = list(
        SegmentMembership.objects.filter(Among("customer_key", list(position)), segment__in=place).values_list(
            "pk", "customer_key", "segment_id", "source"
        )
    )
    at = np.array([position[key] for _, key, _, _ in held], dtype=np.int64)
    column = np.array([place[segment] for _, _, segment, _ in held], dtype=np.int64)
    is_held = np.zeros_like(wanted)
    is_held[at, column] = True
    automatic = np.array([source == AUTOMATIC for _, _, _, source in held], dtype=np.bool_)
    stale = np.flatnonzero(~wanted[at, column] & automatic)
    delete_rows(SegmentMembership, [held[row][0] for row in stale.tolist()])
    who, which = np.nonzero(wanted & ~is_held)
    if len(who):
        joined = pa.table(
            {
                "customer_key": pa.array(keys.to_numpy()[who], type=pa.string()),
                "segment_id": np.array([ids[key] for key in BUILTIN_SEGMENTS])[which],
                "source": pa.repeat(AUTOMATIC.value, len(who)),
                "since": pa.repeat(pa.scalar(now), len(who)),
            }
        )
        insert_rows(SegmentMembership, joined)
    announce_memberships(
        joined=_by_customer(keys.to_numpy()[who], which),
        left=_by_customer(keys.to_numpy()[at[stale]], column[stale]),
    )


def _wanted(customers: pd.DataFrame, keys: pd.Series, *, now: datetime) -> Bools:
    """A row a customer, a column a built-in segment: the class an admin chose, else the computed one, mixed beside."""
    buyclass = pd.Index(BUILTIN_SEGMENTS).get_indexer(pd.Index(customers["buyclass"].astype("str")))
    mixed = customers["mixed"].to_numpy(dtype=np.bool_).copy()
    overrides = BuyclassOverride.objects.filter(expires_at__gt=now)
    if len(keys) < CHOSEN_AT_ONCE:
        overrides = overrides.filter(Among("customer_key", keys.tolist()))
    chosen = dict(overrides.values_list("customer_key", "buyclass"))
    at = pd.Index(keys).get_indexer(list(chosen))
    known = np.flatnonzero(at >= 0)
    buyclass[at[known]] = np.array([BUILTIN_SEGMENTS.index(kind) for kind in chosen.values()], dtype=np.int64)[known]
    mixed[at[known]] = False
    wanted = np.zeros((len(keys), len(BUILTIN_SEGMENTS)), dtype=np.bool_)
    wanted[np.arange(len(keys)), buyclass] = True
    wanted[:, BUILTIN_SEGMENTS.index(MIXED)] |= mixed
    return wanted


CHOSEN_AT_ONCE = 1000
"""Classes are chosen by hand for few companies: for many customers all of them are read."""


def _by_customer(keys: Iterable[str], columns: npt.NDArray[np.integer]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for key, column in zip(keys, columns.tolist(), strict=True):
        found[key].add(BUILTIN_SEGMENTS[column])
    return {key: frozenset(segments) for key, segments in found.items()}
