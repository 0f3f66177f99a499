"""Rows for a person or a program: as a table, JSON or CSV, on the screen or in a file."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

Rows = Sequence[Mapping[str, Any]]


def render_rows(rows: Rows, *, columns: Sequence[str], form: str) -> str:
    """The rows as `table`, `json` or `csv`."""
    return _FORMS[form](rows, columns)


def write_atomically(path: Path, text: str) -> None:
    """Write a text so that nobody ever sees half of it."""
    write_bytes_atomically(path, text.encode())


def write_bytes_atomically(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def progress_bar(label: str, *, total: int) -> Iterator[Callable[[int], None]]:
    """A bar on the terminal that the yielded function moves on; nothing where nobody is watching."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task(label, total=total)
        yield lambda steps: progress.advance(bar, steps)


def _table(rows: Rows, columns: Sequence[str]) -> str:
    cells = [list(columns), *([_plain(row[name]) for name in columns] for row in rows)]
    widths = [max(len(line[index]) for line in cells) for index in range(len(columns))]
    lines = ("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in cells)
    return "\n".join(lines) + "\n"


def _json(rows: Rows, columns: Sequence[str]) -> str:
    records = [{name: row[name] for name in columns} for row in rows]
    return json.dumps(records, indent=1, ensure_ascii=False, default=str) + "\n"


def _csv(rows: Rows, columns: Sequence[str]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_plain(row[name]) for name in columns] for row in rows)
    return text.getvalue()


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


_FORMS: Mapping[str, Callable[[Rows, Sequence[str]], str]] = {"table": _table, "json": _json, "csv": _csv}
FORMS = tuple(_FORMS)
