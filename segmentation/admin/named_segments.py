"""All segments with their names, read once for a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from segmentation.models import Segment
from segmentation.words.segment_names import segment_name


@dataclass(frozen=True)
class NamedSegments:
    """By key, the one that decides first in front; one query."""

    ids: Mapping[str, int] = field(init=False)
    names: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        rows = list(Segment.objects.order_by("priority").values_list("key", "pk", "name"))
        object.__setattr__(self, "ids", {key: pk for key, pk, _name in rows})
        object.__setattr__(self, "names", {key: segment_name(key, name) for key, _pk, name in rows})

    def name_of(self, key: str) -> str:
        """The key itself where the segment is gone; empty for none."""
        return self.names.get(key) or segment_name(key)

    @property
    def choices(self) -> list[tuple[str, str]]:
        return list(self.names.items())
