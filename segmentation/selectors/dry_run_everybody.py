"""Every company that a draft would change something for, as its dry run found: for a table to take away."""

from __future__ import annotations

from collections.abc import Iterator

from segmentation.models import DryRun, DryRunPart
from segmentation.selectors.dry_run_result import CompanyEffect


def each_company_effect(run: DryRun) -> Iterator[CompanyEffect]:
    """In the order of keys, one stored part in memory at a time."""
    parts = DryRunPart.objects.filter(run=run).values_list("effects", flat=True)
    for effects in parts.iterator(chunk_size=1):
        yield from (CompanyEffect(*packed) for packed in effects)


def has_everybody(run: DryRun) -> bool:
    """Whether it is still kept what happens to every single company."""
    return run.state == DryRun.State.FINISHED and (not run.result["affected"] or run.parts.exists())
