"""What has been measured of a feature, in words and as a drawing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from segmentation import conf
from segmentation.analysis.effect.figures import FEWEST, FIRST_NIGHT, Effect, Metric
from segmentation.analysis.effect.outlook import Outlook
from segmentation.words.value import money_text

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

MINUS, NBSP = "\N{MINUS SIGN}", "\N{NO-BREAK SPACE}"

LABELS: Mapping[Metric, StrPromise] = {
    Metric.ORDERS: gettext_lazy("Orders per company in 30 days"),
    Metric.REVENUE: gettext_lazy("Sales per company in 30 days"),
    Metric.LINES: gettext_lazy("Lines per order"),
    Metric.GAP: gettext_lazy("Days between orders"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Where the drawing puts an interval, in percent of its width; zero is in the middle."""

    start: float
    width: float
    middle: float
    cut_left: bool
    cut_right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectLine:
    """One metric as it is shown; empty texts where it is not known."""

    label: str
    on: str
    held_out: str
    difference: str
    between: str
    """The interval of the difference."""
    relative: str
    relative_between: str
    drawn: Interval | None
    is_seen: bool
    verdict: str
    outlook: str


def effect_lines(effects: Sequence[tuple[Effect, Outlook | None]]) -> list[EffectLine]:
    """Every metric of a trial; all are drawn to one scale."""
    bounds = [abs(bound) for effect, _o in effects for bound in (effect.relative_low, effect.relative_high) if bound]
    scale = min(1.0, max(bounds, default=1.0))
    return [_line(effect, outlook, scale) for effect, outlook in effects]


def _line(effect: Effect, outlook: Outlook | None, scale: float) -> EffectLine:
    say = _SAID[effect.metric]
    known = effect.difference is not None and effect.low is not None and effect.high is not None
    relative = effect.relative_low is not None and effect.relative_high is not None
    return EffectLine(
        label=str(LABELS[effect.metric]),
        on=say(effect.on.value) if effect.on.companies else "",
        held_out=say(effect.held_out.value) if effect.held_out.companies else "",
        difference=_signed(effect.difference, say) if known else "",
        between=_between(effect.low, effect.high, say) if known else "",
        relative=_signed(effect.relative, percent_text) if effect.relative is not None else "",
        relative_between=_between(effect.relative_low, effect.relative_high, percent_text) if relative else "",
        drawn=_drawn(effect, scale),
        is_seen=effect.is_seen,
        verdict=verdict_text(effect),
        outlook="" if effect.is_seen else outlook_text(effect, outlook),
    )


def verdict_text(effect: Effect) -> str:
    """What may be said. Nothing is claimed unless the whole interval lies on one side of zero."""
    if min(effect.on.companies, effect.held_out.companies) < FEWEST:
        text = _("Nothing can be said with fewer than %(n)d companies in each group.")
        return text % {"n": FEWEST}
    if min(effect.on.orders, effect.held_out.orders) < FEWEST:
        return _("Nothing can be said with fewer than %(n)d orders in each group.") % {"n": FEWEST}
    if effect.days < FIRST_NIGHT:
        return _("Too early to say: it is judged from day %(day)d on.") % {"day": FIRST_NIGHT}
    if not effect.is_seen or effect.difference is None:
        return _("No difference can be seen yet.")
    more = effect.difference > 0
    if effect.relative is None or effect.relative_low is None or effect.relative_high is None:
        return _("More with the feature.") if more else _("Less with the feature.")
    low, high = sorted((abs(effect.relative_low), abs(effect.relative_high)))
    text = (
        _("%(percent)s more with the feature (between %(low)s and %(high)s).")
        if more
        else _("%(percent)s less with the feature (between %(low)s and %(high)s).")
    )
    return text % {
        "percent": percent_text(abs(effect.relative)),
        "low": percent_text(low),
        "high": percent_text(high),
    }


def outlook_text(effect: Effect, outlook: Outlook | None) -> str:
    """When a difference of a given size could be seen; empty while that is not known."""
    if outlook is None:
        return ""
    said = {"size": percent_text(outlook.size), "on": effect.on.companies, "held": effect.held_out.companies}
    if outlook.days == 0:
        text = _(
            "With %(on)d companies that have it and %(held)d held out, a difference of %(size)s would mostly be seen by"
            " now."
        )
        return text % said
    if outlook.days is not None:
        weeks = -(-outlook.days // 7)
        text = ngettext(
            "With %(on)d companies that have it and %(held)d held out, a difference of %(size)s could be seen in about"
            " %(weeks)d more week.",
            "With %(on)d companies that have it and %(held)d held out, a difference of %(size)s could be seen in about"
            " %(weeks)d more weeks.",
            weeks,
        )
        return text % (said | {"weeks": weeks})
    if outlook.held_out is not None:
        text = _(
            "With only %(held)d companies held out, a difference of %(size)s would not be seen within a year. Hold out"
            " %(percent)s instead."
        )
        return text % (said | {"percent": percent_text(outlook.held_out / 100)})
    text = _(
        "These are too few companies to see a difference of %(size)s within a year, even with half of them held out."
    )
    return text % said


def percent_text(part: float) -> str:
    """A part of one as percent: whole, or with a decimal below ten."""
    percent = 100 * part
    number = formats.number_format(percent, decimal_pos=0 if abs(percent) >= 9.95 else 1, force_grouping=True)
    text: str = _("%(number)s %%") % {"number": number}
    return text.replace(" ", NBSP)


def _money(minor: float) -> str:
    return money_text(Decimal(round(minor)).scaleb(-conf.get("MINOR_DIGITS")))


def _plain(value: float) -> str:
    return str(formats.number_format(value, decimal_pos=2 if abs(value) < 10 else 1, force_grouping=True))


_SAID: Mapping[Metric, Callable[[float], str]] = {
    Metric.ORDERS: _plain,
    Metric.REVENUE: _money,
    Metric.LINES: _plain,
    Metric.GAP: _plain,
}


def _signed(value: float | None, say: Callable[[float], str]) -> str:
    if value is None:
        return ""
    return f"{MINUS if value < 0 else '+'}{say(abs(value))}"


def _between(low: float | None, high: float | None, say: Callable[[float], str]) -> str:
    return _("%(low)s to %(high)s") % {"low": _signed(low, say), "high": _signed(high, say)}


def _drawn(effect: Effect, scale: float) -> Interval | None:
    if effect.relative is None or effect.relative_low is None or effect.relative_high is None:
        return None
    low, middle, high = (
        50 + 46 * max(-1.0, min(1.0, value / scale))
        for value in (effect.relative_low, effect.relative, effect.relative_high)
    )
    return Interval(
        start=round(low, 2),
        width=round(high - low, 2),
        middle=round(middle, 2),
        cut_left=effect.relative_low < -scale,
        cut_right=effect.relative_high > scale,
    )
