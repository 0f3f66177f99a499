"""Files of attributes taken in, looked through and stored, in few words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from segmentation.models import AttributeImport
from segmentation.services.check_import import check_import
from segmentation.services.run_import import run_import
from segmentation.services.start_import import confirm_import, start_import

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
State = AttributeImport.State


def take_in(text: str, **more: Any) -> AttributeImport:
    return start_import(text.encode(), name="facts.csv", actor=None, now=AT, **more)


def looked_through(text: str, **more: Any) -> AttributeImport:
    source = take_in(text, **more)
    check_import(source.pk, now=AT)
    source.refresh_from_db()
    return source


def stored(text: str, **more: Any) -> AttributeImport:
    source = looked_through(text, **more)
    confirm_import(source.pk, now=AT)
    run_import(source.pk, now=AT)
    source.refresh_from_db()
    return source
