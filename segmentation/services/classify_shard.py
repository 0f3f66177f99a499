from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from segmentation.models import Run, RunShard
from segmentation.services.classify_customers import classify_customers


@transaction.atomic
def classify_shard(shard_id: int, *, now: datetime) -> bool:
    """Work out one part of a full run; brings back whether there was anything to do.

    A shard that is done, gone, or of a run that is over is left alone, so delivering it twice does no harm.
    """
    shard = RunShard.objects.select_for_update(of=("self",)).select_related("run").filter(pk=shard_id).first()
    if shard is None or shard.finished_at is not None or shard.run.state != Run.State.RUNNING:
        return False
    outcome = classify_customers(customer_keys=shard.customer_keys, as_of=shard.run.as_of, run=shard.run, now=now)
    shard.finished_at = now
    shard.changed = outcome.changed
    shard.quality = outcome.quality
    shard.save(update_fields=["finished_at", "changed", "quality"])
    # Last, because shards that finish together wait for each other here.
    Run.objects.filter(pk=shard.run_id).update(touched_at=timezone.now())
    return True
