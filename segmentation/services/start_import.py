"""A file of attributes is taken in, its columns assigned, and stored or dropped on somebody's word.

Whoever calls has `tasks.check_import` or `tasks.run_import` done once this has committed, as the state says.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from segmentation import conf
from segmentation.dimension import Origin
from segmentation.models import AttributeImport
from segmentation.models.imports import HEADER_LENGTH
from segmentation.services.audit import write_audit
from segmentation.tables.read import read_table
from segmentation.values.headers import check_mapping, guess_mapping, is_complete

State = AttributeImport.State
NAME_LENGTH = 200
EXAMPLE_LENGTH = 60


class ImportStateError(Exception):
    """The import is not where this could be done with it."""


def start_import(
    content: bytes,
    *,
    name: str,
    actor: AbstractBaseUser | None,
    now: datetime,
    mapping: Mapping[str, str] | None = None,
    clear_missing: bool = False,
    origin: Origin = Origin.IMPORTED,
) -> AttributeImport:
    """Take in a CSV or XLSX file; nothing of it is stored among the attributes yet.

    Its columns are assigned by the mapping, or by their names, and then it waits to be looked through; if the names do
    not say enough, it waits for a mapping first. Raises UploadError for a file that cannot be read, and MappingError.
    """
    table = read_table(content, most_bytes=conf.get("IMPORT_BYTES"), most_rows=conf.get("IMPORT_ROWS"))
    header, first = list(table.header), next(table.rows, None)
    chosen = guess_mapping(header) if mapping is None else check_mapping(mapping, header)
    return AttributeImport.objects.create(
        name=name[-NAME_LENGTH:],
        packed=zlib.compress(content, level=1),
        size=len(content),
        header=[column[:HEADER_LENGTH] for column in header],
        example=[cell[:EXAMPLE_LENGTH] for cell in first.cells[: len(header)]] if first else [],
        mapping=chosen,
        clear_missing=clear_missing,
        origin=origin,
        state=State.UPLOADED if is_complete(chosen) else State.MAPPING,
        actor_id=actor.pk if actor else None,
        created_at=now,
        touched_at=now,
    )


@transaction.atomic
def map_columns(import_id: int, *, mapping: Mapping[str, str], clear_missing: bool, now: datetime) -> AttributeImport:
    """Assign the columns anew; it is looked through again. Raises MappingError and ImportStateError."""
    source = _held(import_id, State.MAPPING, State.UPLOADED, State.PREVIEWED)
    source.mapping = check_mapping(mapping, source.header)
    source.clear_missing = clear_missing
    return _decide(source, State.UPLOADED, now=now)


@transaction.atomic
def confirm_import(import_id: int, *, now: datetime, actor: AbstractBaseUser | None = None) -> AttributeImport:
    """Have it stored. Raises ImportStateError unless it has been looked through, or failed on the way."""
    source = _held(import_id, State.PREVIEWED, State.FAILED)
    if not source.preview:
        raise ImportStateError
    write_audit(action="attribute_import_confirmed", actor=actor, before="", after=source.name)
    return _decide(source, State.RUNNING, now=now)


@transaction.atomic
def drop_import(import_id: int, *, now: datetime, actor: AbstractBaseUser | None = None) -> AttributeImport:
    """Do nothing with it. Raises ImportStateError once it is being stored."""
    source = _held(import_id, State.MAPPING, State.UPLOADED, State.PREVIEWED, State.FAILED)
    source.packed = None
    write_audit(action="attribute_import_dropped", actor=actor, before=source.name, after="")
    return _decide(source, State.DROPPED, now=now)


def _held(import_id: int, *states: str) -> AttributeImport:
    source = AttributeImport.objects.select_for_update().get(pk=import_id)
    if source.state not in states or source.packed is None:
        raise ImportStateError
    return source


def _decide(source: AttributeImport, state: str, *, now: datetime) -> AttributeImport:
    source.state = state
    source.version += 1
    source.claimed_at = None
    source.touched_at = now
    source.rows_done = 0
    source.error = ""
    if state == State.UPLOADED:
        source.preview = {}
    source.save()
    return source
