"""Every call that the API describes, with addresses and bodies that would be understood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from segmentation.rest.schema import PluginGenerator

OPERATIONS = ("get", "post", "put", "patch", "delete")
PARAMETERS = {
    "customer_key": "acme",
    "key": "routine",
    "dimension": "headcount",
    "run_id": "1",
    "refresh_id": "1",
    "import_id": "1",
    "feature": "toy_search",
    "segment": "routine",
    "draft_id": "1",
    "change_id": "1",
    "trial_id": "1",
}
ASKING = {"check_rule", "preview_rule", "evaluate_flag", "evaluate_flags", "dry_run_draft"}
"""Sent as POST, and yet nothing but questions."""


@dataclass(frozen=True)
class Route:
    operation: str
    method: str
    path: str

    @property
    def is_read(self) -> bool:
        return self.method == "get" or self.operation in ASKING


def described() -> dict[str, Any]:
    paths: dict[str, Any] = PluginGenerator().get_schema(public=True)["paths"]
    return paths


def routes(**known: object) -> Iterator[Route]:
    """Each with what is known put into its address, and otherwise with what might be there."""
    parameters = PARAMETERS | {name: str(value) for name, value in known.items()}
    for path, methods in described().items():
        filled = re.sub(r"{(\w+)}", lambda name: parameters[name.group(1)], path)
        for method in OPERATIONS:
            if method in methods:
                yield Route(operation=methods[method]["operationId"], method=method, path=filled)
