"""The charts of the overview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segmentation.contracts import BUILTIN_SEGMENTS
from segmentation.models import BuyclassChoice, Segment
from segmentation.words.charts import Flow, FlowChart, Line, Station, TimeChart
from segmentation.words.segment_names import segment_name

MORE_COLOURS = 5
"""How many the style sheet has beside those of the built-in segments."""


def sizes_chart(segments: Sequence[Segment], sizes: Mapping[date, Mapping[int, int]]) -> TimeChart:
    """Companies of these segments over time."""
    days = sorted(sizes)
    others = iter(range(len(segments)))
    lines = [
        Line(
            name=segment_name(segment.key, segment.name),
            colour=segment.key if segment.key in BUILTIN_SEGMENTS else f"more-{next(others) % MORE_COLOURS + 1}",
            values=[sizes[day].get(segment.pk) for day in days],
        )
        for segment in segments
    ]
    return TimeChart(
        key="sizes",
        title=_("Companies per segment"),
        summary=_sizes_summary(days),
        days=days,
        lines=lines,
    )


def _sizes_summary(days: Sequence[date]) -> str:
    if len(days) == 1:
        return _("Only today is known so far. Sizes are kept once a day, so a line appears from tomorrow.")
    return _("How many companies each segment had, from %(first)s to %(last)s. A company may be in several.") % {
        "first": date_format(days[0], "DATE_FORMAT"),
        "last": date_format(days[-1], "DATE_FORMAT"),
    }


def moves_chart(moves: Mapping[tuple[str, str], int], *, since: date, today: date, moved: int) -> FlowChart:
    """Companies by their class then and now; the classes in their usual order, whoever was not known then last."""
    stations = {
        choice.value: Station(key=choice.value, label=str(choice.label), colour=choice.value)
        for choice in BuyclassChoice
    }
    stations[""] = Station(key="none", label=_("Not known yet"), colour="unknown")
    places = list(stations)
    flows = [
        Flow(before=stations[before], after=stations[after], count=count)
        for (before, after), count in sorted(
            moves.items(), key=lambda item: (places.index(item[0][0]), places.index(item[0][1]))
        )
    ]
    day = date_format(since, "DATE_FORMAT")
    summary = _("No company buys in another way than on %(day)s.") % {"day": day}
    if moved:
        summary = ngettext(
            "%(moved)d company buys in another way than on %(day)s.",
            "%(moved)d companies buy in another way than on %(day)s.",
            moved,
        ) % {"moved": moved, "day": day}
    return FlowChart(
        key="moves",
        title=_("Moves between buying types"),
        summary=summary,
        before=_("On %(day)s") % {"day": date_format(since, "SHORT_DATE_FORMAT")},
        after=_("On %(day)s") % {"day": date_format(today, "SHORT_DATE_FORMAT")},
        flows=flows,
    )
