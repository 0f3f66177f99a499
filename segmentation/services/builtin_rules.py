from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from segmentation.contracts import MIXED, Buyclass
from segmentation.models import Segment

BUILTIN_RULES: Mapping[str, dict[str, Any]] = {
    MIXED: {"dimension": "mixed", "is": "yes"},
    **{str(kind): {"dimension": "buyclass", "is": "one_of", "value": [str(kind)]} for kind in Buyclass},
}
"""Who belongs to the built-in segments, unless an admin says otherwise."""


def is_tuned(segment: Segment) -> bool:
    """Whether an admin changed the rule of a built-in segment."""
    return segment.is_builtin and segment.rule != BUILTIN_RULES.get(segment.key)
