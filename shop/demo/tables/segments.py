"""Segments that the demo company's people made, as they would be kept in a file."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def _is(dimension: str, operator: str, value: Any = None, **more: Any) -> Json:
    return {"dimension": dimension, "is": operator, **({} if value is None else {"value": value}), **more}


SEGMENTS: tuple[Json, ...] = (
    {
        "key": "key-accounts",
        "name": "Key accounts",
        "description": "Made key accounts by their account managers.",
        "rule": _is("key_account", "yes"),
    },
    {
        "key": "key-account-candidates",
        "name": "Key account candidates",
        "description": "Large margin, not shrinking, and not a key account yet.",
        "rule": {"all": [_is("key_account_suggested", "yes"), {"not": _is("key_account", "yes")}]},
    },
    {
        "key": "connected-replenishers",
        "name": "Connected replenishers",
        "description": "Order the same again, and could do so from their own system.",
        "rule": {
            "all": [
                _is("share_routine", "at_least", 0.6, leave=0.5),
                {
                    "any": [
                        _is("systems_in_use", "any_of", ["edi", "erp", "punchout"]),
                        _is("headcount", "at_least", 50),
                    ]
                },
            ]
        },
    },
    {
        "key": "price-first",
        "name": "Price first",
        "description": "Discounts, quotes and switching decide. Stays until it is clearly over.",
        "rule": _is("price_sensitivity", "at_least", 0.5, leave=0.4),
    },
    {
        "key": "quality-first",
        "name": "Quality first",
        "description": "Choose the best brands and ask for certificates, and the price is not all.",
        "rule": {
            "all": [
                _is("quality_consciousness", "at_least", 0.5, leave=0.4),
                {"not": _is("price_sensitivity", "at_least", 0.6)},
            ]
        },
    },
    {
        "key": "public-sector",
        "name": "Public sector",
        "description": "Public bodies, and schools and care by their industry.",
        "rule": {
            "any": [
                _is("ownership", "one_of", ["government", "public"]),
                _is("industry_nace", "starts_with", ["84", "85", "87"]),
            ]
        },
    },
    {
        "key": "buying-committees",
        "name": "Buying committees",
        "description": "Many people take part and take their time.",
        "rule": {
            "all": [
                _is("people_deciding", "at_least", 4),
                {
                    "any": [
                        _is("decision_days", "more_than", 14),
                        _is("buying_roles", "any_of", ["approver", "gatekeeper"]),
                    ]
                },
            ]
        },
    },
    {
        "key": "greater-copenhagen",
        "name": "Greater Copenhagen",
        "description": "Can be delivered to the same day: by their postcode areas, or close to a warehouse.",
        "rule": {
            "all": [
                _is("country", "one_of", ["DK"]),
                {
                    "any": [
                        _is("postcode_area", "one_of", [str(area) for area in range(10, 31)]),
                        _is("warehouse_distance", "at_most", 20),
                    ]
                },
            ]
        },
    },
    {
        "key": "needs-a-call",
        "name": "Needs a call",
        "description": "Pays late or speaks ill of us. Kept up by hand where somebody knows more.",
        "rule": {
            "any": [
                _is("days_late", "more_than", 14, leave=7),
                {
                    "all": [
                        _is("attitude", "one_of", ["critical"]),
                        {"not": _is("life_stage", "one_of", ["winding_down"])},
                    ]
                },
            ]
        },
    },
)

CHOICES = (
    ("needs-a-call", "Nordhavn Ingeniører A/S", True, "Complained about a delivery at the counter.", 30),
    ("price-first", "Region Nordøst, Indkøb", False, "Bound by a framework agreement; the price is settled.", None),
    ("key-accounts", "Kontorgrossisten Vest A/S", True, "Agreed with the sales director.", None),
)
"""Segment, company, whether it belongs to it, why, and for how many days."""
