"""How far a run is, and how good its order lines were, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import ngettext

from segmentation.models import Run

_SENTENCES: Mapping[str, Callable[[int], str]] = {
    "lines_read": lambda n: ngettext("%(n)s order line was read.", "%(n)s order lines were read.", n),
    "lines_after_as_of": lambda n: ngettext(
        "%(n)s line is of a later day and was left for the next run.",
        "%(n)s lines are of a later day and were left for the next run.",
        n,
    ),
    "lines_without_value": lambda n: ngettext(
        "%(n)s line had no price or no quantity and was left out.",
        "%(n)s lines had no price or no quantity and were left out.",
        n,
    ),
    "lines_without_category": lambda n: ngettext(
        "%(n)s line has no category, so it counts for the company alone.",
        "%(n)s lines have no category, so they count for the company alone.",
        n,
    ),
    "lines_kept": lambda n: ngettext(
        "%(n)s purchase of an item on a day remained.", "%(n)s purchases of an item on a day remained.", n
    ),
    "returns_matched": lambda n: ngettext(
        "%(n)s return was taken off the purchase it belongs to.",
        "%(n)s returns were taken off the purchases they belong to.",
        n,
    ),
    "returns_unmatched": lambda n: ngettext(
        "%(n)s return belongs to no purchase we know and was ignored.",
        "%(n)s returns belong to no purchase we know and were ignored.",
        n,
    ),
}


def quality_texts(quality: Mapping[str, int]) -> Sequence[str]:
    """One sentence for each count that is not zero, in the order in which the lines are worked through."""
    return [
        sentence(quality[name]) % {"n": number_format(quality[name], force_grouping=True)}
        for name, sentence in _SENTENCES.items()
        if quality.get(name)
    ]


def progress_of(run: Run) -> Mapping[str, Any]:
    """How far a run from `runs_with_progress` is; the parts of a finished run are no longer kept."""
    done, total = run.shard_done, run.shard_total  # type: ignore[attr-defined]
    percent = 100 if run.is_over else 100 * done // total if total else 0
    return {"run": run, "done": done, "total": total, "percent": percent}
