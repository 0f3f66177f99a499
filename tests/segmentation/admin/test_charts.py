from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import segmentation
from segmentation.words.charts import Flow, FlowChart, Line, Station, TimeChart

VENDOR = Path(segmentation.__file__).parent / "static" / "segmentation" / "vendor" / "echarts"
DAYS = [date(2026, 5, 1), date(2026, 6, 1)]
ROUTINE = Station(key="routine", label="Routine", colour="routine")
NEW = Station(key="new", label="New", colour="new")


def time_chart(*values: list[float | None]) -> TimeChart:
    lines = [Line(name=f"Line {place}", colour="routine", values=own) for place, own in enumerate(values)]
    return TimeChart(key="k", title="T", summary="S", days=DAYS, lines=lines, unit="%")


def flow_chart(*counts: int) -> FlowChart:
    pairs = [(ROUTINE, ROUTINE), (ROUTINE, NEW), (NEW, ROUTINE)]
    flows = [Flow(before=before, after=after, count=n) for (before, after), n in zip(pairs, counts, strict=False)]
    return FlowChart(key="k", title="T", summary="S", before="Then", after="Now", flows=flows)


def test_library_is_the_file_that_its_note_names() -> None:
    noted = re.search(r"SHA-256 `([0-9a-f]{64})`", (VENDOR / "README.md").read_text())

    assert noted is not None
    assert hashlib.sha256((VENDOR / "echarts.min.js").read_bytes()).hexdigest() == noted.group(1)


@pytest.mark.parametrize("name", ["LICENSE", "NOTICE", "LICENSE-d3"])
def test_library_comes_with_its_licences(name: str) -> None:
    assert (VENDOR / name).stat().st_size > 0


@given(st.lists(st.lists(st.none() | st.integers(0, 100), min_size=2, max_size=2), min_size=1, max_size=4))
def test_table_says_what_the_lines_do(values: list[list[float | None]]) -> None:
    chart = time_chart(*values)

    texts = [series["texts"] for series in chart.drawing["series"]]

    assert [cells for _day, cells in reversed(chart.rows)] == [list(day) for day in zip(*texts, strict=True)]
    assert [series["values"] for series in chart.drawing["series"]] == values


def test_unknown_value_is_a_dash_in_the_table() -> None:
    assert [cells for _day, cells in time_chart([None, 41.6]).rows] == [["42\u00a0%"], ["-"]]


def test_flow_table_says_what_the_flow_does() -> None:
    chart = flow_chart(1200, 3, 4)

    assert chart.rows == [("Routine", ["Routine", "1,200"]), ("Routine", ["New", "3"]), ("New", ["Routine", "4"])]
    assert [link["value"] for link in chart.drawing["links"]] == [1200, 3, 4]


def test_ends_of_a_flow_name_how_many_there_are() -> None:
    labels = [node["label"] for node in flow_chart(1200, 3, 4).drawing["nodes"]]

    assert labels == ["Routine 1,203", "New 4", "Routine 1,204", "New 3"]
