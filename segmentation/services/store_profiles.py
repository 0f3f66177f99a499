from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from segmentation.models import BuyclassChange, CategoryProfile, CustomerProfile, Run

if TYPE_CHECKING:
    import pandas as pd

SHARED = (
    "buyclass",
    "share_routine",
    "share_major",
    "share_new",
    "evidence",
    "confidence",
    "occasions",
    "last_order",
    "reason_code",
    "reason_params",
)
COMPUTED = (
    *SHARED,
    "mixed",
    "activity",
    "first_order",
    "expected_from",
    "expected_to",
    "history_truncated",
    "held",
    "lines_hash",
)
VERSIONS = ("config_version", "prior_version")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Which run a result comes from, as of which day, by which constants."""

    run: Run
    as_of: date
    now: datetime
    config_version: str
    prior_version: str


def store_customer_profiles(customers: pd.DataFrame, *, origin: Origin) -> int:
    """Write the profiles that differ from what is stored, and log each move; brings back how many companies moved.

    `as_of` and `classified_at` say when a profile last became what it is, so a company with no news is not written.
    The caller holds the customers' locks.
    """
    versions = {"config_version": origin.config_version, "prior_version": origin.prior_version}
    fields = (*COMPUTED, *VERSIONS)
    rows = _records(customers, ("customer_key", *COMPUTED), as_of=origin.as_of)
    wanted = {row["customer_key"]: row | versions for row in rows}
    stored = {
        row["customer_key"]: row
        for row in CustomerProfile.objects.filter(customer_key__in=wanted).values("customer_key", *fields)
    }
    changed = [row for key, row in wanted.items() if row != stored.get(key)]
    CustomerProfile.objects.bulk_create(
        (CustomerProfile(**row, as_of=origin.as_of, classified_at=origin.now) for row in changed),
        update_conflicts=True,
        unique_fields=["customer_key"],
        update_fields=[*fields, "as_of", "classified_at"],
    )
    before = {key: row["buyclass"] for key, row in stored.items()}
    moves = [row | {"category": ""} for row in changed if row["buyclass"] != before.get(row["customer_key"])]
    _log_changes(moves, before={(key, ""): buyclass for key, buyclass in before.items()}, origin=origin)
    return sum(row["customer_key"] in before for row in moves)


def store_category_profiles(categories: pd.DataFrame, *, customer_keys: Iterable[str], origin: Origin) -> None:
    """Write the classes per category that differ from what is stored, and delete those that no longer hold."""
    columns = ("customer_key", "category", *SHARED)
    rows = _records(categories, columns, as_of=origin.as_of)
    wanted = {(row["customer_key"], row["category"]): row for row in rows}
    ids: dict[tuple[str, str], int] = {}
    stored: dict[tuple[str, str], dict[str, Any]] = {}
    for row in CategoryProfile.objects.filter(customer_key__in=customer_keys).values("pk", *columns):
        pair = (row["customer_key"], row["category"])
        ids[pair] = row.pop("pk")
        stored[pair] = row
    if stale := [pk for pair, pk in ids.items() if pair not in wanted]:
        CategoryProfile.objects.filter(pk__in=stale).delete()
    changed = [row for pair, row in wanted.items() if row != stored.get(pair)]
    CategoryProfile.objects.bulk_create(
        (CategoryProfile(**row) for row in changed),
        update_conflicts=True,
        unique_fields=["customer_key", "category"],
        update_fields=list(SHARED),
    )
    before = {pair: row["buyclass"] for pair, row in stored.items()}
    # A first class in a category is no move: the company had its own there until then.
    moves = [
        row for row in changed if before.get((row["customer_key"], row["category"])) not in (None, row["buyclass"])
    ]
    _log_changes(moves, before=before, origin=origin)


def _records(frame: pd.DataFrame, columns: Sequence[str], *, as_of: date) -> list[dict[str, Any]]:
    from segmentation.analysis.plain_rows import plain_rows

    return plain_rows(frame, columns, as_of=as_of)


def _log_changes(moves: Sequence[Mapping[str, Any]], *, before: Mapping[tuple[str, str], str], origin: Origin) -> None:
    BuyclassChange.objects.bulk_create(
        BuyclassChange(
            customer_key=row["customer_key"],
            category=row["category"],
            old=before.get((row["customer_key"], row["category"]), ""),
            new=row["buyclass"],
            reason_code=row["reason_code"],
            reason_params=row["reason_params"],
            as_of=origin.as_of,
            run=origin.run,
            at=origin.now,
        )
        for row in moves
    )
