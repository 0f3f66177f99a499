from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import numpy as np

from segmentation.dimension import Origin
from segmentation.models import AttributeImport
from segmentation.models.attribute_columns import column_of
from segmentation.services.assign_columns import assign_columns
from segmentation.services.attribute_changes import Change, Objects, compare, read_stored
from segmentation.services.claim_import import ImportOvertakenError, claim_import, note_import
from segmentation.services.import_rows import Part, Problem, chosen_columns, read_parts, read_signs
from segmentation.tables.read import UploadError

State = AttributeImport.State
SAMPLE = 10
PROBLEMS_SHOWN = 50


def check_import(import_id: int, *, now: datetime) -> bool:
    """Look through an import as it would be stored, and keep what that comes to; nothing else is written.

    Says whether it was looked through: an import that another worker has, or that was dropped, is left alone.
    """
    source = claim_import(import_id, state=State.UPLOADED, now=now)
    if source is None:
        return False
    try:
        _check(source)
    except ImportOvertakenError:
        return False
    except UploadError as error:
        note_import(source, state=State.FAILED, error=str(error), finished_at=now)
    return True


def _check(source: AttributeImport) -> None:
    count, signs = read_signs(source)
    note_import(source, rows=count, signs=signs)
    columns = chosen_columns(source)
    if any(column_of(column.dimension.key) is None for column in columns):
        assign_columns()
    total: Counter[str] = Counter()
    of_column: dict[str, Counter[str]] = {column.name: Counter() for column in columns}
    sample: list[dict[str, Any]] = []
    problems: list[Problem] = []
    done = 0
    for part in read_parts(source):
        changes = _changes(part, source)
        for column in columns:
            _count_column(
                of_column[column.name],
                part,
                column.name,
                part.fresh[column.dimension.key],
                changes[column.dimension.key],
            )
        total.update(_totals(part, changes))
        sample += _sample(part, [column.dimension.key for column in columns])[: SAMPLE - len(sample)]
        problems += part.problems[: PROBLEMS_SHOWN - len(problems)]
        done += part.read
        note_import(source, rows_done=done)
    note_import(
        source,
        state=State.PREVIEWED,
        preview={
            **{name: total[name] for name in ("known", "unknown", "refused", "problems", "companies", "changes")},
            "columns": [
                {
                    "name": column.name,
                    "dimension": column.dimension.key,
                    **{name: of_column[column.name][name] for name in ("values", "changes", "withstood", "problems")},
                }
                for column in columns
            ],
            "sample": sample,
            "shown": problems,
        },
    )


def _changes(part: Part, source: AttributeImport) -> Mapping[str, Change]:
    columns = {str(column_of(key)): values for key, values in part.fresh.items()}
    stored = read_stored(part.keys, list(columns))
    changes = compare(columns, stored, origin=Origin(source.origin), clear_missing=source.clear_missing)
    return dict(zip(part.fresh, changes.values(), strict=True))


def _count_column(counts: Counter[str], part: Part, name: str, values: Objects, change: Change) -> None:
    counts["problems"] += sum(problem.column == name for problem in part.problems)
    counts["changes"] += int((change.written | change.cleared).sum())
    counts["withstood"] += int(change.withstood.sum())
    counts["values"] += int((values != None).sum())  # noqa: E711


def _totals(part: Part, changes: Mapping[str, Change]) -> dict[str, int]:
    differs = [change.written | change.cleared for change in changes.values()]
    return {
        "known": len(part.keys),
        "unknown": part.unknown,
        "refused": part.refused,
        "problems": len(part.problems),
        "companies": int(np.logical_or.reduce(differs).sum()) if part.keys else 0,
        "changes": int(sum(one.sum() for one in differs)),
    }


def _sample(part: Part, keys: list[str]) -> list[dict[str, Any]]:
    """The first rows of the file as they would be stored."""
    order = sorted(range(len(part.rows)), key=lambda at: part.rows[at].number)[:SAMPLE]
    return [
        {
            "row": part.rows[at].number,
            "customer": part.keys[at],
            "values": [_plain(part.fresh[key][at]) for key in keys],
        }
        for at in order
    ]


def _plain(stored: Any) -> Any:
    return stored.isoformat() if isinstance(stored, date) else stored
