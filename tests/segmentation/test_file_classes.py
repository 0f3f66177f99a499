from __future__ import annotations

import io
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from segmentation.analysis.classify import classify
from segmentation.analysis.fit_prior import FEWEST_OCCASIONS, prior_from_sums
from segmentation.analysis.priors import DEFAULT_PRIOR
from segmentation.sources import open_source

AS_OF = date(2026, 6, 1)


def write_orders(folder: Path, *, companies: int, orders: int) -> Path:
    """Companies that buy the same two items every ten days, now and then another."""
    rows = ["invoice,customer,date,sku,category,qty,price"]
    for company in range(companies):
        for order in range(orders):
            day = AS_OF - timedelta(days=10 * order + company % 7)
            skus = ["paper", "pens", f"item{(company + order) % 9}"][: 2 + (company + order) % 2]
            rows += [f"{company}-{order},C{company:03},{day},{sku},{sku[:3]},{1 + company % 4},9.50" for sku in skus]
    path = folder / "orders.csv"
    path.write_text("\n".join([*rows, ""]))
    return path


def run(path: Path, *more: str) -> tuple[list[dict[str, object]], str]:
    out, notes = io.StringIO(), io.StringIO()
    call_command(
        "classify_customers",
        "--source",
        str(path),
        "--as-of",
        f"{AS_OF}",
        "--format",
        "json",
        *more,
        stdout=out,
        stderr=notes,
    )
    return json.loads(out.getvalue()), notes.getvalue()


def test_file_of_many_orders_is_judged_by_what_is_usual_in_it(tmp_path: Path) -> None:
    path = write_orders(tmp_path, companies=30, orders=12)
    lines = open_source(path).read()
    sums = classify(lines, as_of=AS_OF, with_prior_sums=True).prior_sums
    assert sums is not None
    own = prior_from_sums(sums, version="file-20260601")

    rows, notes = run(path)

    assert f"What is usual comes from {own.version}." in notes
    expected = classify(lines, as_of=AS_OF, prior=own).customers
    assert [row["share_routine"] for row in rows] == expected["share_routine"].tolist()


def test_some_companies_of_a_file_are_judged_as_among_all(tmp_path: Path) -> None:
    path = write_orders(tmp_path, companies=30, orders=12)
    everybody, _ = run(path)

    some, _ = run(path, "--customer", "C007", "C003")

    assert some == [row for row in everybody if row["customer_key"] in {"C003", "C007"}]


@pytest.mark.parametrize(("orders", "more"), [(12, ["--shipped-prior"]), (2, [])])
def test_file_of_few_orders_is_judged_by_what_is_shipped(tmp_path: Path, orders: int, more: list[str]) -> None:
    path = write_orders(tmp_path, companies=30, orders=orders)
    assert more or 30 * (orders - 1) < FEWEST_OCCASIONS

    _, notes = run(path, *more)

    assert f"What is usual comes from {DEFAULT_PRIOR.version}." in notes
