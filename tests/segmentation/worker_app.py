"""The Celery app of the host in `worker_host`, and its orders."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence

import pandas as pd
from celery import Celery

from segmentation.contracts import OrderSource
from segmentation.sources import FrameSource, open_source

app = Celery("worker_host")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["segmentation"])


class SlowSource(FrameSource):
    def read(self, customer_keys: Sequence[str] | None = None) -> pd.DataFrame:
        time.sleep(float(os.environ.get("SECONDS_A_READ", "0")))
        return super().read(customer_keys)


def open_orders() -> OrderSource:
    return SlowSource(open_source(os.environ["ORDERS_FILE"]).read())
