"""settings.SEGMENTATION over the defaults, read when used. An unknown key raises."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

DEFAULTS: dict[str, Any] = {
    # Dotted path of a callable that returns an OrderSource, of a CustomerDirectory,
    # and of request -> customer key ("" for a visitor without a company).
    "ORDER_SOURCE": None,
    "CUSTOMER_DIRECTORY": "segmentation.directory.orders_only.OrdersOnlyDirectory",
    "CUSTOMER_KEY": "segmentation.middleware.no_customer",
    # At most so many order lines, and so many customers, are worked out in one task; bounds a worker's memory. A
    # customer with more lines than that is worked out alone.
    "SHARD_LINES": 2_500_000,
    "SHARD_SIZE": 20_000,
    # A full run leaves out customers without news, unless the statistics of everybody's orders are as many days old.
    "STATISTICS_DAYS": 7,
    # A run that has not moved for this many seconds is taken over by the next one.
    "RUN_STALE_AFTER": 900,
    # How many waiting customers one drain of the outbox takes.
    "DRAIN_SIZE": 500,
    # After how many minutes a member of staff sees the shop as themselves again.
    "PREVIEW_MINUTES": 60,
    # What is no part of the shop that is seen then, so that it can be worked in: the names of pages, such as the first
    # page of an editor ("wagtailadmin_home"). They and all below their addresses stay open, as the admin does.
    "PREVIEW_STAYS_OPEN": (),
    # How old, in seconds, an answer about a feature may be.
    "SNAPSHOT_MAX_AGE": 2.0,
    # How long, in seconds, a page waits for PostgreSQL to tell a newer answer, where it has an older one.
    "SNAPSHOT_PATIENCE": 1.0,
    # How many companies' answers a process keeps at hand.
    "SNAPSHOT_CUSTOMERS": 10_000,
    # How long a class chosen by an admin holds, in days.
    "OVERRIDE_DAYS": 180,
    # The first day on which the orders are complete, as a date or "2024-01-31": companies that were customers before,
    # as the directory knows, are then not taken for new ones. None: orders go back far enough.
    "HISTORY_FROM": None,
    # The shop's currency as an admin reads it ("EUR"; empty: amounts stand alone), and its decimals. The order source
    # counts values in the same minor units (LineRules.minor_digits).
    "CURRENCY": "",
    "MINOR_DIGITS": 2,
    # How many months of a company's three shares are kept, one row each.
    "SHARE_HISTORY_MONTHS": 36,
    # For how many days it is kept on which days an item was bought: as far back may a rule ask how often, or for how
    # much, within a time. What a segment's rule asks about is kept for as long as it asks.
    "BOUGHT_DAYS": 730,
    # Where goods go out from: name -> (latitude, longitude) in degrees; companies know how far the nearest one is.
    "WAREHOUSES": {},
    # How far the best benefit segment has to be ahead of the second, in cosine, for a survey to tell one.
    "BENEFIT_MARGIN": 0.01,
    # Where the shop's own admin mends what runs could not use: "returns", "products", "orders" -> name of a page
    # ("admin:shop_orders_order_changelist"). The overview links there.
    "MEND_AT": {},
    # Whether what features do is changed through drafts alone, each approved by a second person.
    "DRAFTS_NEED_APPROVAL": False,
    # For how many days it is kept who joined and who left a segment.
    "MEMBERSHIP_MOVE_DAYS": 180,
    # How many finished runs of each kind are kept.
    "RUNS_KEPT": 1000,
    # Whether asking for a feature that nobody declared raises. None: only with DEBUG; else it counts as off.
    "STRICT": None,
    # Largest order file read, in bytes.
    "MAX_FILE_BYTES": 2 * 1024**3,
    # Largest table of attributes taken in, in bytes, and in rows below the header.
    "IMPORT_BYTES": 50_000_000,
    "IMPORT_ROWS": 1_000_000,
    # For how many days an import's file is kept that nobody confirmed, and the rows that could not be used.
    "IMPORT_DAYS": 30,
    # Calls of the API that one token may make: plain reads, plain writes, what keeps the database busy, and questions
    # whether flags are on (OFREP).
    "API_RATES": {"read": "600/min", "write": "120/min", "heavy": "60/min", "flags": "6000/min"},
    # Largest JSON body and largest upload that the API reads, in bytes.
    "API_BODY_BYTES": 2 * 1024**2,
    "API_FILE_BYTES": 50 * 1024**2,
    # How long a token of another system holds unless told otherwise, in days.
    "API_TOKEN_DAYS": 365,
    # Other systems that are told of changes: most changes in one message, seconds to wait for an answer, attempts until
    # a message is given up, messages that are sent in one go, and days for which messages are kept.
    "WEBHOOK_CHANGES": 500,
    "WEBHOOK_TIMEOUT": 10.0,
    "WEBHOOK_ATTEMPTS": 12,
    "WEBHOOK_BATCH": 50,
    "WEBHOOK_DAYS_KEPT": 30,
    # Whether their addresses may be plain http (None: only with DEBUG), and inside the shop's own network.
    "WEBHOOK_PLAIN_HTTP": None,
    "WEBHOOK_PRIVATE_ADDRESSES": False,
}


def get(name: str) -> Any:
    """The value of one setting, the host's over the default."""
    if name not in DEFAULTS:
        raise ImproperlyConfigured(f"SEGMENTATION has no setting {name!r}.")
    host = getattr(settings, "SEGMENTATION", {})
    if unknown := sorted(host.keys() - DEFAULTS.keys()):
        known = ", ".join(sorted(DEFAULTS))
        raise ImproperlyConfigured(f"SEGMENTATION has unknown settings: {', '.join(unknown)}. Known: {known}.")
    return host.get(name, DEFAULTS[name])


def load(name: str) -> Any:
    """The object that a dotted-path setting names; the error names the setting."""
    path = get(name)
    if not path:
        raise ImproperlyConfigured(f"SEGMENTATION[{name!r}] is not set.")
    try:
        return import_string(path)
    except ImportError as error:
        raise ImproperlyConfigured(f"SEGMENTATION[{name!r}] = {path!r} cannot be imported: {error}") from error
