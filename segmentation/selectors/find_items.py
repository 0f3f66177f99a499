from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from segmentation.dimension import Subject
from segmentation.host import open_directory
from segmentation.models import CategoryProfile

FOUND = 20
LOOKED_AT = 2_000
"""Categories and brands are few enough to be looked through by their names."""


def find_items(subject: Subject, text: str, *, limit: int = FOUND) -> Sequence[tuple[str, str]]:
    """Items that companies bought, whose key or name holds the text, with their names."""
    asked = text.replace("\0", "").strip()
    keys = _keys(subject)
    if subject is Subject.CATEGORY:
        labels = label_items(subject, list(keys[:LOOKED_AT]))
        folded = asked.casefold()
        matching = [pair for pair in labels.items() if folded in pair[0].casefold() or folded in pair[1].casefold()]
        return sorted(matching, key=lambda pair: pair[1].casefold())[:limit]
    name = keys.query.values_select[0]
    return [(key, key) for key in keys.filter(**{f"{name}__icontains": asked})[:limit]]


def label_items(subject: Subject, keys: Sequence[str]) -> Mapping[str, str]:
    """The names of these items, the key where none is known."""
    known = open_directory().category_labels(keys) if keys and subject is Subject.CATEGORY else {}
    return {key: known.get(key) or key for key in keys}


def _keys(subject: Subject) -> QuerySet[Any, Any]:
    """The keys of all items of a sort, each once."""
    if "boughtitem" in apps.all_models["segmentation"]:
        model: Any = apps.all_models["segmentation"]["boughtitem"]
        bought: QuerySet[Any, Any] = model._default_manager.filter(kind=subject.value)
        return bought.order_by("item").values_list("item", flat=True).distinct()
    return CategoryProfile.objects.order_by("category").values_list("category", flat=True).distinct()
