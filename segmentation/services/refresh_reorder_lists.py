from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction

from segmentation.host import open_order_source
from segmentation.locks import hold_customers
from segmentation.models import PublishedSnapshot, RunShard
from segmentation.models.among import Among
from segmentation.selectors.statistics import active_frame, active_statistics
from segmentation.services.item_aggregate import ITEMS
from segmentation.services.store_reorder_lists import STORED_ITEMS, store_reorder_lists


def refresh_reorder_lists(customer_keys: Collection[str], *, as_of: date) -> int:
    """Rank what these customers are likely to order again, and store the lists that differ; says how many did.

    Items are judged by the statistics in use. Before the first ones, the company's own habits alone decide. Whoever was
    forgotten while the task waited is left alone.
    """
    from segmentation.analysis.reorder import merge_item_statistics, rank_reorders
    from segmentation.sources import committed_orders

    version = active_statistics(ITEMS)
    statistics = active_frame(ITEMS) if version else None
    with committed_orders(), transaction.atomic():
        known = PublishedSnapshot.objects.filter(Among("subject", list(customer_keys)))
        customer_keys = list(known.values_list("subject", flat=True))
        hold_customers(customer_keys)
        lists = rank_reorders(
            open_order_source().read(sorted(customer_keys)),
            as_of=as_of,
            statistics=merge_item_statistics([]) if statistics is None else statistics,
            top=STORED_ITEMS,
        )
        return store_reorder_lists(
            lists,
            customer_keys=customer_keys,
            as_of=as_of,
            statistics_version=version.version if version else "",
        )


def worked_out(run_id: int) -> list[list[str]]:
    """The customers a run works out, shard by shard; to be asked before the run is finished."""
    return [shard.customer_keys for shard in RunShard.objects.filter(run_id=run_id).order_by("position")]
