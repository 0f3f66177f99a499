"""Parts of 1, as people read and write them: percentages."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.utils import formats
from django.utils.translation import gettext as _

PERCENT = "%"
MOST_SIGNS = 400
"""What the smallest number that a rule keeps needs, and no more."""
NBSP = "\N{NO-BREAK SPACE}"


def percent_text(share: float | Decimal) -> str:
    """A share as a percentage, with every decimal it has."""
    percent = (_exactly(share) * 100).normalize() + 0
    text: str = _("%(percent)s %%") % {"percent": formats.number_format(Decimal(f"{percent:f}"))}
    return text.replace(" ", NBSP)


def typed_percent(share: float | Decimal | str) -> str:
    """A share as somebody would type it into a field that counts percents; a text that is no number stays as it is."""
    try:
        return f"{(_exactly(share) * 100).normalize() + 0:f}"
    except InvalidOperation:
        return str(share)


def read_percent(typed: str) -> str:
    """What was typed into such a field as a part of 1; a text that is no number stays as it is."""
    try:
        percent = Decimal("".join(typed.strip().removesuffix(PERCENT).split()))
    except InvalidOperation:
        return typed
    # Written out, a power of ten takes as many signs as it says.
    return f"{percent / 100:f}" if percent.is_finite() and abs(percent.adjusted()) <= MOST_SIGNS else typed


def _exactly(share: float | Decimal | str) -> Decimal:
    return Decimal(repr(share) if isinstance(share, float) else share)
