"""What the host plugged in: its orders, its customers, and how a request becomes a customer."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from segmentation import conf
from segmentation.contracts import CustomerDirectory, OrderSource


def open_order_source() -> OrderSource:
    """The host's orders, as SEGMENTATION["ORDER_SOURCE"] opens them."""
    return cast("OrderSource", conf.load("ORDER_SOURCE")())


def open_directory() -> CustomerDirectory:
    """The host's customers, as SEGMENTATION["CUSTOMER_DIRECTORY"] opens them."""
    return cast("CustomerDirectory", conf.load("CUSTOMER_DIRECTORY")())


def customer_key_of(request: HttpRequest) -> str:
    """The customer a request comes from; empty for a visitor without a company."""
    return str(conf.load("CUSTOMER_KEY")(request) or "")
