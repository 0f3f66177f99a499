"""What a value of a dimension may be beyond its kind: how small, how large, and what a text looks like."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _

from segmentation.dimension import Dimension
from segmentation.values.percent import percent_text
from segmentation.values.problems import UnfitValueError

SHOWN = 40


def check_bounds(dimension: Dimension, value: float | Decimal) -> None:
    """Refuse a number, or an amount in whole units, that no company can have."""
    is_small = dimension.least is not None and value < dimension.least
    if is_small or (dimension.most is not None and value > dimension.most):
        shown = percent_text(value) if dimension.is_share else value
        facts = {"label": dimension.label, "value": shown, "bounds": bounds_text(dimension)}
        raise UnfitValueError(_("“%(value)s” does not fit “%(label)s”: it goes %(bounds)s.") % facts)


def check_pattern(dimension: Dimension, text: str) -> None:
    """Refuse a text that does not look as the texts of this dimension do."""
    if dimension.pattern and not re.fullmatch(dimension.pattern, text):
        facts = {"label": dimension.label, "value": text[:SHOWN], "example": dimension.example}
        if dimension.example:
            raise UnfitValueError(_("“%(value)s” does not fit “%(label)s”: write it such as %(example)s.") % facts)
        raise UnfitValueError(_("“%(value)s” does not fit “%(label)s”.") % facts)


def bounds_text(dimension: Dimension) -> str:
    """From where to where its numbers go, as a hint beside a field; empty for one without bounds."""
    least, most = (_number(dimension, one) for one in (dimension.least, dimension.most))
    if least and most:
        return _("from %(least)s to %(most)s") % {"least": least, "most": most}
    if least:
        return _("from %(least)s on") % {"least": least}
    return _("up to %(most)s") % {"most": most} if most else ""


def _number(dimension: Dimension, bound: float | None) -> str:
    if bound is None:
        return ""
    if dimension.is_share:
        return percent_text(bound)
    return formats.number_format(Decimal(repr(bound)).normalize(), force_grouping=not dimension.is_year)
