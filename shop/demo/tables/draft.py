"""A draft that one of the demo company's people has begun, as it would be kept in a file."""

from __future__ import annotations

from typing import Any

DRAFT: dict[str, Any] = {
    "title": "Ideas for committees, volume prices where the price comes first",
    "reason": "Agreed at the sales meeting; look at who gains what before it goes live.",
    "changes": [
        {
            "kind": "rule",
            "feature": "inspiration",
            "segment": "buying-committees",
            "after": {"state": "on", "share": 50},
        },
        {"kind": "rule", "feature": "volume_prices", "segment": "price-first", "after": {"state": "on"}},
        {
            "kind": "rule",
            "feature": "reorder",
            "segment": "connected-replenishers",
            "after": {"state": "on", "parameters": {"items": 6}},
        },
    ],
}
