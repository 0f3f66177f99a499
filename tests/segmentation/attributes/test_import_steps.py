"""An import goes one way, held by one worker at a time; it may be dropped, or taken up again where it stopped."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.management import CommandError, call_command
from pytest_django import Settings

from segmentation.models import (
    AttributeImport,
    AttributeImportError,
    AuditEntry,
)
from segmentation.services import claim_import, import_rows
from segmentation.services.check_import import check_import
from segmentation.services.prune_imports import prune_imports
from segmentation.services.run_import import run_import
from segmentation.services.start_import import (
    ImportStateError,
    confirm_import,
    drop_import,
    map_columns,
    start_import,
)
from segmentation.values.headers import MappingError
from tests.segmentation import toy_orders
from tests.segmentation.attributes.importing import AT, State, looked_through, take_in
from tests.segmentation.attributes.stating import values_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("columns")]


@pytest.fixture(autouse=True)
def _customers() -> None:
    toy_orders.CUSTOMERS[:] = ["acme", "bolt", "cord", "dust"]


def test_columns_are_assigned_by_hand_where_their_names_say_nothing() -> None:
    source = take_in("Debitor,Antal\nacme,4\n")
    assert (source.state, source.mapping) == (State.MAPPING, {})

    map_columns(source.pk, mapping={"Debitor": "customer", "Antal": "toy_staff"}, clear_missing=False, now=AT)
    check_import(source.pk, now=AT)
    confirm_import(source.pk, now=AT)
    run_import(source.pk, now=AT)

    assert values_of("acme") == {"toy_staff": 4}


@pytest.mark.parametrize(
    ("mapping", "why"),
    [
        ({"Antal": "toy_staff"}, "Say which column holds the customer's number."),
        ({"Debitor": "customer"}, "Say for one column at least what it holds"),
        ({"Debitor": "customer", "Antal": "toy_orders"}, "“toy_orders” is nothing that can be imported."),
        ({"Debitor": "customer", "Antal": "customer"}, "“Customer's number” is assigned to two columns."),
        ({"Debitor": "customer", "Ansatte": "toy_staff"}, "The file has no column “Ansatte”."),
    ],
)
def test_columns_that_are_assigned_wrongly_are_refused(mapping: dict[str, str], why: str) -> None:
    with pytest.raises(MappingError, match=why):
        take_in("Debitor,Antal\nacme,4\n", mapping=mapping)


def test_import_goes_one_way() -> None:
    source = take_in("customer,Staff\nacme,4\n")
    with pytest.raises(ImportStateError):
        confirm_import(source.pk, now=AT)
    check_import(source.pk, now=AT)
    confirm_import(source.pk, now=AT)
    with pytest.raises(ImportStateError):
        drop_import(source.pk, now=AT)
    run_import(source.pk, now=AT)
    for step in (confirm_import, drop_import):
        with pytest.raises(ImportStateError):
            step(source.pk, now=AT)


def test_dropped_import_is_neither_looked_through_nor_stored() -> None:
    source = take_in("customer,Staff\nacme,4\n")

    drop_import(source.pk, now=AT)

    assert not check_import(source.pk, now=AT)
    assert run_import(source.pk, now=AT).customer_keys == set()
    assert values_of("acme") == {}


def test_import_that_another_worker_has_is_left_alone_until_that_is_not_heard_of() -> None:
    source = looked_through("customer,Staff\nacme,4\n")
    confirm_import(source.pk, now=AT)
    claim_import.claim_import(source.pk, state=State.RUNNING, now=AT)

    run_import(source.pk, now=AT + timedelta(minutes=5))
    assert values_of("acme") == {}
    assert claim_import.stalled_imports(now=AT + timedelta(minutes=5)) == []
    assert claim_import.stalled_imports(now=AT + timedelta(minutes=20)) == [(source.pk, State.RUNNING)]

    run_import(source.pk, now=AT + timedelta(minutes=20))
    assert values_of("acme") == {"toy_staff": 4}


def test_interrupted_import_is_stored_from_the_beginning_and_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_rows, "AT_A_TIME", 2)
    source = looked_through("customer,Staff\nacme,4\nbolt,many\ncord,5\ndust,lots\n")
    confirm_import(source.pk, now=AT)
    parts = import_rows.read_parts

    def interrupted(source: AttributeImport) -> Any:
        yield next(iter(parts(source)))
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("segmentation.services.run_import.read_parts", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run_import(source.pk, now=AT)
    assert (values_of("acme"), AttributeImportError.objects.count()) == ({"toy_staff": 4}, 1)

    run_import(source.pk, now=datetime.now(tz=UTC) + timedelta(minutes=20))

    source.refresh_from_db()
    assert (source.state, source.problems, source.errors.count(), source.rows_done) == (State.FINISHED, 2, 2, 4)
    assert values_of("cord") == {"toy_staff": 5}


def test_stored_import_is_in_the_audit(admin: AbstractBaseUser) -> None:
    source = start_import(b"customer,Staff\nacme,4\n", name="facts.csv", actor=admin, now=AT)
    check_import(source.pk, now=AT)
    confirm_import(source.pk, now=AT, actor=admin)
    run_import(source.pk, now=AT)

    assert list(AuditEntry.objects.order_by("pk").values_list("action", "actor", "after")) == [
        ("attribute_import_confirmed", admin.pk, "facts.csv"),
        ("attribute_import", admin.pk, "facts.csv: 1"),
    ]


def test_files_that_nobody_confirmed_are_dropped_in_time(settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"IMPORT_DAYS": 3}
    source = take_in("customer,Staff\nacme,4\n")

    prune_imports(now=AT + timedelta(days=2))
    source.refresh_from_db()
    assert source.content == b"customer,Staff\nacme,4\n"
    prune_imports(now=AT + timedelta(days=4))
    source.refresh_from_db()
    assert (source.state, source.packed) == (State.DROPPED, None)


def test_command_imports_a_file_and_says_what_was_wrong(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "facts.csv"
    path.write_text("customer,Staff\nacme,4\nbolt,many\n")

    call_command("import_attributes", str(path), dry_run=True)
    assert values_of("acme") == {}
    call_command("import_attributes", str(path))

    said = capsys.readouterr()
    line = "Rows: 2. Companies changed: 1. Values changed: 1. Problems: 1.\n"
    problem = "Row 3, Staff (many): “many” is not a number such as 12 or 12.50.\n"
    assert (said.out, said.err) == (line * 2, problem * 2)
    assert values_of("acme") == {"toy_staff": 4}


def test_command_takes_columns_by_name_and_refuses_what_it_cannot_read(tmp_path: Any) -> None:
    path = tmp_path / "facts.csv"
    path.write_text("Debitor,Antal\nacme,4\n")

    with pytest.raises(CommandError, match="Say it with --column"):
        call_command("import_attributes", str(path))
    with pytest.raises(CommandError):
        call_command("import_attributes", str(tmp_path / "nothing.csv"))
    call_command("import_attributes", str(path), column=["Debitor=customer", "Antal=toy_staff"], verbosity=0)

    assert values_of("acme") == {"toy_staff": 4}
