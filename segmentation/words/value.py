"""What a company buys in a year, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from django.utils import formats
from django.utils.translation import gettext as _

from segmentation import conf
from segmentation.models.profile_facts import Trend, YearlyValue

ONE = Decimal(1)
NBSP = "\N{NO-BREAK SPACE}"


def money_text(amount: Decimal, *, currency: str = "") -> str:
    """An amount in whole units, a half away from zero: admins compare years, not cents. Without one, the shop's."""
    number = formats.number_format(amount.quantize(ONE, ROUND_HALF_UP), force_grouping=True)
    currency = currency or conf.get("CURRENCY")
    if not currency:
        return number
    text: str = _("%(currency)s %(amount)s") % {"currency": currency, "amount": number}
    return text.replace(" ", NBSP)


def trend_text(value: YearlyValue) -> str:
    """The last twelve months beside the twelve before."""
    return _TRENDS[value.trend](value)


def change_text(value: YearlyValue) -> str:
    """The same in few letters, for a column of a table; empty where the year before is no measure."""
    if value.change is None:
        return ""
    percent = _percent(value.change)
    sign = "\N{MINUS SIGN}" if percent < 0 else "+"
    text: str = _("%(sign)s%(percent)s %%") % {"sign": sign, "percent": _number(abs(percent))}
    return text.replace(" ", NBSP)


def wallet_text(value: YearlyValue) -> str:
    """How much of what the company spends in a year it spends here."""
    share = value.wallet_share
    if share is None or value.spend is None:
        return _("Not known")
    spend = {"spend": money_text(value.spend)}
    if share <= 0:
        return _("Nothing of the %(spend)s they spend a year") % spend
    if share > 1:
        return _("More than the %(spend)s they are said to spend a year: that figure may be old") % spend
    if not (percent := _percent(share)):
        return _("Under 1 %% of the %(spend)s they spend a year") % spend
    return _("About %(percent)d %% of the %(spend)s they spend a year") % {"percent": percent, **spend}


def _about_the_same(value: YearlyValue) -> str:
    if not _percent(value.change or Decimal(0)):
        return _("The same as the year before")
    return _("About the same as the year before (%(change)s)") % {"change": change_text(value)}


def _more(value: YearlyValue) -> str:
    return _("%(percent)s %% more than the year before") % {"percent": _number(_percent(value.change or Decimal(0)))}


def _less(value: YearlyValue) -> str:
    return _("%(percent)s %% less than the year before") % {"percent": _number(-_percent(value.change or Decimal(0)))}


def _percent(share: Decimal) -> int:
    return int((share * 100).quantize(ONE, ROUND_HALF_UP))


def _number(number: int) -> str:
    return formats.number_format(number, force_grouping=True)


_TRENDS: Mapping[Trend, Callable[[YearlyValue], str]] = {
    Trend.NOTHING: lambda _value: _("Nothing in two years"),
    Trend.NOT_ON_RECORD: lambda _value: _("The year before is not fully on record"),
    Trend.FIRST: lambda _value: _("No orders the year before"),
    Trend.MORE: _more,
    Trend.SAME: _about_the_same,
    Trend.LESS: _less,
    Trend.STOPPED: lambda _value: _("Nothing any more, after orders the year before"),
}
