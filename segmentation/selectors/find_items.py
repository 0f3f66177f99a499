from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Q

from segmentation.dimension import Subject
from segmentation.host import open_directory
from segmentation.models import BoughtItem, CategoryProfile

FOUND = 20
MOST_CATEGORIES = 2_000
"""Categories are few enough to be looked through by their names."""


def find_items(subject: Subject, text: str, *, limit: int = FOUND) -> Sequence[tuple[str, str]]:
    """Items that companies bought, whose key holds the text, with their names; categories by their names as well."""
    asked = text.replace("\0", "").strip()
    if subject is Subject.CATEGORY:
        labels, folded = label_items(subject, _categories()), asked.casefold()
        matching = [(key, name) for key, name in labels.items() if folded in f"{key}\n{name}".casefold()]
        return sorted(matching, key=lambda pair: pair[1].casefold())[:limit]
    bought = BoughtItem.objects.filter(Q(kind=subject.value) & Q(item__icontains=asked))
    keys = bought.order_by("item").values_list("item", flat=True).distinct()[:limit]
    return list(label_items(subject, list(keys)).items())


def label_items(subject: Subject, keys: Sequence[str]) -> Mapping[str, str]:
    """The names of these items, the key where none is known."""
    known = open_directory().category_labels(keys) if keys and subject is Subject.CATEGORY else {}
    return {key: known.get(key) or key for key in keys}


def _categories() -> Sequence[str]:
    """Every category that somebody bought in."""
    bought = BoughtItem.objects.filter(kind=Subject.CATEGORY.value).order_by().values_list("item", flat=True)
    classed = CategoryProfile.objects.order_by().values_list("category", flat=True)
    return list(bought.union(classed)[:MOST_CATEGORIES])
