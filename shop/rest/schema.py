from __future__ import annotations

from typing import Any

OURS = "shop."


def only_the_shop(endpoints: list[tuple[str, str, str, Any]], **_: Any) -> list[tuple[str, str, str, Any]]:
    """The endpoints that belong in the shop's own description; the editors' tools and the plugin bring others along."""
    return [endpoint for endpoint in endpoints if endpoint[3].cls.__module__.startswith(OURS)]
