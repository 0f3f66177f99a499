"""How many companies a segment had over time, as a chart."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from segmentation.contracts import BUILTIN_SEGMENTS
from segmentation.models import Segment, SegmentCount
from segmentation.words.charts import Line, TimeChart
from segmentation.words.segment_names import segment_name

FEWEST = 2
"""Days from which there is something to draw."""


def size_chart(segment: Segment, counts: Sequence[SegmentCount]) -> TimeChart | None:
    """The companies on these days, which are in their order; None while there are too few."""
    if len(counts) < FEWEST:
        return None
    return TimeChart(
        key="size",
        title=_("Companies over time"),
        summary=_("How many companies the segment had, from %(first)s to %(last)s.")
        % {
            "first": date_format(counts[0].day, "DATE_FORMAT"),
            "last": date_format(counts[-1].day, "DATE_FORMAT"),
        },
        days=[count.day for count in counts],
        lines=[
            Line(
                name=segment_name(segment.key, segment.name),
                colour=segment.key if segment.key in BUILTIN_SEGMENTS else "more-1",
                values=[count.members for count in counts],
            )
        ],
    )
