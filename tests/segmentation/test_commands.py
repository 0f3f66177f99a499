from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries, Settings

from segmentation.analysis.order_chance import chance_of_order
from segmentation.models import BuyclassChange, CustomerProfile, PublishedSnapshot, Run
from segmentation.services.set_buyclass_override import set_buyclass_override
from segmentation.services.set_feature_rule import set_feature_rule
from tests.segmentation import toy_orders
from tests.segmentation.toy_orders import AS_OF, order_routinely, order_something_new

pytestmark = pytest.mark.django_db

HEADER = (
    "customer_key,buyclass,share_routine,share_major,share_new,confidence,mixed,activity,occasions,last_order,"
    "expected_from,expected_to,usual_gap_days,regularity,order_chance,value_year,value_year_before,reason_code,reason"
)


class WalletDirectory(toy_orders.ToyDirectory):
    def yearly_spend(self, customer_keys: Sequence[str]) -> Mapping[str, Decimal]:
        return dict.fromkeys(customer_keys, Decimal(1000))


@pytest.fixture
def run() -> Callable[..., str]:
    def call(*arguments: str, **options: Any) -> str:
        out = io.StringIO()
        call_command(*arguments, stdout=out, stderr=io.StringIO(), **options)
        return out.getvalue()

    return call


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Two companies: one that buys the same every fortnight, one that ordered once."""
    path = tmp_path / "orders.csv"
    lines = [f"R{n},ROUTINE,{AS_OF - timedelta(days=14 * n + 1)},paper,4,10.00" for n in range(12)]
    path.write_text("\n".join(["invoice,buyer,date,sku,qty,price", *lines, f"N1,NEWCOMER,{AS_OF},desk,1,900.00", ""]))
    return path


def classify_file(run: Callable[..., str], file: Path, *more: str) -> str:
    return run("classify_customers", "--source", str(file), "--columns", "customer=buyer", "--as-of", f"{AS_OF}", *more)


def test_file_is_classified_one_row_a_customer(run: Callable[..., str], file: Path) -> None:
    rows = json.loads(classify_file(run, file, "--format", "json"))

    assert [(row["customer_key"], row["buyclass"], row["occasions"]) for row in rows] == [
        ("NEWCOMER", "new", 1),
        ("ROUTINE", "routine", 12),
    ]
    assert ",".join(rows[0]) == HEADER
    assert all(row["reason"].endswith(".") for row in rows)


def test_file_is_told_rhythm_and_value_beside_the_class(run: Callable[..., str], file: Path) -> None:
    facts = ("regularity", "order_chance", "value_year", "value_year_before")

    newcomer, routine = json.loads(classify_file(run, file, "--format", "json"))

    chance = round(chance_of_order(gaps=11, span_days=154, silent_days=1), 4)
    assert [routine[name] for name in facts] == ["regular", chance, "480.00", "0.00"]
    assert 14 < routine["usual_gap_days"] < 16
    chance = round(chance_of_order(gaps=0, span_days=0, silent_days=0), 4)
    assert [newcomer[name] for name in facts] == ["", chance, "900.00", "0.00"]


def test_file_in_a_currency_without_cents_is_read_and_told_without(
    run: Callable[..., str], file: Path, settings: Settings
) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"MINOR_DIGITS": 0}

    newcomer, routine = json.loads(classify_file(run, file, "--format", "json"))

    assert (newcomer["value_year"], routine["value_year"]) == ("900", "480")


def test_file_touches_no_database(
    run: Callable[..., str], file: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        classify_file(run, file)


def test_some_customers_of_a_file_come_out_as_among_all(run: Callable[..., str], file: Path) -> None:
    everybody = json.loads(classify_file(run, file, "--format", "json"))

    alone = json.loads(classify_file(run, file, "--format", "json", "--customer", "ROUTINE"))

    assert alone == [everybody[1]]


def test_customer_that_a_file_does_not_have_is_named(run: Callable[..., str], file: Path) -> None:
    with pytest.raises(CommandError, match=r"^The file has no orders of: NOBODY\.$"):
        classify_file(run, file, "--customer", "NOBODY")


def test_csv_is_written_whole_to_a_file(run: Callable[..., str], file: Path, tmp_path: Path) -> None:
    target = tmp_path / "classes.csv"

    classify_file(run, file, "--format", "csv", "--output", str(target))

    assert target.read_text().splitlines()[0] == HEADER
    assert [row["customer_key"] for row in csv.DictReader(target.read_text().splitlines())] == ["NEWCOMER", "ROUTINE"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["classes.csv", "orders.csv"]


def test_output_that_cannot_be_written_is_an_error_in_words(run: Callable[..., str], file: Path) -> None:
    with pytest.raises(CommandError, match=r"cannot be written"):
        classify_file(run, file, "--output", str(file.parent / "nowhere" / "classes.csv"))


def test_file_that_cannot_be_read_is_an_error_in_words(run: Callable[..., str], tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("invoice,date,sku,qty,price\n1,2026-05-01,desk,1,900\n")

    with pytest.raises(CommandError, match=r"customer"):
        run("classify_customers", "--source", str(path))


def test_full_run_stores_and_lists_everybody(run: Callable[..., str]) -> None:
    order_routinely("acme")
    toy_orders.CUSTOMERS.append("zeta")

    rows = json.loads(run("classify_customers", "--as-of", f"{AS_OF}", "--format", "json"))

    assert [(row["customer_key"], row["buyclass"]) for row in rows] == [("acme", "routine"), ("zeta", "new")]
    assert list(Run.objects.values_list("kind", "state", "as_of")) == [("full", "finished", AS_OF)]


def test_file_and_stored_rows_agree(run: Callable[..., str]) -> None:
    order_routinely("acme")
    order_something_new("beta")
    stored = json.loads(run("classify_customers", "--as-of", f"{AS_OF}", "--format", "json"))
    CustomerProfile.objects.all().delete()

    dry = json.loads(run("classify_customers", "--as-of", f"{AS_OF}", "--format", "json", "--dry-run"))

    assert dry == [{"was": ""} | row for row in stored]


def test_run_for_some_customers_leaves_the_others(run: Callable[..., str]) -> None:
    order_routinely("acme")
    order_routinely("zeta")

    run("classify_customers", "--as-of", f"{AS_OF}", "--customer", "acme")

    assert list(CustomerProfile.objects.values_list("customer_key", flat=True)) == ["acme"]
    assert Run.objects.get().kind == "partial"


def test_dry_run_names_who_would_change_and_writes_nothing(run: Callable[..., str]) -> None:
    order_routinely("acme")
    toy_orders.CUSTOMERS.append("zeta")
    run("classify_customers", "--as-of", f"{AS_OF}")
    toy_orders.ORDERS.clear()
    order_something_new("acme")
    changes, runs = BuyclassChange.objects.count(), Run.objects.count()

    rows = json.loads(run("classify_customers", "--as-of", f"{AS_OF}", "--dry-run", "--format", "json"))

    assert [(row["customer_key"], row["was"], row["buyclass"]) for row in rows] == [("acme", "routine", "new")]
    assert (BuyclassChange.objects.count(), Run.objects.count()) == (changes, runs)
    assert PublishedSnapshot.objects.get(pk="acme").payload["segments"] == ["routine"]


def test_full_run_beside_another_is_refused_in_words(run: Callable[..., str]) -> None:
    Run.objects.create(kind="full", as_of=AS_OF, started_at=now(), touched_at=now())

    with pytest.raises(CommandError, match=r"^A full run is under way since "):
        run("classify_customers")


def test_queued_run_is_done_by_the_workers(run: Callable[..., str]) -> None:
    order_routinely("acme")

    run("classify_customers", "--queue")

    assert Run.objects.get().state == "finished"


def test_explanation_names_class_categories_segments_and_features(run: Callable[..., str]) -> None:
    toy_orders.CUSTOMERS.append("acme")
    order_routinely("acme")
    run("classify_customers", "--as-of", f"{AS_OF}")
    set_buyclass_override(customer_key="acme", buyclass="major", actor=None, reason="New buyer there.")
    set_feature_rule(feature="toy_ideas", segment="major", state="on", actor=None)

    text = run("explain_customer", "acme")

    lines = text.splitlines()
    assert lines[0] == "Acme Ltd (acme)"
    assert lines[1].startswith("Buying type chosen by hand: Major repurchase, until ")
    assert lines[2].startswith("Buying type from its orders: Routine (")
    assert "Segments: Major repurchase buyers" in lines
    assert any(line.startswith("  Coffee: Routine. ") for line in lines)
    assert "  Toy ideas (toy_ideas): on. Switched on for the segment “Major repurchase buyers”." in lines


def test_explanation_says_rhythm_value_and_share_of_wallet(run: Callable[..., str], settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {
        "CUSTOMER_DIRECTORY": "tests.segmentation.test_commands.WalletDirectory",
        "CURRENCY": "EUR",
    }
    order_routinely("acme")
    run("classify_customers", "--as-of", f"{AS_OF}")
    CustomerProfile.objects.update(value_year=250_00, value_year_before=200_00)

    lines = run("explain_customer", "acme").splitlines()

    start = lines.index("Rhythm")
    assert lines[start + 1 : start + 3] == ["  Usual gap: About every 2 weeks", "  Regularity: Regular"]
    assert lines[start + 3].startswith("  Next order expected: ")
    assert lines[start + 4].startswith("  Chance of an order in the next 30 days: ")
    assert lines[start + 5 : start + 8] == [
        "Value: EUR\xa0250 in the last 12 months, EUR\xa0200 in the 12 before",
        "  25 % more than the year before",
        "  Share of wallet: About 25 % of the EUR\xa01,000 they spend a year",
    ]


def test_explanation_of_a_prospect_claims_no_rhythm(run: Callable[..., str]) -> None:
    toy_orders.CUSTOMERS.append("acme")
    run("classify_customers", "--as-of", f"{AS_OF}")

    lines = run("explain_customer", "acme").splitlines()

    assert ("Rhythm" in lines, [line for line in lines if "wallet" in line]) == (False, [])


def test_explanation_of_a_stranger_is_an_error_in_words(run: Callable[..., str]) -> None:
    with pytest.raises(CommandError, match=r"^No run has seen a company with the key nobody\.$"):
        run("explain_customer", "nobody")


def test_list_shows_each_feature_for_each_segment(run: Callable[..., str]) -> None:
    set_feature_rule(feature="toy_ideas", segment="routine", state="on", actor=None)

    line = next(line for line in run("list_features").splitlines() if line.startswith("toy_ideas"))

    assert line.split() == ["toy_ideas", "Toy", "ideas", "on", "on*", "off", "on"]
