"""The names of segments: the built-in ones in the reader's language, the others as an admin wrote them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from segmentation.contracts import MIXED, Buyclass

BUILTIN_NAMES: Mapping[str, str] = {
    MIXED: gettext_noop("Mixed buyers"),
    Buyclass.ROUTINE: gettext_noop("Routine buyers"),
    Buyclass.MAJOR: gettext_noop("Major repurchase buyers"),
    Buyclass.NEW: gettext_noop("New buyers"),
}
"""The names that built-in segments are stored with; not translated."""


def segment_name(key: str, stored: str | None = "") -> str:
    """The name an admin gave a segment; a built-in one that nobody renamed, in the reader's language."""
    builtin = BUILTIN_NAMES.get(key)
    if builtin is not None and stored in (None, "", builtin):
        return _(builtin)
    return stored or key
