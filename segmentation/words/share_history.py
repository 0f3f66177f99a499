"""A company's three shares over time, as a chart."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from segmentation.models import BuyclassChoice, ShareHistory
from segmentation.words.charts import Line, TimeChart
from segmentation.words.profiles import whole_percents

FEWEST = 2
"""Days from which there is something to draw."""


def shares_chart(history: Sequence[ShareHistory]) -> TimeChart | None:
    """The shares of these days, which are in their order; None while there are too few."""
    if len(history) < FEWEST:
        return None
    percents = [whole_percents([row.share_routine, row.share_major, row.share_new]) for row in history]
    return TimeChart(
        key="shares",
        title=_("Ways of buying over time"),
        summary=_("The three shares from %(first)s to %(last)s; together they are 100 %%.")
        % {
            "first": date_format(history[0].as_of, "DATE_FORMAT"),
            "last": date_format(history[-1].as_of, "DATE_FORMAT"),
        },
        days=[row.as_of for row in history],
        lines=[
            Line(name=str(choice.label), colour=choice.value, values=[day[place] for day in percents])
            for place, choice in enumerate(BuyclassChoice)
        ],
        unit="%",
        stacked=True,
        highest=100,
    )
