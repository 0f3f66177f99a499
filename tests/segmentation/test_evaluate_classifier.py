from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest
from django.core.management import CommandError, call_command

from tests.segmentation.analysis.evaluate.planted import planted_lines


@pytest.fixture(scope="module")
def order_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lines = planted_lines()
    path = tmp_path_factory.mktemp("orders") / "orders.csv"
    pd.DataFrame(
        {
            "order_id": range(len(lines)),
            "customer_id": lines["customer_key"],
            "ordered_at": pd.to_datetime(lines["day"], unit="D").dt.strftime("%Y-%m-%d"),
            "sku": lines["sku"],
            "category": lines["category"],
            "quantity": lines["quantity"] // 1000,
            "line_total": lines["value"] / 100,
        }
    ).to_csv(path, index=False)
    return path


def run(*arguments: object) -> str:
    out = StringIO()
    call_command("evaluate_classifier", *map(str, arguments), stdout=out, stderr=StringIO())
    return out.getvalue()


def test_figures_can_be_read_by_a_program(order_file: Path) -> None:
    figures = json.loads(run(order_file, "--cutoffs", "2020-09-07,2020-07-19", "--horizon", "60", "--format", "json"))

    assert list(figures) == [
        "horizon",
        "cutoffs",
        "scores",
        "skill",
        "confidence",
        "chances",
        "stability",
        "stability_prior",
    ]
    assert [row["cutoff"] for row in figures["cutoffs"]] == ["2020-07-19", "2020-09-07"]
    assert figures["horizon"] == 60


def test_table_names_every_method(order_file: Path) -> None:
    text = run(order_file, "--cutoffs", "2020-09-07", "--horizon", "60")

    _, overall, *_ = text.split("all cut-offs together\n\n")
    methods = [line[:17].strip() for line in overall.splitlines()[1:9]]
    assert methods == [
        "buyclass",
        "overall mean",
        "order count",
        "RFM cells",
        "last occasion",
        "k-means 3",
        "k-means 8",
        "gradient boosting",
    ]


def test_same_file_gives_the_same_figures(order_file: Path) -> None:
    arguments = (order_file, "--cutoffs", "2020-09-07", "--horizon", "60", "--format", "json")

    assert run(*arguments) == run(*arguments)


def test_output_is_a_file_when_asked(order_file: Path, tmp_path: Path) -> None:
    output = tmp_path / "figures.json"

    shown = run(order_file, "--cutoffs", "2020-09-07", "--format", "json", "--output", output)

    assert (shown, json.loads(output.read_text())["horizon"]) == ("", 90)


def test_shipped_prior_can_be_judged(order_file: Path) -> None:
    figures = json.loads(run(order_file, "--cutoffs", "2020-09-07", "--shipped-prior", "--format", "json"))

    assert figures["cutoffs"][0]["prior"].rpartition("-")[0] == "online-retail"


@pytest.mark.parametrize(
    ("cutoff", "message"),
    [
        ("2019-01-01", r"^The file has no order before the cut-off 2019-01-01\.$"),
        ("2020-01-10", r"^The file begins too shortly before the cut-off 2020-01-10 for the other methods"),
        ("2026-01-01", r"^No company that ordered before the cut-off 2026-01-01 ordered again in the 90 days"),
    ],
)
def test_cutoff_that_the_file_is_too_short_for_is_refused(order_file: Path, cutoff: str, message: str) -> None:
    with pytest.raises(CommandError, match=message):
        run(order_file, "--cutoffs", cutoff)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--cutoffs", "soon"), "'soon' is not a list of days like 2026-03-01,2026-06-01"),
        (("--cutoffs", "2020-09-07", "--horizon", "0"), "'0' is no number of days from 1 to 3650"),
    ],
)
def test_bad_choice_is_refused(order_file: Path, arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        run(order_file, *arguments)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"cannot be read\.$"):
        run(tmp_path / "orders.csv", "--cutoffs", "2020-09-07")
