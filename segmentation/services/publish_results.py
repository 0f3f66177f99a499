from __future__ import annotations

import json

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from django.utils import timezone

from segmentation.cache import forget_published
from segmentation.contracts import BUILTIN_SEGMENTS, Buyclass
from segmentation.models import FeatureOverride, PublishedSnapshot, Segment, SegmentMembership
from segmentation.models.among import Among
from segmentation.services.publish import override_payload
from segmentation.services.result_rows import ResultRows
from segmentation.services.write_rows import update_rows

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


def publish_results(rows: ResultRows, changed: Bools) -> None:
    """Publish the standing of the changed customers, put together in whole columns from what was just stored.

    What `publish_customers` does for a few. The caller holds the customers' locks, and a snapshot of each is there;
    one that says the same already is not written.
    """
    at = np.flatnonzero(changed)
    if not len(at):
        return
    keys = rows.customers["customer_key"].astype("str").take(at).reset_index(drop=True)
    payload = pc.binary_join_element_wise(
        '{"segments": [',
        _segments(keys),
        '], "categories": {',
        _categories(rows, at),
        '}, "overrides": ',
        _overrides(keys),
        "}",
        "",
    )
    fresh = pa.table(
        {
            "subject": pa.array(keys, type=pa.string()),
            "payload": payload,
            "published_at": pa.repeat(pa.scalar(timezone.now()), len(at)),
        }
    )
    update_rows(PublishedSnapshot, fresh, unless_equal="payload")
    forget_published(keys.tolist())


def _segments(keys: pd.Series) -> pa.Array:
    """Of each customer its segments as JSON, the deciding one first; without a class of its own it counts as new."""
    ranks = {
        pk: (rank, key) for rank, (pk, key) in enumerate(Segment.objects.order_by("priority").values_list("pk", "key"))
    }
    names = [key for _, key in ranks.values()]
    found = SegmentMembership.objects.filter(Among("customer_key", keys.tolist())).values_list(
        "customer_key", "segment_id"
    )
    held = pd.DataFrame.from_records(list(found), columns=["customer_key", "segment_id"])
    owner = pd.Index(keys).get_indexer(pd.Index(held["customer_key"], dtype="str"))
    rank = held["segment_id"].map({pk: rank for pk, (rank, _) in ranks.items()}).to_numpy(dtype=np.int64)
    builtin = np.array([name in BUILTIN_SEGMENTS for name in names], dtype=np.bool_)
    unclassed = np.ones(len(keys), dtype=np.bool_)
    unclassed[owner[builtin[rank]]] = False
    lacking = np.flatnonzero(unclassed)
    owner = np.concatenate((owner, lacking))
    rank = np.concatenate((rank, np.full(len(lacking), len(names))))
    order = np.lexsort((rank, owner))
    texts = pa.array([json.dumps(name) for name in (*names, Buyclass.NEW.value)])
    return _join(texts.take(pa.array(rank[order])), owner[order], len(keys))


def _categories(rows: ResultRows, at: Ints) -> pa.Array:
    """Of each customer the inside of a JSON object: category to class."""
    position = np.full(len(rows.customers), -1, dtype=np.int64)
    position[at] = np.arange(len(at))
    owner = position[rows.owner]
    chosen = np.flatnonzero(owner >= 0)
    category, buyclass = (rows.categories[name].take(chosen).cat for name in ("category", "buyclass"))
    kinds = list(buyclass.categories)
    texts = pa.array(
        [f'{json.dumps(name)}: "{kind}"' for name in category.categories for kind in kinds], type=pa.string()
    )
    texts = texts.take(pa.array(category.codes.to_numpy().astype(np.int64) * len(kinds) + buyclass.codes.to_numpy()))
    return _join(texts, owner[chosen], len(at))


def _overrides(keys: pd.Series) -> pa.Array:
    """Features switched by hand, as a JSON object; few companies have any."""
    found: dict[str, dict[str, object]] = {}
    overrides = FeatureOverride.objects.order_by("feature")
    for override in overrides.filter(Among("customer_key", keys.tolist())):
        found.setdefault(override.customer_key, {})[override.feature] = override_payload(override)
    texts = np.full(len(keys), "{}", dtype=np.object_)
    where = pd.Index(keys).get_indexer(list(found))
    texts[where] = [json.dumps(features) for features in found.values()]
    return pa.array(texts, type=pa.string())


def _join(texts: pa.Array, owner: Ints, owners: int) -> pa.Array:
    """The texts of every owner in one, with commas between; texts are sorted by owner."""
    ends = np.searchsorted(owner, np.arange(owners + 1)).astype(np.int32)
    return pc.binary_join(pa.ListArray.from_arrays(pa.array(ends), texts), ", ")
