"""The code in docs/scale.md runs, and cut into parts the result is that of the whole."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from segmentation.analysis.classify import classify
from segmentation.analysis.fit_prior import prior_from_sums
from tests.benchmarks.synthetic_orders import AS_OF, synthetic_lines

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "scale.md"
BLOCK = re.compile(r"^```(?P<kind>[^\n]*)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)
SHARDS = 7


def blocks(kind: str) -> list[str]:
    return [found["code"] for found in BLOCK.finditer(DOCUMENT.read_text()) if found["kind"] == kind]


@pytest.fixture(scope="module")
def lines() -> pd.DataFrame:
    return synthetic_lines(12_000, seed=3)


@pytest.fixture(scope="module")
def ran(lines: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The names that the document's blocks leave behind when they are run one after the other."""
    names: dict[str, Any] = {
        "lines": lines,
        "as_of": AS_OF,
        "folder": tmp_path_factory.mktemp("shards"),
        "shards": SHARDS,
    }
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        for code in blocks("python"):
            exec(compile(code, str(DOCUMENT), "exec"), names)  # noqa: S102, the document is ours
    return names | {"said": said.getvalue()}


def test_every_shard_is_a_file_and_every_customer_in_one(ran: dict[str, Any], lines: pd.DataFrame) -> None:
    owners = [set(pd.read_parquet(path)["customer_key"]) for path in ran["files"]]

    assert len(ran["files"]) == SHARDS
    assert sum(len(keys) for keys in owners) == lines["customer_key"].nunique()
    assert set.union(*owners) == set(lines["customer_key"])


def test_classes_of_the_parts_are_those_of_the_whole(ran: dict[str, Any], lines: pd.DataFrame) -> None:
    whole = classify(lines, as_of=AS_OF).customers

    pd.testing.assert_frame_equal(ran["classes"].sort_values("customer_key", ignore_index=True), whole)


def test_sums_of_the_parts_are_those_of_the_whole(ran: dict[str, Any], lines: pd.DataFrame) -> None:
    whole = classify(lines, as_of=AS_OF, with_prior_sums=True)

    assert (ran["quality"], ran["sums"]) == (whole.quality, whole.prior_sums)
    assert ran["prior"] == prior_from_sums(whole.prior_sums, version="2026-01")


def test_printed_figures_are_those_shown(ran: dict[str, Any]) -> None:
    assert blocks("text") == [ran["said"]]


def test_spark_example_is_python() -> None:
    assert [compile(code, str(DOCUMENT), "exec").co_filename for code in blocks("python spark")] == [str(DOCUMENT)]
