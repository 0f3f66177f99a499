"""What a draft would do, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

MOVES: Mapping[str, str | Promise] = {
    "gains": gettext_lazy("Gains"),
    "loses": gettext_lazy("Loses"),
    "changes": gettext_lazy("Has it in another way"),
    "joins": gettext_lazy("Joins the segment"),
    "leaves": gettext_lazy("Leaves the segment"),
}
"""What can happen to a company."""
