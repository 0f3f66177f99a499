"""Nordic and German names in the letters of web addresses."""

from __future__ import annotations

from django.utils.text import slugify

_LETTERS = str.maketrans(
    {"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
)


def web_name(text: str) -> str:
    """The text as a part of an address: plain small letters, digits and dashes."""
    return slugify(text.translate(_LETTERS))
