from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from segmentation.dimension import Origin
from segmentation.models import AttributeBatch, CompanyAttributes, CustomerProfile
from segmentation.models.attribute_columns import column_of
from segmentation.services.import_attributes import Imported, ImportFileError, Problem, import_attributes
from tests.segmentation.segment_rows import make_profiles

pytestmark = pytest.mark.django_db


def table(*rows: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), dtype="str").fillna("")


def take_in(*parts: pd.DataFrame) -> Imported:
    return import_attributes(parts, batch=AttributeBatch(origin=Origin.IMPORTED, at=now()))


def stored(key: str, dimension: str) -> Any:
    rows = CompanyAttributes.objects.filter(pk=key).values_list(str(column_of(dimension)), flat=True)
    return rows.first()


@pytest.fixture(autouse=True)
def _companies() -> None:
    make_profiles([0.5, 0.5, 0.5])


def test_a_row_a_company_and_a_column_a_dimension() -> None:
    outcome = take_in(table({"customer": "c0001", "headcount": "70"}, {"customer": "c0000", "headcount": "12"}))

    assert (stored("c0000", "headcount"), stored("c0001", "headcount")) == (12.0, 70.0)
    assert (outcome.rows, outcome.stored.written, outcome.problem_count) == (2, 2, 0)


def test_a_bad_cell_loses_itself_and_nothing_else() -> None:
    outcome = take_in(
        table(
            {"customer": "c0000", "headcount": "many", "ownership": "family"},
            {"customer": "c0001", "headcount": "70", "ownership": ""},
        )
    )

    assert (stored("c0000", "headcount"), stored("c0000", "ownership")) == (None, "family")
    assert (stored("c0001", "headcount"), stored("c0001", "ownership")) == (70.0, None)
    assert [(problem.row, problem.column) for problem in outcome.problems] == [(2, "headcount")]


def test_unknown_and_repeated_companies_are_told_by_row() -> None:
    first = table({"customer": "nobody", "headcount": "1"}, {"customer": "c0000", "headcount": "2"})
    second = table({"customer": "c0001", "headcount": "3"}, {"customer": "c0001", "headcount": "4"})

    outcome = take_in(first, second)

    assert (stored("c0000", "headcount"), stored("c0001", "headcount")) == (2.0, 4.0)
    assert not CompanyAttributes.objects.filter(pk="nobody").exists()
    assert outcome.problems == [
        Problem(2, "customer", "We have no company “nobody”."),
        Problem(4, "customer", "The company stands in a later row as well, and that one counts."),
    ]


def test_the_same_table_again_changes_nothing() -> None:
    rows = table({"customer": "c0000", "headcount": "12"})
    take_in(rows)

    assert take_in(rows).stored.written == 0


@pytest.mark.parametrize("heads", [["headcount"], ["customer", "shoe_size"], ["customer"], ["customer", "buyclass"]])
def test_a_table_that_does_not_fit_is_refused_as_a_whole(heads: list[str]) -> None:
    with pytest.raises(ImportFileError):
        take_in(table(dict.fromkeys(heads, "c0000")))

    assert CompanyAttributes.objects.count() == 0


def test_command_stores_and_derives(tmp_path: Path) -> None:
    file = tmp_path / "facts.csv"
    file.write_text("\ufeffnumber;headcount;turnover;balance_sheet\r\nc0000;12;5000000;900000\r\n", encoding="utf-8")

    call_command("import_attributes", file, verbosity=0)

    assert (stored("c0000", "headcount"), stored("c0000", "size_class")) == (12.0, "small")


def test_a_look_stores_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "facts.csv"
    file.write_text("number,headcount\nc0000,12\nc0001,many\n", encoding="utf-8")

    call_command("import_attributes", file, "--dry-run")

    assert CompanyAttributes.objects.count() == 0
    assert capsys.readouterr().out == "2 rows read, 1 values changed, 1 problems.\n"


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_attributes", tmp_path / "none.csv")

    assert CustomerProfile.objects.count() == 3
