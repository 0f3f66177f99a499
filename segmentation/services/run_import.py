from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from segmentation.models import AttributeBatch, AttributeImport, AttributeImportError, AttributeImportRest
from segmentation.models.attribute_columns import column_of
from segmentation.models.imports import HEADER_LENGTH, pack_rows
from segmentation.services.assign_columns import assign_columns
from segmentation.services.audit import write_audit
from segmentation.services.claim_import import ImportOvertakenError, claim_import, note_import
from segmentation.services.derive_attributes import derive_attributes
from segmentation.services.import_rows import Part, chosen_columns, read_parts
from segmentation.services.store_attributes import StoredAttributes, store_columns
from segmentation.tables.read import UploadError

logger = logging.getLogger(__name__)

State = AttributeImport.State
MOST_ERRORS = 1_000
"""So many problems are kept one by one; all are counted, and every row with one can be had back."""


@dataclass(slots=True, kw_only=True)
class ImportOutcome:
    """Whose values are others now, and which; what follows from them included."""

    customer_keys: set[str] = field(default_factory=set)
    dimensions: set[str] = field(default_factory=set)


def run_import(import_id: int, *, now: datetime) -> ImportOutcome:
    """Store an import that was confirmed, some thousand rows at a time; what is wrong is noted and stops nothing.

    Each part is stored with what follows from it, or not at all. An import that was interrupted is stored from the
    beginning: what is there already is no change. One that another worker has is left alone.
    """
    outcome = ImportOutcome()
    source = claim_import(import_id, state=State.RUNNING, now=now)
    if source is None:
        return outcome
    try:
        _run(source, outcome, now=now)
    except ImportOvertakenError:
        logger.warning("The import %d was decided about while it was stored; this worker leaves it.", import_id)
    except UploadError as error:
        note_import(source, state=State.FAILED, error=str(error), finished_at=now)
    except Exception:
        note_import(
            source, state=State.FAILED, error=_("Something unforeseen stopped it. What was stored until then stays.")
        )
        raise
    return outcome


def _run(source: AttributeImport, outcome: ImportOutcome, *, now: datetime) -> None:
    source.errors.all().delete()
    source.rest.all().delete()
    counts = dict.fromkeys(("rows_done", "written", "withstood", "rows_refused", "problems"), 0)
    batch = AttributeBatch(origin=source.origin, detail=source.name, actor_id=source.actor_id, at=now)
    if any(column_of(column.dimension.key) is None for column in chosen_columns(source)):
        assign_columns()
    companies = 0
    for part in read_parts(source):
        with transaction.atomic():
            stored = StoredAttributes()
            store_columns(part.keys, part.fresh, batch=batch, clear_missing=source.clear_missing, outcome=stored)
            derived = derive_attributes(stored.customer_keys, now=now, changed=stored.dimensions)
            _keep_problems(source, part, room=MOST_ERRORS - counts["problems"])
            companies += len(stored.customer_keys)
            counts["rows_done"] += part.read
            counts["written"] += stored.written + stored.cleared
            counts["withstood"] += stored.withstood
            counts["rows_refused"] += part.refused
            counts["problems"] += len(part.problems)
            note_import(source, companies=companies, **counts)
        outcome.customer_keys.update(stored.customer_keys, derived.customer_keys)
        outcome.dimensions |= stored.dimensions | derived.dimensions
    with transaction.atomic():
        note_import(source, state=State.FINISHED, finished_at=now, packed=None)
        write_audit(
            action="attribute_import",
            actor=source.actor,
            before="",
            after=f"{source.name}: {companies}",
        )


def _keep_problems(source: AttributeImport, part: Part, *, room: int) -> None:
    AttributeImportError.objects.bulk_create(
        AttributeImportError(
            source=source,
            row=problem.row,
            column=problem.column[:HEADER_LENGTH],
            value=problem.value.replace("\0", ""),
            message=problem.message,
        )
        for problem in part.problems[: max(room, 0)]
    )
    if part.to_mend:
        AttributeImportRest.objects.create(source=source, packed=pack_rows(part.to_mend))
