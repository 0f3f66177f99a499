"""What is known of a company, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from segmentation.dimension import Dimension, Kind
from segmentation.models import OriginChoice
from segmentation.values.stored import stored_of
from segmentation.words.names import NO_NAMES, Names
from segmentation.words.operands import choice_text, value_text
from segmentation.words.shares import share_text


def own_value_text(dimension: Dimension, value: Any, *, names: Names = NO_NAMES) -> str:
    """A value as `selectors.attributes` gives it, in full: several choices are all named, shares are percentages."""
    if value is not None:
        if dimension.kind is Kind.CHOICES:
            return ", ".join(choice_text(dimension, key) for key in sorted(value)) or _("None")
        if dimension.kind is Kind.TEXT:
            return names.of_value(dimension, value)
        if dimension.is_share:
            return share_text(value)
    return value_text(dimension, stored_of(dimension, value))


def origin_text(origin: str | None) -> str:
    """Where a value comes from; empty where that was not kept."""
    return str(OriginChoice(origin).label) if origin else ""
