"""Charts as data: what `charts.js` draws and the table behind it, of the same numbers, so that they cannot differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

Row = tuple[str, Sequence[str]]
"""The head of a row, and its cells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a chart over time; None where nothing is known of the day."""

    name: str
    colour: str
    """The end of a style sheet's variable: "routine" for `--bc-routine`."""
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeChart:
    """Lines over days, each line a value a day; `stacked` where they are parts of a whole."""

    key: str
    title: str
    summary: str
    days: Sequence[date]
    lines: Sequence[Line]
    unit: str = ""
    stacked: bool = False
    highest: float | None = None
    """Where the scale ends; as the values need for None."""

    @property
    def drawing(self) -> Mapping[str, Any]:
        return {
            "kind": "areas" if self.stacked else "lines",
            "summary": self.summary,
            "days": [day.isoformat() for day in self.days],
            "day_texts": [_day_text(day) for day in self.days],
            "unit": self.unit,
            "highest": self.highest,
            "series": [
                {
                    "name": line.name,
                    "colour": line.colour,
                    "values": list(line.values),
                    "texts": [self._text(value) for value in line.values],
                }
                for line in self.lines
            ],
        }

    @property
    def head(self) -> Sequence[str]:
        return [_("Day"), *(line.name for line in self.lines)]

    @property
    def rows(self) -> Sequence[Row]:
        """The latest day first."""
        days = [
            (_day_text(day), [self._text(line.values[place]) for line in self.lines])
            for place, day in enumerate(self.days)
        ]
        return days[::-1]

    def _text(self, value: float | None) -> str:
        if value is None:
            return "-"
        text = number_format(round(value), 0, force_grouping=True)
        return f"{text}\u00a0{self.unit}" if self.unit else text


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """Where a flow begins or ends."""

    key: str
    label: str
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    before: Station
    after: Station
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowChart:
    """How many went from where to where between two moments; who stayed goes straight across."""

    key: str
    title: str
    summary: str
    before: str
    """What the left side is: the earlier moment."""
    after: str
    flows: Sequence[Flow]

    @property
    def drawing(self) -> Mapping[str, Any]:
        sides = [("before", self.before), ("after", self.after)]
        return {
            "kind": "flow",
            "summary": self.summary,
            "sides": [title for _side, title in sides],
            "nodes": [
                {
                    "name": f"{side}:{station.key}",
                    "label": f"{station.label} {_count_text(count)}",
                    "colour": station.colour,
                    "side": side,
                }
                for side, _title in sides
                for station, count in self._totals(side)
            ],
            "links": [
                {
                    "source": f"before:{flow.before.key}",
                    "target": f"after:{flow.after.key}",
                    "value": flow.count,
                    "text": f"{flow.before.label} → {flow.after.label}: {_count_text(flow.count)}",
                }
                for flow in self.flows
            ],
        }

    @property
    def head(self) -> Sequence[str]:
        return [self.before, self.after, _("Companies")]

    @property
    def rows(self) -> Sequence[Row]:
        return [(flow.before.label, [flow.after.label, _count_text(flow.count)]) for flow in self.flows]

    def _totals(self, side: str) -> Sequence[tuple[Station, int]]:
        totals: dict[str, tuple[Station, int]] = {}
        for flow in self.flows:
            station: Station = getattr(flow, side)
            totals[station.key] = (station, totals.get(station.key, (station, 0))[1] + flow.count)
        return list(totals.values())


def _day_text(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _count_text(count: int) -> str:
    return number_format(count, 0, force_grouping=True)
