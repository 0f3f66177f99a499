"""Measured on records of orders in memory: habits, and the same as one writes it with pandas."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from segmentation.analysis.habits.work_out import work_out_habits
from segmentation.order_records import OrderRecord
from tests.benchmarks.measure import measure
from tests.benchmarks.synthetic_orders import AS_OF

ORDERS_PER_COMPANY = 20
CHANNELS = ("web", "edi", "email", "phone")
DAYS = ["due_on", "paid_on", "wished_delivery"]


def made_records(count: int) -> tuple[list[OrderRecord], list[str]]:
    """So many orders of the last 400 days, seeded, with all that can be told of an order; and the companies' keys."""
    chance = np.random.default_rng(1)
    companies = max(count // ORDERS_PER_COMPANY, 1)
    noon = datetime(AS_OF.year, AS_OF.month, AS_OF.day, 12, tzinfo=UTC)
    keys = [f"{number:07}" for number in range(companies)]
    drawn = {
        name: chance.integers(0, end, count).tolist()
        for name, end in {
            "company": companies, "minutes": 400 * 24 * 60, "cents": 100_000, "channel": len(CHANNELS),
            "waited": 20_000, "late": 20, "percent": 100,
        }.items()
    }  # fmt: skip
    records = []
    for company, minutes, cents, channel, waited, late, percent in zip(*drawn.values(), strict=True):
        at = noon - timedelta(minutes=minutes)
        day = at.date()
        records.append(
            OrderRecord(
                customer_key=keys[company],
                placed_at=at,
                value=Decimal(cents).scaleb(-2),
                cost=Decimal(cents * 7 // 10).scaleb(-2),
                discounted_value=Decimal(cents if percent < 30 else 0).scaleb(-2),
                channel=CHANNELS[channel],
                small_screen=percent % 3 == 0,
                quoted=percent < 10,
                first_look_at=at - timedelta(minutes=waited),
                due_on=day + timedelta(days=30),
                paid_on=day + timedelta(days=25 + late),
                fixed_date=percent < 50,
                wished_delivery=day + timedelta(days=3) if percent < 50 else None,
                placed_by=str(percent % 4),
            )
        )
    return records, keys


def measure_habits(*, count: int, repeats: int) -> dict[str, Any]:
    records, keys = made_records(count)
    work_out_habits(records[:100], customer_keys=keys, as_of=AS_OF, zone=UTC)
    return measure(lambda: work_out_habits(records, customer_keys=keys, as_of=AS_OF, zone=UTC), repeats=repeats)


def measure_plain_habits(*, count: int, repeats: int) -> dict[str, Any]:
    records, _keys = made_records(count)
    plain_habits(records[:100])
    return measure(lambda: plain_habits(records), repeats=repeats)


def plain_habits(records: list[OrderRecord]) -> pd.DataFrame:
    """The same figures by group-bys, where everything is known of every order."""
    orders = pd.DataFrame(records)
    for name in ("value", "cost", "discounted_value"):
        orders[name] = (orders[name].astype("float64") * 100).round().astype("int64")
    orders[DAYS] = orders[DAYS].apply(pd.to_datetime)
    today = pd.Timestamp(AS_OF)
    day = orders["placed_at"].dt.tz_localize(None).dt.normalize()
    due = orders[(orders["due_on"] <= today) & (orders["due_on"] > today - pd.Timedelta(days=365))]
    due = due[(due["due_on"] < today) | (due["paid_on"] <= today)]
    year = orders[(day <= today) & (day > today - pd.Timedelta(days=365))]
    year = year.assign(
        margin=year["value"] - year["cost"],
        waited=(year["placed_at"] - year["first_look_at"]).dt.total_seconds() / 86_400,
        weekday=year["wished_delivery"].dt.day_name().str.lower(),
    )
    found: pd.DataFrame = year.groupby("customer_key").agg(
        orders=("value", "size"),
        margin_year=("margin", "sum"),
        value=("value", "sum"),
        discounted=("discounted_value", "sum"),
        quote_share=("quoted", "mean"),
        mobile_share=("small_screen", "mean"),
        fixed_date_share=("fixed_date", "mean"),
        decision_days=("waited", "median"),
        people_ordering=("placed_by", "nunique"),
    )
    found["discount_share"] = found["discounted"] / found["value"]
    paid = due["paid_on"].where(due["paid_on"] <= today, today)
    late = due.assign(late=(paid - due["due_on"]).dt.days).assign(timely=lambda rows: rows["late"] <= 0)
    found[["days_late", "paid_on_time_share"]] = late.groupby("customer_key")[["late", "timely"]].mean()
    for name, column in (("ordering_channel", "channel"), ("wished_weekday", "weekday")):
        counts = year.groupby(["customer_key", column])["placed_at"].agg(["size", "max"]).reset_index()
        found[name] = counts.sort_values(["size", "max"]).groupby("customer_key")[column].last()
    return found
