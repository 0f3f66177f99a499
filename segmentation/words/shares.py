"""Parts of 1 as percentages."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils import formats
from django.utils.translation import gettext as _

from segmentation.words.value import NBSP

WHOLE, TENTH = Decimal(1), Decimal("0.1")


def share_text(share: float) -> str:
    """A share in whole percents, and in tenths where whole ones would claim nothing or everything."""
    percent = Decimal(repr(share)) * 100
    near_an_end = 0 < percent < 1 or 99 < percent < 100
    rounded = percent.quantize(TENTH if near_an_end else WHOLE, ROUND_HALF_UP)
    text: str = _("%(percent)s %%") % {"percent": formats.number_format(rounded.normalize() + 0)}
    return text.replace(" ", NBSP)
