"""Lists as people paste them: one a line, or with commas, semicolons or tabs between."""

from __future__ import annotations

import re
from collections.abc import Iterable

_VALUE = re.compile(r'\s*"((?:[^"]|"")*)"\s*(?=[\r\n\t;,]|\Z)|([^\r\n\t;,]+)')
_SEPARATOR = re.compile(r'[\r\n\t;,"]')


def split_list(text: str) -> tuple[str, ...]:
    """The values in a pasted text, each once and in order; a value in double quotes may hold a separator."""
    found = (quoted.replace('""', '"') if quoted else bare for quoted, bare in _VALUE.findall(text))
    return tuple(dict.fromkeys(value.strip() for value in found if value.strip()))


def join_list(values: Iterable[str]) -> str:
    """The values one a line, as `split_list` reads them back."""
    return "\n".join('"{}"'.format(value.replace('"', '""')) if _SEPARATOR.search(value) else value for value in values)
