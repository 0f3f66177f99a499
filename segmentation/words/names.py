"""The names of what rules ask about, which whoever shows rules looks up once for the page (`selectors.rule_names`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from segmentation.dimension import Dimension, Subject
from segmentation.words.operands import choice_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Names that the host knows; what it knows none of is called by its key.

    items   of products and categories, by what they are and their key
    values  of texts, such as a country for its code, by dimension and value
    """

    items: Mapping[tuple[Subject, str], str] = field(default_factory=dict)
    values: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def of_item(self, subject: Subject, key: str) -> str:
        return self.items.get((subject, key)) or key

    def of_value(self, dimension: Dimension, value: str) -> str:
        return self.values.get((dimension.key, value)) or choice_text(dimension, value)


NO_NAMES = Names()
