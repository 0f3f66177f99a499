"""Tables on the terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from io import StringIO

from rich.console import Console
from rich.table import Table

_WIDTH = 120


def render_table(title: str, *, columns: Sequence[str], rows: Sequence[Sequence[str]], numbers: bool = False) -> str:
    """A table as text, as wide as the terminal; with colours only where somebody is watching."""
    table = Table(title=title, title_justify="left", title_style="bold")
    for position, column in enumerate(columns):
        table.add_column(column, justify="right" if numbers and position else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    watched = sys.stdout.isatty()
    width = os.get_terminal_size(sys.stdout.fileno()).columns if watched else _WIDTH
    text = StringIO()
    Console(file=text, width=max(width, 60), force_terminal=watched).print(table)
    return text.getvalue()
