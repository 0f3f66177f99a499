"""A company's rhythm of ordering, in words."""

from __future__ import annotations

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segmentation.models import RegularityChoice
from segmentation.models.profile_facts import Rhythm
from segmentation.words.profiles import expected_days, expected_text

FEWEST_ORDERS = 2
"""Orders from which a company has a gap of its own."""

WEEK, MONTH, YEAR = 7.0, 30.44, 365.25
WEEKS_FROM, MONTHS_FROM, YEARS_FROM = 13.5, 60.0, 700.0
"""Days from which a gap is said in weeks, months and years."""


def usual_gap_text(rhythm: Rhythm) -> str:
    """How often the company orders, in the unit that people would use."""
    days = rhythm.usual_gap_days
    if days is None or rhythm.orders < FEWEST_ORDERS:
        return too_few_text()
    if days < WEEKS_FROM:
        count = max(round(days), 1)
        if count == WEEK:
            return _("About every week")
        return ngettext("About every day", "About every %(count)d days", count) % {"count": count}
    if days < MONTHS_FROM:
        return _("About every %(count)d weeks") % {"count": round(days / WEEK)}
    if days < YEARS_FROM:
        return _("About every %(count)d months") % {"count": round(days / MONTH)}
    return _("About every %(count)d years") % {"count": round(days / YEAR)}


def regularity_text(regularity: str) -> str:
    """How evenly orders are spread."""
    return str(RegularityChoice(regularity).label) if regularity else too_few_text()


def too_few_text() -> str:
    return _("Too few orders to say")


def next_order_text(rhythm: Rhythm) -> str:
    """When the next order is expected, or was; empty while that is not known."""
    days = expected_text(rhythm)
    if not days or rhythm.is_expected:
        return days
    return _("Was expected %(days)s") % {"days": days}


def next_order_days(rhythm: Rhythm) -> str:
    """The same in few letters, for a column of a table."""
    if rhythm.expected_to is None or rhythm.is_expected:
        return expected_days(rhythm)
    return _("Was due by %(day)s") % {"day": formats.date_format(rhythm.expected_to, "SHORT_DATE_FORMAT")}


def chance_text(chance: float | None) -> str:
    """A chance in whole per cent, and never as if it were certain; empty where there is none."""
    if chance is None:
        return ""
    percent = int(chance * 100 + 0.5)
    if percent < 1:
        return _("Under 1 %")
    if percent > 99:
        return _("Over 99 %")
    return _("About %(percent)d %%") % {"percent": percent}
