"""Publishing a draft, and a dry run, over many companies made by the database itself."""

from __future__ import annotations

import resource
import time
from datetime import UTC, datetime
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

from segmentation.contracts import Feature
from segmentation.models import CategoryProfile, CustomerProfile, Draft, DryRun, FeatureRule, PublishedSnapshot, Segment
from segmentation.registry import features
from segmentation.selectors.dry_run_result import DryRunResult
from segmentation.services.ensure_builtin_segments import ensure_builtin_segments
from segmentation.services.publish_draft import publish_draft
from segmentation.services.put_change import put_change
from segmentation.services.run_dry_run import published_version, run_dry_run
from segmentation.services.start_draft import start_draft
from tests.benchmarks.host.previews import FIXED, fill_table, own_columns, profile_columns
from tests.benchmarks.measure import MEBIBYTE, peak_bytes, reset_peak, resident_bytes, settle_memory

NOW = datetime(2026, 7, 1, 8, tzinfo=UTC)
CHANGES = 50
CATEGORIES = 5
"""In which each company has a class of its own, of 211."""
PAYLOAD = """'{"segments": ["routine"], "categories": {}, "overrides": {}}'"""


def fill_published(count: int) -> dict[str, int]:
    """So many companies with profiles, a published standing and a built-in segment each."""
    call_command("migrate", verbosity=0)
    ensure_builtin_segments()
    fill_table(CustomerProfile._meta.db_table, profile_columns(), count)
    subject = {"subject": FIXED["customer_key"], "payload": PAYLOAD, "published_at": "now()"}
    fill_table(PublishedSnapshot._meta.db_table, subject, count)
    keys = ["mixed", "routine", "major", "new"]
    ids = ", ".join(str(Segment.objects.get(key=key).pk) for key in keys)
    member = {"segment_id": f"(array[{ids}])[1 + n % 4]", "customer_key": FIXED["customer_key"]}
    fill_table("segmentation_segmentmembership", {**member, "source": "'automatic'", "since": "now()"}, count)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return {"companies": PublishedSnapshot.objects.exclude(subject="").count()}


def fill_categories(count: int) -> dict[str, int]:
    """Classes of so many companies in some categories each, beside what `fill_published` made."""
    own = own_columns(CategoryProfile)
    for number in range(CATEGORIES):
        columns = {**own, "category": f"'Category ' || (n * 31 + {number} * 47) % 211"}
        columns["buyclass"] = f"(array['routine', 'major', 'new'])[1 + (n + {number}) % 3]"
        fill_table(CategoryProfile._meta.db_table, columns, count)
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {CategoryProfile._meta.db_table}")
    return {"pairs": count * CATEGORIES}


def measure_pairs() -> dict[str, Any]:
    """One dry run of a draft that switches a feature by the class in each category."""
    FeatureRule.objects.all().delete()
    features.register(Feature(key="bench_pairs", label="bench_pairs", per_category=True))
    draft = start_draft(title="Bench", actor=None, now=NOW)
    for segment in ("routine", "major"):
        after = {"state": "on", "share": 50, "held_out": 5}
        put_change(draft.pk, kind="rule", feature="bench_pairs", segment=segment, after=after, actor=None, now=NOW)
    settle_memory()
    before = resident_bytes()
    reset_peak()
    began, cpu = time.perf_counter(), time.process_time()
    result = _dry_run(draft)
    seconds, client = time.perf_counter() - began, time.process_time() - cpu
    moved = result.features["bench_pairs"].categories
    return {
        "seconds": seconds,
        "client_cpu_seconds": client,
        "above_mib": (peak_bytes() - before) / MEBIBYTE,
        "companies": result.companies,
        "affected": result.affected,
        "pairs": CategoryProfile.objects.count(),
        "pairs_that_gain": sum(moves["gains"] for moves in moved.values()),
    }


def measure_draft() -> dict[str, Any]:
    """Fifty changes of shares, one dry run of them, and their publication."""
    FeatureRule.objects.all().delete()
    draft = _draft()
    began, cpu = time.perf_counter(), time.process_time()
    result = _dry_run(draft)
    dry, dry_cpu = time.perf_counter() - began, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began = time.perf_counter()
    with transaction.atomic():
        publish_draft(draft.pk, actor=None, now=NOW)
    seconds = time.perf_counter() - began
    return {
        "seconds": seconds,
        "dry_run_seconds": dry,
        "dry_run_cpu_seconds": dry_cpu,
        "peak_mb": peak,
        "companies": result.companies,
        "affected": result.affected,
    }


def _dry_run(draft: Draft) -> DryRunResult:
    """As the background does it, every company that is affected kept."""
    run = DryRun.objects.create(draft=draft, revision=draft.revision, version=published_version(), requested_at=NOW)
    run_dry_run(run.pk, now=NOW)
    return DryRunResult.from_json(DryRun.objects.get(pk=run.pk).result)


def _draft() -> Draft:
    draft = start_draft(title="Bench", actor=None, now=NOW)
    for number in range(CHANGES // 5):
        key = f"bench_{number}"
        if key not in features:
            features.register(Feature(key=key, label=key))
        for segment in ("", "mixed", "routine", "major", "new"):
            after = {"state": "on", "share": 10 + number, "held_out": 5}
            put_change(draft.pk, kind="rule", feature=key, segment=segment, after=after, actor=None, now=NOW)
    return draft
