"""A directory that keeps facts about its customers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.segmentation.toy_orders import ToyDirectory

RECORD: dict[str, dict[str, Any]] = {}
ASKED: list[list[str]] = []


class RecordingDirectory(ToyDirectory):
    def attributes(self, customer_keys: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        ASKED.append(list(customer_keys))
        return {key: RECORD[key] for key in customer_keys if key in RECORD}
