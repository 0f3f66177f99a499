"""A company's profile in words and as parts of a bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segmentation.models import BuyclassChoice, CategoryProfile, CustomerProfile
from segmentation.models.profile_facts import Rhythm

SURE_FROM = 0.80
FAIRLY_SURE_FROM = 0.60

_SHARES = ("share_routine", "share_major", "share_new")


@dataclass(frozen=True, slots=True, kw_only=True)
class SharePart:
    """A piece of the bar; `start` and `width` are hundredths of it, written for SVG."""

    buyclass: str
    label: str
    percent: int
    start: str
    width: str


def share_parts(profile: CustomerProfile | CategoryProfile) -> Sequence[SharePart]:
    """The three shares left to right; the whole numbers shown add up to 100."""
    shares = [getattr(profile, name) for name in _SHARES]
    percents = whole_percents(shares)
    parts, start = [], 0.0
    for choice, share, percent in zip(BuyclassChoice, shares, percents, strict=True):
        parts.append(
            SharePart(
                buyclass=choice.value,
                label=str(choice.label),
                percent=percent,
                start=f"{start:.2f}",
                width=f"{share * 100:.2f}",
            )
        )
        start += share * 100
    return parts


def whole_percents(shares: Sequence[float]) -> Sequence[int]:
    """Rounded so that they add up to what the shares add up to; the largest remainders are rounded up."""
    exact = [share * 100 for share in shares]
    whole = [int(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: exact[i] - whole[i], reverse=True)
    for i in by_remainder[: round(sum(exact)) - sum(whole)]:
        whole[i] += 1
    return whole


def shares_text(profile: CustomerProfile | CategoryProfile) -> str:
    """The three shares as one sentence, for who cannot see the bar."""
    return ", ".join(
        _("%(label)s %(percent)d %%") % {"label": part.label, "percent": part.percent} for part in share_parts(profile)
    )


def confidence_text(profile: CustomerProfile | CategoryProfile) -> str:
    """How sure the buying type is, and of how many orders it was read."""
    orders = profile.occasions
    if not orders:
        return _("No orders yet")
    counted = ngettext("%(count)d order", "%(count)d orders", orders) % {"count": orders}
    return _("%(sure)s (%(orders)s)") % {"sure": confidence_band(profile), "orders": counted}


def confidence_band(profile: CustomerProfile | CategoryProfile) -> str:
    """How sure the buying type is, in a word or two; empty without an order."""
    if not profile.occasions:
        return ""
    if profile.confidence >= SURE_FROM:
        return _("Sure")
    return _("Fairly sure") if profile.confidence >= FAIRLY_SURE_FROM else _("Not sure yet")


def routine_ahead_text(profile: CustomerProfile) -> str:
    """How routinely a company buys beside others with as many orders; empty while there is nothing to compare."""
    if profile.routine_ahead is None:
        return ""
    points = round(profile.routine_ahead * 100)
    if not points:
        return _("Buys as routinely as companies with as many orders usually do.")
    if points > 0:
        text = ngettext(
            "Buys more routinely than companies with as many orders usually do: by %(n)d point.",
            "Buys more routinely than companies with as many orders usually do: by %(n)d points.",
            points,
        )
    else:
        text = ngettext(
            "Buys less routinely than companies with as many orders usually do: by %(n)d point.",
            "Buys less routinely than companies with as many orders usually do: by %(n)d points.",
            -points,
        )
    return text % {"n": abs(points)}


def expected_days(profile: CustomerProfile | Rhythm) -> str:
    """The days of the next order in few letters, for a column of a table; empty while they are not known."""
    if profile.expected_from is None or profile.expected_to is None:
        return ""
    days = (profile.expected_from, profile.expected_to)
    first, last = (formats.date_format(day, "MONTH_DAY_FORMAT") for day in days)
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def expected_text(profile: CustomerProfile | Rhythm) -> str:
    """When the next order is expected; empty while that is not known."""
    if profile.expected_from is None or profile.expected_to is None:
        return ""
    first, last = (formats.date_format(day, "DATE_FORMAT") for day in (profile.expected_from, profile.expected_to))
    if first == last:
        return _("around %(day)s") % {"day": first}
    return _("between %(first)s and %(last)s") % {"first": first, "last": last}
