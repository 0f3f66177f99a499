"""What is known of a company, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from segmentation.dimension import Dimension, Kind
from segmentation.models import OriginChoice
from segmentation.values.stored import stored_of
from segmentation.words.operands import choice_text, value_text


def own_value_text(dimension: Dimension, value: Any) -> str:
    """A value as `selectors.attributes` gives it, in full: several choices are all named."""
    if dimension.kind is Kind.CHOICES and value is not None:
        return ", ".join(choice_text(dimension, key) for key in sorted(value)) or _("None")
    return value_text(dimension, stored_of(dimension, value))


def origin_text(origin: str | None) -> str:
    """Where a value comes from; empty where that was not kept."""
    return str(OriginChoice(origin).label) if origin else ""
