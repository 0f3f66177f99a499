from __future__ import annotations

from typing import Any

import pytest

from segmentation.models import CompanyAttributes
from tests.segmentation.admin.rows import make_profile
from tests.segmentation.rest.conftest import Caller

pytestmark = pytest.mark.django_db


def write(caller: Caller, values: Any, key: str = "acme") -> Any:
    return caller.call("patch", f"profiles/{key}/attributes/", {"system": "ERP", "values": values})


def value_of(caller: Caller, dimension: str, key: str = "acme") -> Any:
    told = {row["dimension"]: row for row in caller.get(f"profiles/{key}/attributes/").json()}
    return told[dimension]


def test_value_is_written_with_its_source_and_read_back(caller):
    make_profile("acme")

    answer = write(caller, {"headcount": 120})

    told = value_of(caller, "headcount")
    assert answer.json() == {"written": 1, "cleared": 0, "withstood": 0, "refused": 0, "problems": []}
    assert (told["value"], told["origin"], told["detail"]) == (120, "api", "ERP")


def test_same_value_again_writes_nothing(caller):
    make_profile("acme")

    assert [write(caller, {"headcount": 120}).json()["written"] for _ in range(2)] == [1, 0]


def test_null_takes_back_what_a_system_sent(caller):
    make_profile("acme")
    write(caller, {"headcount": 120})

    answer = write(caller, {"headcount": None}).json()

    assert (answer["cleared"], value_of(caller, "headcount")["value"]) == (1, None)


@pytest.mark.parametrize("value", ["many", True, [], {}, 10**400, "120"])
def test_value_that_does_not_fit_is_left_out_and_told(caller, value):
    make_profile("acme")

    answer = write(caller, {"headcount": value}).json()

    assert (answer["written"], answer["refused"]) == (0, 1)
    assert [problem["path"] for problem in answer["problems"]] == [["values", "headcount"]]


@pytest.mark.parametrize("dimension", ["no-such", "buyclass", "share_routine"])
def test_what_is_worked_out_cannot_be_written(caller, dimension):
    make_profile("acme")

    assert [problem["path"] for problem in write(caller, {dimension: 1}).json()["problems"]] == [["values", dimension]]


def test_one_bad_row_never_stops_the_rest(caller):
    make_profile("acme")
    make_profile("bolt")
    companies = [
        {"customer_key": "acme", "values": {"headcount": "x"}},
        {"customer_key": "nobody-at-all", "values": {"headcount": 5}},
        {"customer_key": "bolt", "values": {"headcount": 7}},
    ]

    answer = caller.call("patch", "attributes/", {"system": "ERP", "companies": companies}).json()

    assert (answer["written"], answer["refused"]) == (1, 2)
    assert [problem["path"] for problem in answer["problems"]] == [
        ["companies", 0, "values", "headcount"],
        ["companies", 1, "values"],
    ]
    assert list(CompanyAttributes.objects.values_list("pk", flat=True)) == ["bolt"]


def test_too_many_companies_at_a_time_are_refused(caller):
    companies = [{"customer_key": f"c{n}", "values": {"headcount": 1}} for n in range(1001)]

    assert caller.call("patch", "attributes/", {"system": "ERP", "companies": companies}).status_code == 400


def test_company_that_nobody_knows_is_not_there(caller):
    assert caller.get("profiles/nobody-at-all/attributes/").status_code == 404


@pytest.mark.postgres
@pytest.mark.parametrize("count", [2, 30])
def test_writing_takes_the_same_queries_for_any_number(caller, count, django_assert_num_queries):
    """SQLite takes few parameters at a time, so that rows of many columns go in by fours there."""
    keys = [make_profile(f"c{n:02}").pk for n in range(count)]
    caller.get("dimensions/")
    write(caller, {"headcount": 1}, keys[0])
    companies = [{"customer_key": key, "values": {"headcount": 5}} for key in keys]

    with django_assert_num_queries(15):
        answer = caller.call("patch", "attributes/", {"system": "ERP", "companies": companies})

    assert answer.json()["written"] == count
