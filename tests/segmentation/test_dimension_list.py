from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from segmentation.models import CustomerProfile
from segmentation.registry import dimensions

BEGINS, ENDS = "<!-- dimensions -->\n", "<!-- /dimensions -->\n"


def listed(form: str) -> str:
    out = StringIO()
    call_command("list_dimensions", "--format", form, stdout=out)
    return out.getvalue()


def test_every_dimension_is_listed_once() -> None:
    assert sorted(row["key"] for row in json.loads(listed("json"))) == sorted(each.key for each in dimensions)


def test_every_dimension_says_what_it_means() -> None:
    assert [row["key"] for row in json.loads(listed("json")) if not (row["label"] and row["help"])] == []


def test_what_is_worked_out_says_how_and_has_its_column() -> None:
    worked_out = [each for each in dimensions if each.column]
    columns = {field.name for field in CustomerProfile._meta.concrete_fields}

    assert [each.key for each in worked_out if not each.method or each.column not in columns] == []


def test_documented_table_is_what_the_command_prints() -> None:
    text = (Path(__file__).parents[2] / "docs" / "segmentation.md").read_text()

    documented = text.split(BEGINS)[1].split(ENDS)[0]
    assert documented.strip() == listed("md").strip()
