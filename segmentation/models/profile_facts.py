"""What follows from a company's profile and the day: its rhythm of ordering, and what it buys in a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from segmentation import host
from segmentation.analysis.order_chance import chance_of_order
from segmentation.models.profiles import CustomerProfile

CHANCE_DIGITS = 4
TWO_YEARS = timedelta(days=2 * 365)

LITTLE_PERCENT = 10
"""A year that differs by less from the one before is about the same."""


class Trend(StrEnum):
    """The last twelve months beside the twelve before."""

    NOTHING = "nothing"
    """Nothing was bought in either."""
    NOT_ON_RECORD = "not_on_record"
    """The company bought before the orders on record begin, so the year before is not known in full."""
    FIRST = "first"
    """Nothing was bought the year before."""
    MORE = "more"
    SAME = "same"
    LESS = "less"
    STOPPED = "stopped"
    """Nothing was bought in the last twelve months, and something in the twelve before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How a company spaces its orders, as seen on a day."""

    today: date
    activity: str
    orders: int
    first_order: date | None
    last_order: date | None
    usual_gap_days: float | None
    """Drawn towards everybody's while the company has few gaps of its own; None without an order."""
    regularity: str
    """Empty while there are too few orders to say."""
    expected_from: date | None
    expected_to: date | None
    order_chance: float | None
    """Of an order within the next 30 days, 0 to 1; None without an order."""

    @property
    def is_expected(self) -> bool:
        """Whether the days of the next order are known and not over."""
        return self.expected_to is not None and self.expected_to >= self.today


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyValue:
    """What a company buys in a year, net of returns, in the shop's currency."""

    last_year: Decimal
    """Of the last 365 days."""
    year_before: Decimal
    """Of the 365 days before those."""
    trend: Trend
    spend: Decimal | None = None
    """What the company spends a year in all, as the host's directory knows; None where it does not."""

    @property
    def change(self) -> Decimal | None:
        """Against the year before, 0.25 for a quarter more; None where that year is no measure."""
        if self.trend not in {Trend.MORE, Trend.SAME, Trend.LESS, Trend.STOPPED}:
            return None
        return self.last_year / self.year_before - 1

    @property
    def wallet_share(self) -> Decimal | None:
        """The shop's part of all its spending, above 1 where that is set too low; None if unknown."""
        return self.last_year / self.spend if self.spend else None


def rhythm_of(profile: CustomerProfile, *, today: date) -> Rhythm:
    """How a company spaces its orders, as seen on this day."""
    return Rhythm(
        today=today,
        activity=profile.activity,
        orders=profile.occasions,
        first_order=profile.first_order,
        last_order=profile.last_order,
        usual_gap_days=profile.usual_gap_days,
        regularity=profile.regularity,
        expected_from=profile.expected_from,
        expected_to=profile.expected_to,
        order_chance=order_chance(
            orders=profile.occasions, first_order=profile.first_order, last_order=profile.last_order, today=today
        ),
    )


def order_chance(*, orders: int, first_order: date | None, last_order: date | None, today: date) -> float | None:
    """The chance of an order within the next 30 days, in ten-thousandths; None without an order."""
    if not orders or first_order is None or last_order is None:
        return None
    chance: float = chance_of_order(
        gaps=orders - 1, span_days=(last_order - first_order).days, silent_days=max((today - last_order).days, 0)
    )
    return round(chance, CHANCE_DIGITS)


def value_of(profile: CustomerProfile, *, today: date, spend: Decimal | None = None) -> YearlyValue:
    """What a company buys in a year, beside the year before and what it spends in all."""
    return YearlyValue(
        last_year=host.amount_of(profile.value_year),
        year_before=host.amount_of(profile.value_year_before),
        trend=trend_of(
            profile.value_year,
            profile.value_year_before,
            is_known=not profile.history_truncated or is_two_years_on_record(today=today),
        ),
        spend=spend if spend and spend > 0 else None,
    )


def trend_of(last_year: int, year_before: int, *, is_known: bool = True) -> Trend:
    """In whole numbers, so that a list filtered by the database says the same; `is_known`: of the year before."""
    if not is_known:
        return Trend.NOT_ON_RECORD
    if year_before <= 0:
        return Trend.FIRST if last_year > 0 else Trend.NOTHING
    if last_year <= 0:
        return Trend.STOPPED
    change = (last_year - year_before) * 100
    if abs(change) < year_before * LITTLE_PERCENT:
        return Trend.SAME
    return Trend.MORE if change > 0 else Trend.LESS


def is_two_years_on_record(*, today: date) -> bool:
    """Whether the shop's orders are complete over both years that are compared."""
    first_day = host.history_from()
    return first_day is None or first_day <= today - TWO_YEARS + timedelta(days=1)
