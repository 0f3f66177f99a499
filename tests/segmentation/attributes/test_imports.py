"""A file is looked through before it is stored; a bad cell loses only itself, and a file twice changes nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segmentation.dimension import Origin
from segmentation.models import (
    AttributeBatch,
    CompanyAttributes,
)
from segmentation.selectors.imports import read_import_page, rows_to_mend
from segmentation.services.run_import import run_import
from segmentation.services.start_import import (
    confirm_import,
)
from tests.segmentation import toy_orders
from tests.segmentation.admin.rows import make_profile
from tests.segmentation.attributes.importing import AT, State, looked_through, stored
from tests.segmentation.attributes.stating import batch, frame, state, values_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("columns")]


@pytest.fixture(autouse=True)
def _customers() -> None:
    toy_orders.CUSTOMERS[:] = ["acme", "bolt", "cord", "dust"]


MIXED = """customer;Staff;toy_turnover;Systems;Remarks
acme;12;1.250,50;erp|edi;good
bolt;many;7,5;erp;
nobody;3;;;
cord;5;0,001;fax;
;4;;;
acme;13;;;
dust;6;;-;;;x
"""


def test_good_cells_are_stored_and_every_bad_one_is_named_with_its_row_and_column() -> None:
    source = stored(MIXED)

    assert {key: values_of(key) for key in ("acme", "bolt", "cord", "dust")} == {
        "acme": {"toy_staff": 12, "toy_turnover": Decimal("1250.50"), "toy_systems": frozenset({"erp", "edi"})},
        "bolt": {"toy_turnover": Decimal("7.50"), "toy_systems": frozenset({"erp"})},
        "cord": {"toy_staff": 5},
        "dust": {},
    }
    assert list(source.errors.values_list("row", "column", "value", "message")) == [
        (3, "Staff", "many", "“many” is not a number such as 12 or 12.50."),
        (4, "customer", "nobody", "There is no customer with this number."),
        (5, "toy_turnover", "0,001", "“0.001” has more decimals than the 2 of an amount."),
        (5, "Systems", "fax", "“fax” is none of the choices: ERP, EDI, Punch-out."),
        (6, "customer", "", "The row does not say whose it is."),
        (7, "customer", "acme", "The customer stands in row 2 already."),
        (8, "customer", "dust", "The row has more cells than there are columns."),
    ]
    assert (source.state, source.rows, source.rows_done, source.companies, source.written) == (
        State.FINISHED, 7, 7, 3, 6,
    )  # fmt: skip
    assert (source.rows_refused, source.problems, source.packed) == (4, 7, None)
    assert AttributeBatch.objects.get(origin="imported").detail == "facts.csv"


def test_look_through_says_what_would_come_of_it_and_writes_nothing() -> None:
    state("acme", Origin.HAND, toy_staff=99)
    before = CompanyAttributes.objects.get().origins

    source = looked_through(MIXED)

    preview = source.preview
    assert source.state == State.PREVIEWED
    assert {name: preview[name] for name in ("known", "unknown", "refused", "problems", "companies", "changes")} == {
        "known": 3, "unknown": 1, "refused": 4, "problems": 7, "companies": 3, "changes": 5,
    }  # fmt: skip
    assert [
        (one["dimension"], one["values"], one["changes"], one["withstood"], one["problems"])
        for one in preview["columns"]
    ] == [("toy_staff", 2, 1, 1, 1), ("toy_turnover", 2, 2, 0, 1), ("toy_systems", 2, 2, 0, 1)]
    assert CompanyAttributes.objects.get().origins == before
    assert values_of("acme") == {"toy_staff": 99}


def test_page_shows_the_first_rows_as_they_would_be_read() -> None:
    page = read_import_page(looked_through(MIXED).pk)

    assert page is not None
    first = page.sample[0]
    assert (first.row, first.customer.name, [one.value for one in first.values]) == (
        2, "Acme Ltd", [12, Decimal("1250.50"), frozenset({"erp", "edi"})],
    )  # fmt: skip
    assert [(one.row, one.column) for one in page.problems[:2]] == [(3, "Staff"), (4, "customer")]


def test_same_file_again_changes_nothing() -> None:
    stored(MIXED)

    again = stored(MIXED)

    assert (again.written, again.companies, again.withstood) == (0, 0, 0)
    assert AttributeBatch.objects.count() == 1


def test_rows_with_something_wrong_can_be_had_back_mended_and_sent_again() -> None:
    source = stored(MIXED)

    rows = list(rows_to_mend(source))

    assert [row[:2] for row in rows] == [
        ["bolt", "many"], ["nobody", "3"], ["cord", "5"], ["", "4"], ["acme", "13"], ["dust", "6"],
    ]  # fmt: skip
    assert rows[0][-1] == "Staff: “many” is not a number such as 12 or 12.50."
    mended = "\n".join(";".join(row) for row in [[*source.header, "What is wrong"], ["bolt", "8", *rows[0][2:]]])
    assert stored(mended).problems == 0
    assert values_of("bolt")["toy_staff"] == 8


def test_thousands_of_problems_are_counted_and_every_row_can_be_had_back() -> None:
    text = "customer,Staff\n" + "".join(f"stranger-{n},1\n" for n in range(2_500)) + "acme,4\n"

    source = stored(text)

    assert (source.problems, source.rows_refused, source.errors.count()) == (2_500, 2_500, 1_000)
    assert len(list(rows_to_mend(source))) == 2_500
    assert values_of("acme") == {"toy_staff": 4}


def test_what_follows_from_the_values_is_there_and_named_with_them() -> None:
    make_profile("acme", occasions=3)
    source = looked_through("customer,Staff\nacme,10\nbolt,2\n")
    confirm_import(source.pk, now=AT)

    outcome = run_import(source.pk, now=AT)

    assert values_of("acme") == {"toy_staff": 10, "toy_big": True, "toy_big_size": "big"}
    assert outcome.customer_keys == {"acme", "bolt"}
    assert outcome.dimensions == {"toy_staff", "toy_big", "toy_big_size"}


def test_empty_cell_says_nothing_unless_it_is_to_clear() -> None:
    stored("customer,Staff,City\nacme,10,Aarhus\nbolt,2,Vejle\n")
    state("bolt", Origin.HAND, toy_staff=3)

    assert stored("customer,Staff,City\nacme,,Aarhus\nbolt,,Vejle\n").written == 0
    cleared = stored("customer,Staff,City\nacme,,Aarhus\nbolt,,Vejle\n", clear_missing=True)

    assert (cleared.written, values_of("acme"), values_of("bolt")) == (
        1, {"toy_city": "Aarhus"}, {"toy_staff": 3, "toy_city": "Vejle"},
    )  # fmt: skip


CELLS = st.fixed_dictionaries(
    {},
    optional={
        "toy_staff": st.integers(-(10**6), 10**6).map(float),
        "toy_turnover": st.integers(-(10**9), 10**9).map(lambda minor: Decimal(minor).scaleb(-2)),
        "toy_size": st.sampled_from(["small", "large"]),
        "toy_systems": st.frozensets(st.sampled_from(["erp", "edi", "punch_out"]), min_size=1),
        "toy_key_account": st.booleans(),
    },
)
TEXTS: dict[str, Any] = {
    "toy_staff": lambda number: f"{number:.1f}",
    "toy_turnover": str,
    "toy_size": str,
    "toy_systems": "; ".join,
    "toy_key_account": {True: "yes", False: "no"}.__getitem__,
}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=st.dictionaries(st.sampled_from(["acme", "bolt", "cord", "dust"]), CELLS, min_size=1))
def test_importing_a_file_is_storing_its_values(facts: dict[str, dict[str, Any]]) -> None:
    from segmentation.services.store_attributes import store_attributes

    CompanyAttributes.objects.all().delete()
    store_attributes(frame(**facts), batch=batch())
    expected = {key: values_of(key) for key in facts}
    CompanyAttributes.objects.all().delete()
    lines = [
        "|".join([key, *(TEXTS[name](row[name]) if name in row else "" for name in TEXTS)])
        for key, row in facts.items()
    ]

    source = stored("\n".join(["sep=|", "|".join(["customer", *TEXTS]), *lines]))

    assert source.problems == 0
    assert {key: values_of(key) for key in facts} == expected
