"""Mistakes in how a host plugs the plugin in, found when it starts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.urls import NoReverseMatch, reverse

from segmentation import conf, host

MOST_MINOR_DIGITS = 4
MIDDLEWARE = "segmentation.middleware.FeaturesMiddleware"


@register("segmentation")
def check_settings(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001
    **_: Any,
) -> Iterable[CheckMessage]:
    """E004: SEGMENTATION holds a name that does not exist. The other checks need it to be readable."""
    try:
        conf.get("ORDER_SOURCE")
    except ImproperlyConfigured as error:
        return [Error(str(error), hint="Compare with DEFAULTS in segmentation/conf.py.", id="segmentation.E004")]
    return [*_check_paths(), *_check_sizes(), *_check_middleware(), *_check_stays_open(), *_check_sqlite()]


def _check_paths() -> Iterable[CheckMessage]:
    wanted = {
        "ORDER_SOURCE": (
            "segmentation.E001",
            "Name a callable that returns an order source (segmentation/README.md).",
        ),
        "CUSTOMER_DIRECTORY": ("segmentation.E002", "Name a class with the methods of CustomerDirectory."),
        "CUSTOMER_KEY": ("segmentation.E003", "Name a callable that takes a request and returns the customer's key."),
    }
    for name, (number, hint) in wanted.items():
        try:
            target = conf.load(name)
        except ImproperlyConfigured as error:
            yield Error(str(error), hint=hint, id=number)
        else:
            if not callable(target):
                yield Error(f"SEGMENTATION[{name!r}] is not callable.", hint=hint, id=number)


def _check_sizes() -> Iterable[CheckMessage]:
    for name in (
        "SHARD_LINES",
        "SHARD_SIZE",
        "STATISTICS_DAYS",
        "RUN_STALE_AFTER",
        "DRAIN_SIZE",
        "SNAPSHOT_CUSTOMERS",
        "OVERRIDE_DAYS",
        "BOUGHT_DAYS",
        "RUNS_KEPT",
        "IMPORT_BYTES",
        "IMPORT_ROWS",
        "IMPORT_DAYS",
    ):
        if not isinstance(conf.get(name), int) or conf.get(name) < 1:
            yield Error(
                f"SEGMENTATION[{name!r}] is {conf.get(name)!r}.",
                hint="Give a whole number of at least 1.",
                id="segmentation.E005",
            )
    if not isinstance(conf.get("MINOR_DIGITS"), int) or not 0 <= conf.get("MINOR_DIGITS") <= MOST_MINOR_DIGITS:
        yield Error(
            f"SEGMENTATION['MINOR_DIGITS'] is {conf.get('MINOR_DIGITS')!r}.",
            hint="Give the decimals of the currency: 2 for cents, 0 for none.",
            id="segmentation.E005",
        )
    try:
        host.history_from()
    except ValueError:
        yield Error(
            f"SEGMENTATION['HISTORY_FROM'] is {conf.get('HISTORY_FROM')!r}.",
            hint="Give a day like 2024-01-31, or None.",
            id="segmentation.E005",
        )
    if not _are_places(conf.get("WAREHOUSES")):
        yield Error(
            f"SEGMENTATION['WAREHOUSES'] is {conf.get('WAREHOUSES')!r}.",
            hint='Give names with degrees north and east, like {"Taastrup": (55.65, 12.30)}.',
            id="segmentation.E005",
        )
    if not isinstance(conf.get("SNAPSHOT_MAX_AGE"), int | float) or conf.get("SNAPSHOT_MAX_AGE") < 0:
        yield Error(
            f"SEGMENTATION['SNAPSHOT_MAX_AGE'] is {conf.get('SNAPSHOT_MAX_AGE')!r}.",
            hint="Give a number of seconds; 0 reads every time.",
            id="segmentation.E005",
        )


def _are_places(given: Any) -> bool:
    try:
        return all(-90 <= float(north) <= 90 and -180 <= float(east) <= 180 for north, east in given.values())
    except (AttributeError, TypeError, ValueError):
        return False


def _check_middleware() -> Iterable[CheckMessage]:
    if MIDDLEWARE not in settings.MIDDLEWARE:
        yield Warning(
            f"{MIDDLEWARE} is not in MIDDLEWARE, so requests have no features.",
            hint="Put it after the middleware that knows the customer.",
            id="segmentation.W001",
        )
        return
    authentication = "django.contrib.auth.middleware.AuthenticationMiddleware"
    if authentication in settings.MIDDLEWARE[settings.MIDDLEWARE.index(MIDDLEWARE) :]:
        yield Warning(
            f"{MIDDLEWARE} stands before {authentication}.",
            hint="Put it after, so that the visitor is known to whatever it wraps.",
            id="segmentation.W002",
        )


def _check_stays_open() -> Iterable[CheckMessage]:
    for name in conf.get("PREVIEW_STAYS_OPEN"):
        try:
            reverse(name)
        except NoReverseMatch:
            yield Error(
                f"SEGMENTATION['PREVIEW_STAYS_OPEN'] names {name!r}, and there is no such page.",
                hint='Give the names of pages without arguments, as `reverse` takes them, like "wagtailadmin_home".',
                id="segmentation.E006",
            )


def _check_sqlite() -> Iterable[CheckMessage]:
    connection = connections["default"]
    options = connection.settings_dict.get("OPTIONS", {})
    if connection.vendor == "sqlite" and options.get("transaction_mode") != "IMMEDIATE":
        yield Warning(
            "SQLite has no row locks, so two runs could write over each other.",
            hint='Set "OPTIONS": {"transaction_mode": "IMMEDIATE"}: then one transaction writes at a time.',
            id="segmentation.W003",
        )
