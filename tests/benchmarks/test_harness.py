"""What `make bench` says is well-formed; how long anything takes is not asked here."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.benchmarks.__main__ import main
from tests.benchmarks.child import MeasurementError, run_in_child
from tests.benchmarks.growth import cost_per_line, growth_exponent, pairwise_exponents
from tests.benchmarks.measure import measure, peak_bytes, resident_bytes
from tests.benchmarks.report import FOLDER, format_report, write_report
from tests.benchmarks.results import Goal, Result
from tests.benchmarks.store import Measured, read_measured
from tests.benchmarks.synthetic_orders import load_lines, synthetic_lines

QUICK = ("--repeats", "1", "--yardstick", "100000")
MEASURED = {"seconds", "cpu_seconds", "fastest_seconds", "calls", "before_mib", "above_mib", "frame_mib"}
RATIOS = {"yardsticks", "cpu_yardsticks"}
MACHINE = {"processor": "Z80", "processors": 1, "memory_gib": 0.1, "system": "CP/M", "python": "3.11", "packages": {}}


def result(case: str, what: str = "work", **figures: float) -> Result:
    return Result(case=case, what=what, lines=10, figures=figures)


def test_run_in_memory_measures_every_size_and_writes_both_reports(tmp_path: Path) -> None:
    results = main([*QUICK, "--lines", "2000,4000", "--only", "classify,rivals,sweep", "--write", str(tmp_path)])

    assert [(found.case, found.what, found.lines) for found in results] == [
        ("classify", "classify, keys as categories", 1920),
        ("classify", "classify, keys as categories", 3840),
        ("classify", "growth from the smallest to the largest", 3840),
        ("classify", f"classify, keys as categories, {os.cpu_count()} threads", 3840),
        ("classify", "classify, keys as plain texts", 3840),
        ("rivals", "plain metrics, pandas group-bys", 3840),
        ("rivals", "plain metrics, DuckDB window functions", 3840),
        ("rivals", "recency, frequency and value, lifetimes", 3840),
        ("sweep", "classify", 1920),
        ("sweep", "classify", 3840),
        ("sweep", "read a Parquet file of texts, then classify", 3840),
        ("sweep", "cost of a line", 3840),
    ]
    assert set(results[0].figures) == MEASURED | RATIOS
    assert set(results[2].figures) == {"exponent", "cpu_exponent", "step_1"}
    (stored,) = read_measured(tmp_path / "benchmarks.json")
    assert [row.what for row in stored.results] == [found.what for found in results]
    assert {row.measured["yardsticks_measured"] for row in stored.results} == {11}
    assert (tmp_path / "benchmarks.md").read_text() == format_report([stored])


@pytest.mark.worker
def test_run_on_postgres_reads_runs_and_drains(tmp_path: Path) -> None:
    results = main([*QUICK, "--lines", "4000", "--only", "reading,run,drain,sql", "--write", str(tmp_path)])

    lines = 3840 + 12_000
    assert [(found.case, found.lines) for found in results] == [
        ("table", lines),
        *[("reading", lines)] * 5,
        *[("run", lines)] * 2,
        ("drain", 12_040),
        ("drain", 192 + 40),
        ("sql", lines),
    ]
    first, unchanged = (found.figures for found in results if found.case == "run")
    assert unchanged["rows_of_results"] == 0
    assert first["rows_of_results"] > 21
    assert min(first["worker_peak_mib"], unchanged["worker_peak_mib"]) > 0


def test_unknown_case_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--only", "clasify"])

    assert "Nothing is called clasify; there is classify, rivals," in capsys.readouterr().err


def test_what_needs_services_that_are_not_there_is_left_out_and_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)

    assert main([*QUICK, "--only", "run,reading"]) == []
    assert "left out: reading, run;" in capsys.readouterr().err


def test_failure_of_a_measuring_process_is_told() -> None:
    with pytest.raises(MeasurementError, match=r"FileNotFoundError: nowhere\.parquet"):
        run_in_child("tests.benchmarks.in_memory:measure_classify", path="nowhere.parquet", repeats=1)


def test_memory_is_what_the_work_took_above_what_was_held() -> None:
    found = run_in_child(hold_and_take)

    assert 150 < found["above_mib"] < 200
    assert found["calls"] == 2


def hold_and_take() -> dict[str, float]:
    """Takes and lets go of 300 MB first, then measures work that takes 160 MB."""
    bytearray(300_000_000)
    return {**measure(lambda: bytearray(b"x") * 167_772_160, repeats=2), "calls": 2}


def test_peak_is_never_below_what_is_held() -> None:
    assert peak_bytes() >= resident_bytes() > 0


def test_growth_is_the_power_of_the_number_of_lines() -> None:
    lines = [100, 1_000, 10_000]

    assert growth_exponent(lines, [1, 100, 10_000]) == pytest.approx(2)
    assert pairwise_exponents(lines, [1, 10, 1_000]) == pytest.approx([1, 2])


def test_cost_is_divided_into_what_is_fixed_and_what_each_line_takes() -> None:
    assert cost_per_line([100, 200, 400], [7, 12, 22]) == pytest.approx((2, 0.05))


def test_goal_beside_a_figure_says_whether_it_is_reached() -> None:
    goals = (Goal(figure="seconds", most=1, unit="s"), Goal(figure="rows", most=0, unit="rows"))
    found = Result(case="run", what="run", figures={"seconds": 1.0, "rows": 3}, goals=goals)
    text = format_report([Measured(machine=MACHINE, results=[found])])

    assert "| 1 s: reached; 0 rows: **not reached** |" in text


def test_a_run_renews_what_it_measured_on_its_machine_and_nothing_else(tmp_path: Path) -> None:
    larger = MACHINE | {"processors": 64}
    old = [result("classify", seconds=1.0), result("sql", seconds=2.0), result("sql", "other work", seconds=2.0)]
    elsewhere = result("sql", seconds=0.5)
    write_report(tmp_path, MACHINE, old)
    write_report(tmp_path, larger, [elsewhere])
    new = [result("sql", seconds=3.0), Result(case="classify", what="work", lines=20, figures={"seconds": 4.0})]

    write_report(tmp_path, MACHINE | {"python": "3.12", "day": "2026-07-01"}, new)

    assert read_measured(tmp_path / "benchmarks.json") == [
        Measured(machine=MACHINE | {"python": "3.12"}, results=[old[0], new[1], new[0], old[2]]),
        Measured(machine=larger, results=[elsewhere]),
    ]


def test_every_table_stands_below_the_machine_that_it_was_measured_on() -> None:
    measured = [
        Measured(machine=MACHINE, results=[result("sql", seconds=1.0)]),
        Measured(machine=MACHINE | {"processors": 64}, results=[result("sql", seconds=2.0)]),
    ]
    lines = format_report(measured).splitlines()

    section = lines[lines.index("## The plain metrics in PostgreSQL") :]
    rows = [line for line in section if line.startswith(("Machine", "| work"))]
    assert rows == [
        "Machine A, 1 processors (Z80), 0.1 GiB:",
        "| work | 10 | 1.000 |  |  |  |  |",
        "Machine B, 64 processors (Z80), 0.1 GiB:",
        "| work | 10 | 2.000 |  |  |  |  |",
    ]


def test_published_report_says_what_the_published_figures_say() -> None:
    assert (FOLDER / "benchmarks.md").read_text() == format_report(read_measured(FOLDER / "benchmarks.json"))


def test_made_lines_come_back_from_their_file_as_they_were(tmp_path: Path) -> None:
    for text in (False, True):
        lines = synthetic_lines(2_000, text=text)
        lines.to_parquet(tmp_path / "lines.parquet", index=False)
        loaded = load_lines(tmp_path / "lines.parquet")

        assert loaded.dtypes.to_dict() == lines.dtypes.to_dict()
        assert loaded.equals(lines)
