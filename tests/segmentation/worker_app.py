"""The Celery app of the host in `worker_host`, its orders, and the places where a test may have it stand still."""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path

import pandas as pd
from celery import Celery
from django.apps import AppConfig

from segmentation.contracts import CustomerRange, OrderSource
from segmentation.directory.orders_only import OrdersOnlyDirectory
from segmentation.sources import FrameSource, open_source

app = Celery("worker_host")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["segmentation"])


def stop_at(place: str) -> None:
    """Stand still for good if the test wants this process to stop here, and let it know."""
    wanted, _, signal_file = os.environ.get("STOP_AT", "").partition(":")
    if place == wanted:
        Path(signal_file).touch()
        time.sleep(600)


class SlowSource(FrameSource):
    def read(self, customer_keys: Sequence[str] | None = None) -> pd.DataFrame:
        _be_slow()
        return super().read(customer_keys)

    def read_range(self, customers: CustomerRange, *, without: Collection[str] = ()) -> pd.DataFrame:
        _be_slow()
        stop_at("second read" if customers.first else "first read")
        return super().read_range(customers, without=without)


def _be_slow() -> None:
    time.sleep(float(os.environ.get("SECONDS_A_READ", "0")))
    away_until = os.environ.get("AWAY_UNTIL")
    if away_until and not Path(away_until).exists():
        Path(away_until).touch()
        raise OSError("the order database is away")


class Customers(OrdersOnlyDirectory):
    def customer_since(self, _customer_keys: Sequence[str]) -> Mapping[str, date]:
        stop_at("classifying")
        return {}


def open_orders() -> OrderSource:
    return SlowSource(open_source(os.environ["ORDERS_FILE"]).read())


def _count_lines(lines: pd.DataFrame, _as_of: date) -> pd.DataFrame:
    stop_at("mapping")
    return lines.groupby(lines["sku"].astype("str")).size().rename("lines").reset_index()


def _add(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    if len(parts) > 1:
        stop_at("reducing")
    return pd.concat(parts).groupby("sku")["lines"].sum().reset_index()


class Host(AppConfig):
    """Has every full run count the lines of each item."""

    name = "tests.segmentation"
    label = "worker_app"

    def ready(self) -> None:
        from segmentation.services.aggregates import Aggregate, register_aggregate

        register_aggregate(Aggregate(kind="toy_lines", map_lines=_count_lines, reduce=_add))
