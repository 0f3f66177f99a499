"""One dimension of each kind, and some that are worked out."""

from __future__ import annotations

from segmentation.dimension import Derivation, Dimension, Kind

STAFF = Dimension(key="toy_staff", label="Staff", kind=Kind.NUMBER)
TURNOVER = Dimension(key="toy_turnover", label="Turnover", kind=Kind.MONEY)
FOUNDED = Dimension(key="toy_founded", label="Founded", kind=Kind.DATE)
SIZE = Dimension(
    key="toy_size", label="Size class", kind=Kind.CHOICE, choices={"small": "Small firm", "large": "Large firm"}
)
SYSTEMS = Dimension(
    key="toy_systems",
    label="Systems",
    kind=Kind.CHOICES,
    choices={"erp": "ERP", "edi": "EDI", "punch_out": "Punch-out"},
)
CITY = Dimension(key="toy_city", label="City", kind=Kind.TEXT)
TRADE = Dimension(key="toy_trade", label="Trade", kind=Kind.TEXT, is_code=True)
KEY_ACCOUNT = Dimension(key="toy_key_account", label="Key account", kind=Kind.YES_NO)
BIG = Dimension(
    key="toy_big",
    label="Big",
    kind=Kind.YES_NO,
    derivation=Derivation(
        inputs=("toy_staff", "toy_orders"), function="tests.segmentation.attributes.derived.more_staff_than_orders"
    ),
)
BIG_SIZE = Dimension(
    key="toy_big_size",
    label="Size by staff",
    kind=Kind.CHOICE,
    choices={"big": "Big", "little": "Little"},
    derivation=Derivation(inputs=("toy_big",), function="tests.segmentation.attributes.derived.size_in_words"),
)
ORDERS = Dimension(key="toy_orders", label="Orders", kind=Kind.NUMBER, column="occasions")

STATED = (STAFF, TURNOVER, FOUNDED, SIZE, SYSTEMS, CITY, TRADE, KEY_ACCOUNT)
# What is worked out stands before what it is worked out from, so that the order is found and not given.
TOYS = (BIG_SIZE, BIG, *STATED, ORDERS)
