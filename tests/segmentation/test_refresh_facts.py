from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from segmentation.selectors.attributes import attributes_of
from tests.segmentation import toy_orders
from tests.segmentation.attributes.record import RECORD
from tests.segmentation.segment_rows import make_profiles

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def record(settings: Settings) -> Iterator[None]:
    settings.SEGMENTATION = settings.SEGMENTATION | {
        "CUSTOMER_DIRECTORY": "tests.segmentation.attributes.record.RecordingDirectory"
    }
    RECORD.clear()
    toy_orders.CUSTOMERS[:] = make_profiles([0.5])
    yield
    RECORD.clear()


def test_takes_over_the_record_and_works_out_what_follows(capsys: pytest.CaptureFixture[str]) -> None:
    RECORD.update(c0000={"headcount": 12, "turnover": 5_000_000, "balance_sheet": 900_000, "ownership": "nobody"})

    call_command("refresh_facts")

    values = {value.dimension.key: value.value for value in attributes_of("c0000")}
    assert (values["headcount"], values["size_class"], "ownership" in values) == (12, "small", False)
    said = capsys.readouterr()
    assert said.out == "Values written: 4, cleared: 0, left as somebody stated them: 0.\n"
    assert said.err == "c0000, ownership: “nobody” is not one of the choices.\n"


def test_a_record_of_something_that_is_no_dimension_is_refused() -> None:
    RECORD.update(c0000={"shoe_size": 43})

    with pytest.raises(CommandError, match="'shoe_size'"):
        call_command("refresh_facts")
