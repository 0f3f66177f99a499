"""Previews of rules over many companies, made by the database itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.models import Model

from segmentation.dimension import Kind
from segmentation.models import AttributeColumn, BoughtDay, BoughtItem, CompanyAttributes, CustomerProfile, Segment
from segmentation.models.attributes import COLUMN_KINDS
from segmentation.rules import parse_rule
from segmentation.selectors.preview_rule import preview_rule
from segmentation.selectors.rule_answers import segments_that_hold
from tests.benchmarks.measure import measure

TODAY = date(2026, 7, 1)
FILLED = 40
"""Of the columns of attributes, those of which every company has a value."""
HEADCOUNT = "number_07"
RULE: dict[str, Any] = {
    "all": [
        {"dimension": "share_routine", "is": "at_least", "value": 0.55, "leave": 0.5},
        {"dimension": "headcount", "is": "between", "value": [50, 249]},
        {"not": {"dimension": "bought_product", "is": "in_last_days", "value": 90, "items": ["SKU-7", "SKU-8"]}},
    ]
}
OFTEN_OF_LATE: dict[str, Any] = {
    "dimension": "bought_product",
    "is": "at_least_orders",
    "value": 2,
    "within": {"last_days": 90},
    "items": ["SKU-7", "SKU-8"],
}
RULE_OF_A_TIME: dict[str, Any] = {"all": [*RULE["all"][:2], {"not": OFTEN_OF_LATE}]}
"""How often something was bought within a time is counted day by day."""
FIXED: dict[str, str] = {
    "customer_key": "'C' || lpad(n::text, 8, '0')",
    "buyclass": "(array['routine', 'major', 'new'])[1 + n % 3]",
    "share_routine": "(n * 7919 % 1000) / 1000.0",
    "share_major": "0.2",
    "share_new": "0.1",
    "evidence": "4",
    "confidence": "0.8",
    "occasions": "n % 60",
    "last_order": "date '2026-06-30' - (n % 700)::int",
    "first_order": "date '2022-01-01' + (n % 700)::int",
    "reason_code": "'mostly_repeats'",
    "reason_params": '\'{"share": 0.82, "orders": 14}\'',
    "result_hash": "n * 104729",
    "activity": "(array['active', 'due', 'overdue', 'lapsed'])[1 + n % 4]",
    "regularity": "'regular'",
    "value_year": "n * 31 % 9000000",
    "value_year_before": "n * 37 % 9000000",
    "lines_hash": "md5(n::text)",
    "source_hash": "md5(n::text)",
    "config_version": "'1'",
    "prior_version": "'1'",
    "as_of": "date '2026-07-01'",
    "classified_at": "now()",
}


BOUGHT = 3
"""Products that each company bought, of forty."""
ORDERS = 4
"""In so many orders at most."""
BOUGHT_COLUMNS = {
    "customer_key": FIXED["customer_key"],
    "kind": "'product'",
    "first_day": "date '2024-01-01'",
    "last_day": "date '2026-06-30' - (n * 13 % 400)::int",
    "orders": f"1 + n % {ORDERS}",
    "quantity": "1000",
    "value": "n % 100000",
}
DAYS_APART = 30


def fill_companies(count: int) -> dict[str, int]:
    """So many companies with profiles, attributes, some products each, and a segment of a tenth of them."""
    call_command("migrate", verbosity=0)
    AttributeColumn.objects.filter(column=HEADCOUNT).exclude(dimension="headcount").delete()
    AttributeColumn.objects.update_or_create(dimension="headcount", defaults={"column": HEADCOUNT, "kind": Kind.NUMBER})
    segment = Segment.objects.create(key="bench", name="Bench", priority=900, rule=RULE)
    fill_table(CustomerProfile._meta.db_table, profile_columns(), count)
    fill_table(CompanyAttributes._meta.db_table, _attributes(), count)
    for number in range(BOUGHT):
        _fill_bought(f"'SKU-' || (n * 7 + {number}) % 40", count)
    member = {"segment_id": str(segment.pk), "customer_key": FIXED["customer_key"], "source": "'automatic'"}
    fill_table("segmentation_segmentmembership", {**member, "since": "now()"}, count // 10)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return {"companies": CustomerProfile.objects.count(), "segment": segment.pk}


def _fill_bought(item: str, count: int) -> None:
    """An item of each company, and its days where there are several."""
    fill_table(BoughtItem._meta.db_table, {**BOUGHT_COLUMNS, "item": item}, count)
    columns = {name: BOUGHT_COLUMNS[name] for name in ("customer_key", "kind", "value")}
    for number in range(ORDERS):
        columns |= {"item": item, "day": f"{BOUGHT_COLUMNS['last_day']} - {number * DAYS_APART}"}
        fill_table(BoughtDay._meta.db_table, columns, count, only=f"n % {ORDERS} >= {max(number, 1)}")


def measure_preview(*, segment: int, repeats: int, of_a_time: bool = False) -> dict[str, Any]:
    """The whole preview of a rule of three conditions beside the members there are."""
    rule = parse_rule(RULE_OF_A_TIME if of_a_time else RULE)

    def preview() -> Any:
        return preview_rule(rule, segment_id=segment, today=TODAY)

    preview()
    return measure(preview, repeats=repeats)


def measure_answers(*, rules: int, repeats: int, of_a_time: bool = False) -> dict[str, Any]:
    """Which of many segments one company belongs to, as after an order."""
    rule = RULE_OF_A_TIME if of_a_time else RULE
    segments = [Segment(pk=1000 + number, rule=_rule(rule, number)) for number in range(rules)]

    def answer() -> Any:
        return segments_that_hold(segments, ["C00000007"], today=TODAY)

    answer()
    return measure(answer, repeats=repeats)


def _rule(rule: Any, number: int) -> Any:
    """The rule of three conditions, each time with other values."""
    share, staff, bought = rule["all"]
    return {
        "all": [
            {**share, "value": 0.55 + number / 1000},
            {**staff, "value": [number, number + 200]},
            {"not": {**bought["not"], "items": [f"SKU-{number % 40}"]}},
        ]
    }


def profile_columns() -> dict[str, str]:
    """Columns of a profile, and what each is made of for the company number n."""
    return own_columns(CustomerProfile)


def own_columns(model: type[Model]) -> dict[str, str]:
    """The same of whatever is kept as a profile is."""
    flags = dict.fromkeys(("mixed", "history_truncated", "held"), "false")
    return {name: value for name, value in {**FIXED, **flags}.items() if name in _columns(model)}


def _attributes() -> dict[str, str]:
    values = {
        "number": "n * {at} % 1000",
        "amount": "n * {at} % 1000000",
        "day": "date '2020-01-01' + (n * {at} % 2000)::int",
        "flag": "n * {at} % 2 = 0",
        "text": "'value ' || n * {at} % 100",
    }
    each = FILLED // len(COLUMN_KINDS)
    columns = {f"{sort}_{at:02}": values[sort].format(at=at) for sort in COLUMN_KINDS for at in range(1, each + 1)}
    return {**columns, "customer_key": FIXED["customer_key"], "origins": "'{}'", "updated_at": "now()"}


def _columns(model: Any) -> list[str]:
    return [field.column for field in model._meta.concrete_fields]


def fill_table(table: str, columns: dict[str, str], count: int, *, only: str = "true") -> None:
    """So many rows, made by the database, or only some of them."""
    names, values = ", ".join(columns), ", ".join(columns.values())
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names})"  # noqa: S608 - our own texts
            f" SELECT {values} FROM generate_series(1::bigint, {int(count)}) AS n WHERE {only}"
        )
