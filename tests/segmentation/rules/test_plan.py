from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from segmentation.models import CustomerProfile, Segment
from segmentation.rules import condition_of, parse_rule
from segmentation.selectors.preview_rule import preview_rule
from tests.segmentation.rules.companies import TODAY, Company, store

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("columns"), pytest.mark.postgres]

RULE: Any = {
    "any": [
        {"dimension": "staff", "is": "at_least", "value": 50, "leave": 40},
        {"dimension": "town", "is": "one_of", "value": [f"T{n}" for n in range(500)]},
        {"dimension": "product", "is": "not_in_last_days", "value": 90, "items": ["A", "B"]},
        {"not": {"dimension": "in_category", "is": "one_of", "value": ["new"], "items": ["chairs"]}},
        {"dimension": "product", "is": "at_least_orders", "value": 2, "within": {"last_days": 90}, "items": ["A"]},
        {"dimension": "buyclass", "is": "one_of", "value": ["routine"]},
    ]
}


def test_a_preview_counts_in_one_pass_without_a_look_up_a_company() -> None:
    segment = Segment.objects.create(key="toy", name="Toy", priority=900)
    store([Company(values={"staff": staff}) for staff in range(100)], segment)
    with CaptureQueriesContext(connection) as captured:
        preview_rule(parse_rule(RULE), segment_id=segment.pk, today=TODAY)
    (counts,) = [one["sql"] for one in captured.captured_queries if one["sql"].startswith("SELECT count(*)")]

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {counts}")
        plan = [line for (line,) in cursor.fetchall()]

    assert [line for line in plan if "SubPlan" in line or "Function Scan" in line] == []
    assert sum("customerprofile" in line and "Scan" in line for line in plan) == 1


def test_days_of_purchases_are_counted_in_their_index() -> None:
    often = {
        "dimension": "product",
        "is": "at_least_orders",
        "value": 2,
        "within": {"last_days": 90},
        "items": ["A", "B"],
    }
    value = {**often, "is": "at_least_value", "value": "9", "within": {"between": ["2026-03-01", "2026-05-31"]}}
    for asked in (often, value):
        found = CustomerProfile.objects.filter(condition_of(parse_rule(asked), today=TODAY, segment_id=None))
        with connection.cursor() as cursor:
            # Of a few rows, reading them all would be cheaper.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
        plan = found.explain()

        (scan,) = [line for line in plan.splitlines() if "segmentation_boughtday" in line]
        assert "Index Only Scan using segmentation_bought_when" in scan
        assert plan.count("SubPlan") <= 4
