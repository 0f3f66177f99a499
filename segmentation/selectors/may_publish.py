"""Who may publish a draft, or take a published one back: whoever may make each of its changes alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from segmentation.models import DraftChange

Kind = DraftChange.Kind

PERMISSIONS: Mapping[str, str] = {
    Kind.KILL_SWITCH: "segmentation.change_featuresetting",
    Kind.BY_CATEGORY: "segmentation.change_featuresetting",
    Kind.RULE: "segmentation.change_featurerule",
    Kind.OVERRIDE: "segmentation.change_featureoverride",
    Kind.SEGMENT_RULE: "segmentation.change_segment",
    Kind.SEGMENT_ORDER: "segmentation.change_segment",
}
"""What has to be held for a change of each kind."""


def may_publish(person: Any, kinds: Iterable[str]) -> bool:
    """Whether this person holds what changes of all these kinds take."""
    return bool(person.has_perms({PERMISSIONS[kind] for kind in kinds}))
