from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries

HEADER = (
    "customer_key,rank,sku,score,quantity,times_bought,last_bought,usual_quantity,usual_interval,due,repeat_rate,"
    "reason_code"
)


@pytest.fixture
def run() -> Callable[..., tuple[str, str]]:
    def call(*arguments: str, **options: Any) -> tuple[str, str]:
        out, notes = io.StringIO(), io.StringIO()
        call_command(*arguments, stdout=out, stderr=notes, **options)
        return out.getvalue(), notes.getvalue()

    return call


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Two companies that buy paper every month, one of them ink as well."""
    path = tmp_path / "orders.csv"
    lines = [f"{name}{month},{name},2025-{month:02}-01,paper,10,2.00" for name in "AB" for month in range(1, 10)]
    lines += ["A1,A,2025-03-01,ink,3,9.00", "F1,A,2999-01-01,late,1,1.00"]
    path.write_text("\n".join(["invoice,buyer,date,sku,qty,price", *lines, ""]))
    return path


def suggest(run: Callable[..., tuple[str, str]], file: Path, output: Path, *more: str) -> tuple[str, str]:
    return run("suggest_reorder", "--source", str(file), "--columns", "customer=buyer", "--output", str(output), *more)


def test_lists_of_a_file_as_csv(run: Callable[..., tuple[str, str]], file: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.csv"

    _out, notes = suggest(run, file, output, "--as-of", "2025-09-10")

    assert output.read_text().splitlines()[0] == HEADER
    rows = list(csv.DictReader(output.read_text().splitlines()))
    facts = [(row["customer_key"], row["sku"], row["quantity"], row["last_bought"], row["due"]) for row in rows]
    assert facts == [
        ("A", "PAPER", "10.0", "2025-09-01", "early"),
        ("A", "INK", "3.0", "2025-03-01", "due"),
        ("B", "PAPER", "10.0", "2025-09-01", "early"),
    ]
    assert notes.startswith("2 companies, 3 items, as of 2025-09-10; written to ")


def test_ending_of_the_output_chooses_its_form(run: Callable[..., tuple[str, str]], file: Path, tmp_path: Path) -> None:
    suggest(run, file, tmp_path / "out.csv")
    suggest(run, file, tmp_path / "out.json")
    suggest(run, file, tmp_path / "out.parquet")
    suggest(run, file, tmp_path / "out.txt", "--format", "json")

    records = json.loads((tmp_path / "out.json").read_text())
    assert [(row["sku"], row["quantity"]) for row in records] == [("PAPER", 10), ("INK", 3), ("PAPER", 10)]
    assert (tmp_path / "out.txt").read_text() == (tmp_path / "out.json").read_text()
    frame = pd.read_parquet(tmp_path / "out.parquet")
    assert (",".join(frame.columns), frame["sku"].tolist()) == (HEADER, ["PAPER", "INK", "PAPER"])


def test_file_is_taken_as_of_its_last_day_that_is_past(
    run: Callable[..., tuple[str, str]], file: Path, tmp_path: Path
) -> None:
    _out, notes = suggest(run, file, tmp_path / "out.csv")

    assert "as of 2025-09-01" in notes


def test_top_and_fill_up(run: Callable[..., tuple[str, str]], file: Path, tmp_path: Path) -> None:
    suggest(run, file, tmp_path / "top.json", "--top", "1")
    suggest(run, file, tmp_path / "full.json", "--fill-up")

    top, full = (json.loads((tmp_path / name).read_text()) for name in ("top.json", "full.json"))
    assert [row["sku"] for row in top] == ["PAPER", "PAPER"]
    assert [(row["sku"], row["last_bought"], row["reason_code"]) for row in full[2:]] == [
        ("PAPER", "2025-09-01", "bought_often"),
        ("INK", None, "bought_together"),
    ]


def test_suggesting_touches_no_database(
    run: Callable[..., tuple[str, str]],
    file: Path,
    tmp_path: Path,
    db: None,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0):
        suggest(run, file, tmp_path / "out.csv")


@pytest.mark.parametrize(
    ("output", "more", "words"),
    [
        ("out.xlsx", [], "does not say which kind of file to write"),
        ("no/such/folder.csv", [], "cannot be written"),
        ("out.csv", ["--top", "0"], "'0' is not a whole number of 1 or more"),
        ("out.csv", ["--as-of", "June"], "'June' is not a day like 2026-06-01"),
        ("out.csv", ["--columns", "colour=red"], "does not say which column to use"),
    ],
)
def test_what_cannot_be_done_is_told(
    run: Callable[..., tuple[str, str]], file: Path, output: str, more: list[str], words: str
) -> None:
    with pytest.raises(CommandError, match=words):
        suggest(run, file, file.parent / output, *more)
    assert not (file.parent / output).exists()


def evaluate(run: Callable[..., tuple[str, str]], file: Path, *more: str) -> str:
    return run("evaluate_reorder", str(file), "--columns", "customer=buyer", *more)[0]


def test_methods_are_measured_side_by_side(run: Callable[..., tuple[str, str]], file: Path) -> None:
    found = json.loads(evaluate(run, file, "--cutoffs", "2025-07-01,2025-08-01", "--format", "json"))

    ours = [row for row in found["rows"] if row["method"] == "buyclass"]
    assert ours == [
        {
            "method": "buyclass",
            "cutoff": cutoff,
            "n": n,
            "recall_10": 1.0,
            "ndcg_10": 1.0,
            "precision_10": 0.1,
            "recall_20": 1.0,
            "repeat_recall_10": 1.0,
        }
        for cutoff, n in (("mean", 4), ("2025-07-01", 2), ("2025-08-01", 2))
    ]
    assert (len(found["rows"]), found["horizon_days"]) == (24, 90)
    assert [row["difference"] for row in found["difference_to_best_other"]] == [0.0, 0.0]


def test_table_says_what_was_measured_and_how(run: Callable[..., tuple[str, str]], file: Path, tmp_path: Path) -> None:
    text = evaluate(run, file, "--cutoffs", "2025-08-01")
    evaluate(run, file, "--cutoffs", "2025-08-01", "--output", str(tmp_path / "found.txt"))

    lines = text.splitlines()
    assert lines[0].split() == [
        "method",
        "cutoff",
        "n",
        "recall_10",
        "recall_20",
        "ndcg_10",
        "precision_10",
        "repeat_recall_10",
    ]
    assert "P-TopFreq: ties by recency, then by item number." in text
    assert "TIFU-KNN tuned before 2025-08-01: K=" in text
    assert (tmp_path / "found.txt").read_text() == text


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--cutoffs", "soon"], "'soon' is not a list of days"),
        (["--cutoffs", "2025-08-01", "--horizon", "-3"], "'-3' is not a whole number"),
        (["--cutoffs", "2030-08-01"], "nothing can be measured"),
        (["--cutoffs", "2025-08-01", "--output", "/no/such/folder/found.txt"], "cannot be written"),
    ],
)
def test_what_cannot_be_measured_is_told(
    run: Callable[..., tuple[str, str]], file: Path, more: list[str], words: str
) -> None:
    with pytest.raises(CommandError, match=words):
        evaluate(run, file, *more)
